import type { PairingCode, Person, Role } from "@beckon/contracts/access";
import type { Db } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId } from "../platform/ids.ts";
import { personNotFound, roleDiffers, roleWithoutPerson } from "./access.errors.ts";
import type { AccessDeps } from "./access.types.ts";
import { actorOf } from "./callers.ts";
import { codeMinutes, hashCode, makeCode, showCode } from "./pairing-code.ts";
import { insertCode, pruneCodes } from "./pairing-codes.repository.ts";
import type { Tries } from "./tries.repository.ts";
import { findPerson, findPersonByName } from "./people.repository.ts";
import { tidyName } from "./tidy-name.ts";

const day = 86_400_000;

/**
 * Makes a code that pairs one device within ten minutes: for the caller's own person, for the one
 * named (by name or id), or for a new one of that name (operator, unless a role is given). Made on
 * the server's machine without a name it is the owner's.
 */
export const invite =
  (deps: AccessDeps, limits: Tries) =>
  async (caller: Caller, input: { person?: string; role?: Role }): Promise<PairingCode> => {
    const now = deps.clock();
    const code = makeCode();
    const id = newId("pc", now.getTime());
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
    await deps.database.transaction(async (work) => {
      const guest = await guestOf(work.db, caller, input);
      await pruneCodes(work.db, new Date(now.getTime() - day));
      await insertCode(work.db, { id, codeHash: hashCode(code), ...guest, createdAt: now, expiresAt });
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "pairing_code.created",
        subject: id,
        detail: { person: guest.personId ?? guest.inviteName ?? "the owner", role: guest.inviteRole, expiresAt: expiresAt.toISOString() },
      });
    });
    await limits.prune();
    return { code: showCode(code), url: `${deps.config.publicOrigin}/pair#${showCode(code)}`, expiresAt: expiresAt.toISOString() };
  };

const guestOf = async (db: Db, caller: Caller, input: { person?: string; role?: Role }) => {
  if (input.person === undefined) {
    if (input.role !== undefined) throw roleWithoutPerson({ detail: "Name the person that gets this role." });
    return caller.kind === "device" ? { personId: caller.personId } : {};
  }
  const name = tidyName(input.person, "/person");
  const known = await findNamed(db, name);
  if (!known) return { inviteName: name, inviteRole: input.role ?? ("operator" as const) };
  if (input.role !== undefined && input.role !== known.role)
    throw roleDiffers({ detail: `${known.name} is ${known.role} already. Leave the role out, or change it in Settings.` });
  return { personId: known.id };
};

const findNamed = async (db: Db, name: string): Promise<Person | undefined> => {
  if (!/^pe_[0-9A-Za-z]{16,40}$/.test(name)) return findPersonByName(db, name);
  const person = await findPerson(db, name);
  if (!person) throw personNotFound();
  return person;
};
