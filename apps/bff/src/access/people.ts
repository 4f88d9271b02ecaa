import type { Person, Role } from "@beckon/contracts/access";
import type { Caller } from "../platform/http/env.ts";
import { lastOwner, nameTaken, notYours, personNotFound } from "./access.errors.ts";
import type { AccessDeps } from "./access.types.ts";
import { actorOf } from "./callers.ts";
import { countOwners, findPerson, findPersonByName, listPeople, lockPeople, updatePerson } from "./people.repository.ts";
import { tidyName } from "./tidy-name.ts";

export const list = (deps: AccessDeps) => (): Promise<Person[]> => listPeople(deps.database.db);

/** A role is given by an owner, a name by an owner or by oneself. There is always an owner left. */
export const update =
  (deps: AccessDeps) =>
  async (caller: Caller, id: string, input: { role?: Role; name?: string }): Promise<Person> => {
    const mayAll = caller.kind !== "device" || caller.role === "owner";
    if (input.role !== undefined && !mayAll) throw notYours({ detail: "Only an owner gives roles." });
    if (caller.kind === "device" && !mayAll && caller.personId !== id) throw notYours({ detail: "Only an owner renames others." });
    const name = input.name === undefined ? undefined : tidyName(input.name, "/name");

    return deps.database.transaction(async (work) => {
      await lockPeople(work.db);
      const before = await findPerson(work.db, id);
      if (!before) throw personNotFound();
      const role = input.role ?? before.role;
      if (before.role === "owner" && role !== "owner" && (await countOwners(work.db)) <= 1)
        throw lastOwner({ detail: "Make somebody else an owner first." });
      const namesake = name === undefined ? undefined : await findPersonByName(work.db, name);
      if (namesake && namesake.id !== id) throw nameTaken({ detail: `There is a ${namesake.name} already.` });

      const after = { role, name: name ?? before.name };
      const audit = { actor: actorOf(caller), subject: id };
      if (after.role !== before.role)
        await deps.audit.append(work, {
          ...audit,
          action: "person.role_changed",
          detail: { name: after.name, from: before.role, to: after.role },
        });
      if (after.name !== before.name)
        await deps.audit.append(work, { ...audit, action: "person.renamed", detail: { from: before.name, to: after.name } });
      return (await updatePerson(work.db, id, after)) as Person;
    });
  };
