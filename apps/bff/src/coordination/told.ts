import type { Coordination, coordinationEnd, coordinationInput } from "@beckon/contracts/coordination";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { storable } from "../platform/storable.ts";
import { findCases, lockNames } from "./cases.repository.ts";
import { endedOtherwise, notFound } from "./coordination.errors.ts";
import { findAttempt, type CoordinationRow } from "./coordination.repository.ts";
import type { CoordinationDeps, Owner, Word } from "./coordination.types.ts";
import { toldName } from "./facts.ts";
import { toCoordinations } from "./mapper.ts";
import { settle, type SettleDeps } from "./settle.ts";
import { caseKey, lockOf } from "./words.ts";

type Deps = CoordinationDeps & SettleDeps;
/** `all`: an admin's token may end what others began. */
export type Teller = Owner & { name: string; all?: boolean };

/** What a program told of itself. A hand-off, review or call that signals tell of by the same key is the same one. */
export const start =
  (deps: Deps) =>
  async (teller: Teller, input: z.output<typeof coordinationInput>): Promise<{ coordination: Coordination; made: boolean }> =>
    deps.database.transaction(async (work) => {
      const now = deps.clock();
      const { type, key } = input;
      const isShared = key !== undefined && (type === "handoff" || type === "review");
      const name = isShared ? `${type}:${key}` : toldName(teller.id, type, key ?? newId("k", now.getTime()));
      const told = await opening(deps, work, { teller, input, now });
      // Looked at under its lock, so that of many that tell of it at once one is the first. Agents before names, as signals do.
      await lockNames(work.db, [lockOf({ name, owner: teller })]);
      const own = (await findCases(work.db, [caseKey(name)])).find(({ ownerId }) => ownerId === teller.id);
      const word = own?.words.find((one) => one.kind === "open") ? undefined : told;
      const rows = await settle(
        deps,
        work,
        word ? { tellings: [{ name, owner: teller, word }] } : { tellings: [], again: own ? [own] : [] },
      );
      const same = rows.filter((one) => one.key === caseKey(name));
      const row = same.find(({ ownerId }) => ownerId === teller.id) ?? same[0];
      if (!row) throw new Error(`${name} was told, and is no attempt`);
      const [coordination] = await toCoordinations(deps, work.db, [row]);
      return { coordination: coordination as Coordination, made: word !== undefined };
    });

type Opening = { teller: Teller; input: z.output<typeof coordinationInput>; now: Date };

const opening = async ({ agents }: Deps, work: Work, { teller, input, now }: Opening): Promise<Word> => {
  const { type, from, to, task, what, attempt, timeoutSeconds } = input;
  const agent = await agents.seen(work, { ...teller }, from);
  return {
    kind: "open",
    at: notAhead(input.startedAt, now),
    type,
    byId: agent.id,
    byName: agent.name,
    ...(agent.role ? { byRole: agent.role } : {}),
    ...(to ? { to: to.name } : {}),
    ...(task === undefined ? {} : { task }),
    ...(what ? { what } : {}),
    ...(attempt === undefined ? {} : { attempt }),
    ...(timeoutSeconds === undefined ? {} : { seconds: timeoutSeconds }),
  };
};

/** A clock that runs ahead is put right. */
const notAhead = (given: string | undefined, now: Date) =>
  (given === undefined || storable(given) > now ? now : storable(given)).toISOString();

/** How it ended. The same end again changes nothing; a late one takes back that nobody had told of it. */
export const end =
  (deps: Deps) =>
  async (teller: Teller, id: string, input: z.output<typeof coordinationEnd>): Promise<Coordination> =>
    deps.database.transaction(async (work) => {
      const found = await findAttempt(work.db, id);
      if (!found || !(await mayEnd(deps, work, teller, found))) throw notFound();
      const name = (await findCases(work.db, [found.key])).find(({ ownerId }) => ownerId === found.ownerId)?.name;
      if (name === undefined) throw notFound();
      const owner = { id: found.ownerId, demo: found.demo };
      // Looked at under its lock: somebody else may be telling its end just now.
      const looked = await settle(deps, work, {
        tellings: [],
        again: [{ key: found.key, ownerId: owner.id, name, demo: owner.demo, words: [] }],
      });
      const row = looked.find((one) => one.id === id);
      if (!row) throw notFound();
      if (wasTold(row)) {
        const [coordination] = await toCoordinations(deps, work.db, [row]);
        if (isSameEnd(row, input)) return coordination as Coordination;
        throw endedOtherwise({ detail: `It ${row.status} already.`, extra: { coordination } });
      }
      const rows = await settle(deps, work, { tellings: [{ name, owner, word: closing(input, deps.clock()) }] });
      const [coordination] = await toCoordinations(
        deps,
        work.db,
        rows.filter((one) => one.id === id),
      );
      return coordination as Coordination;
    });

const closing = ({ outcome, cause, message, exhausted, endedAt }: z.output<typeof coordinationEnd>, now: Date): Word => ({
  kind: "end",
  at: notAhead(endedAt, now),
  ok: outcome === "succeeded",
  ...(cause ? { cause } : {}),
  ...(message ? { message } : {}),
  ...(exhausted ? { exhausted } : {}),
});

/** Its own token, an admin's, or that of the agent it went to. */
const mayEnd = async ({ agents }: Deps, work: Work, teller: Teller, row: CoordinationRow) => {
  if (teller.all || row.ownerId === teller.id) return true;
  const [to] = await agents.called(work.db, [], [row.toKey]);
  return to?.ownerId === teller.id;
};

/** Not what the clock made of it, nor a person who called it off. */
const wasTold = ({ status, endedAt, deadlineAt }: CoordinationRow) =>
  status !== "pending" && status !== "dropped" && endedAt?.getTime() !== deadlineAt?.getTime();

const isSameEnd = (row: CoordinationRow, { outcome, cause }: z.output<typeof coordinationEnd>) =>
  row.status === outcome && (outcome === "succeeded" || cause === undefined || row.cause === cause);
