import type { Person } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId, newSecret, sha256 } from "../platform/ids.ts";
import { codeExpired, codeUnknown, codeUsed, nameTaken, tooManyTries } from "./access.errors.ts";
import { accessTopic, type AccessDeps } from "./access.types.ts";
import { insertDevice, revokeDevice } from "./devices.repository.ts";
import { codeMinutes, hashCode } from "./pairing-code.ts";
import { noteCodeDevice, stateOfCode, takeCode } from "./pairing-codes.repository.ts";
import type { PairingCodeRow } from "./pairing-codes.table.ts";
import type { Tries } from "./tries.repository.ts";
import { findPerson, findPersonByName, firstOwner, insertPerson, lockPeople } from "./people.repository.ts";
import { tidyName } from "./tidy-name.ts";

export type Pairing = {
  code: string;
  deviceName: string;
  /** Where the try comes from; wrong ones are counted by it. */ address: string;
  caller: Caller;
};
/** `secret` is the session cookie: known here once, and to the browser. */
export type Paired = { person: Person; deviceId: string; deviceName: string; secret: string };

const refusals = {
  unknown: () => codeUnknown({ detail: "Check the eight characters, or make a new code: npx pnpm@12 beckon pair" }),
  expired: () => codeExpired({ detail: `A code works for ${codeMinutes} minutes. Make a new one: npx pnpm@12 beckon pair` }),
  used: () => codeUsed({ detail: "A code pairs one device. Make a new one: npx pnpm@12 beckon pair" }),
};

/** Uses up a code for a new device and its session; the person is made if this is their first one. */
export const pair =
  (deps: AccessDeps, limits: Tries) =>
  async ({ code, deviceName, address, caller }: Pairing): Promise<Paired> => {
    const name = tidyName(deviceName, "/deviceName");
    const { retryAfter } = await limits.enter(address);
    if (retryAfter !== undefined) {
      deps.logger.warn({ address, retryAfter }, "too many wrong pairing codes: somebody may be guessing");
      throw tooManyTries({
        detail: `Too many wrong codes. Try again in ${Math.ceil(retryAfter / 60)} min.`,
        headers: { "retry-after": String(retryAfter) },
      });
    }

    const now = deps.clock();
    const codeHash = hashCode(code);
    const secret = newSecret("ses");
    const paired = await deps.database.transaction(async (work) => {
      const row = await takeCode(work.db, codeHash, now);
      if (!row) return undefined;
      const person = await guestOf(deps, work, row);
      const deviceId = newId("dev", now.getTime());
      await insertDevice(work.db, {
        id: deviceId,
        personId: person.id,
        name,
        sessionHash: sha256(secret),
        createdAt: now,
        lastSeenAt: now,
      });
      await noteCodeDevice(work.db, row.id, deviceId);
      const actor = { kind: "person", id: person.id, name: person.name, device: deviceId } as const;
      await deps.audit.append(work, {
        actor,
        action: "device.paired",
        subject: deviceId,
        detail: { name, person: person.id, role: person.role, pairingCode: row.id },
      });
      // The new cookie replaces the browser's old one, which nobody could use or end any more.
      if (caller.kind === "device" && (await revokeDevice(work.db, caller.deviceId, now))) {
        await deps.audit.append(work, {
          actor,
          action: "device.revoked",
          subject: caller.deviceId,
          detail: { name: caller.deviceName, replacedBy: deviceId },
        });
        work.wake({ topic: accessTopic, key: caller.deviceId });
      }
      return { person, deviceId, deviceName: name, secret };
    });
    if (paired) {
      await limits.right();
      return paired;
    }
    await limits.wrong(address);
    throw refusals[await stateOfCode(deps.database.db, codeHash)]();
  };

/** Whom the code pairs: a known person, an invited one, or the owner, who may be the very first. */
const guestOf = async (deps: AccessDeps, work: Work, code: PairingCodeRow): Promise<Person> => {
  if (code.personId) return (await findPerson(work.db, code.personId)) as Person;
  await lockPeople(work.db);
  const { inviteName, inviteRole } = code;
  if (inviteName === null || inviteRole === null)
    return (await firstOwner(work.db)) ?? addPerson(deps, work, { name: await ownersName(work), role: "owner" });
  const namesake = await findPersonByName(work.db, inviteName);
  // Two codes for one new person make one person. A namesake of another role is somebody else's access.
  if (namesake && namesake.role !== inviteRole)
    throw nameTaken({ detail: `${namesake.name} is ${namesake.role} now. Ask for a new code.` });
  return namesake ?? addPerson(deps, work, { name: inviteName, role: inviteRole });
};

const ownersName = async ({ db }: Work) => {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? "Owner" : `Owner ${n}`;
    if (!(await findPersonByName(db, name))) return name;
  }
};

const addPerson = async (deps: AccessDeps, work: Work, { name, role }: Pick<Person, "name" | "role">) => {
  const now = deps.clock();
  const person = await insertPerson(work.db, { id: newId("pe", now.getTime()), name, role, createdAt: now });
  await deps.audit.append(work, {
    actor: { kind: "system", name: "pairing" },
    action: "person.created",
    subject: person.id,
    detail: { name, role },
  });
  return person;
};
