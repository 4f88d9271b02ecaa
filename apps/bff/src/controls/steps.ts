import type { StepTake } from "@beckon/contracts/signals";
import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import type { CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { hand, lockHanded, lockSaid, unhand, type RunName } from "./said.repository.ts";
import { settle } from "./settle.ts";
import { messageWords, stopWords } from "./step-words.ts";
import { againMs, saidTopic, type WaitingWords } from "./waiting-words.ts";

type Deps = Pick<ControlsDeps, "database" | "clock" | "feed" | "audit" | "logger" | "tasks" | "agents" | "hosts"> & {
  waiting: WaitingWords;
};

/** What a call of a run can be answered with, and what the call is known by should it come again. */
export type Ear = RunName & {
  takes: readonly StepTake[];
  call: string;
  /** Where in the run's work that is, for people: "before Bash". */
  when: string;
};

/** What goes out with one answer: a stop alone, else messages in their order. */
export type Said = {
  kind: StepTake;
  words: string;
  /** The answer is out, or is known not to be. */
  out(arrived: boolean): void;
};

/** Longer than any answer takes to go out; after that whoever had it is gone. */
const onItsWayMs = 60_000;
/** Claude Code reads so many characters of what a hook says, and no vendor less. */
const mostCharacters = 9_500;

export const nextStep: Actor = { kind: "system", name: "next step" };

/**
 * Takes what is said to a run for the answer to one of its calls. Of several calls at once one gets it; the same call
 * again gets the same again. Nothing overtakes what is still on its way.
 */
export const takeSaid =
  (deps: Deps) =>
  async (ear: Ear): Promise<Said | undefined> => {
    if (!(await deps.waiting.has(ear, ear.call))) return undefined;
    const believed = deps.waiting.ids(ear);
    const taken = await deps.database.transaction((work) => take(deps, work, ear));
    if (taken === "nothing waits") deps.waiting.drop(ear, believed);
    if (taken === undefined || taken === "nothing waits") return undefined;
    for (const row of taken.rows) deps.waiting.put(row);
    return {
      kind: taken.kind,
      words: taken.words,
      out: (arrived) =>
        void settleOut(deps, { ...ear, ids: taken.rows.map(({ id }) => id) }, arrived).catch((error: unknown) =>
          deps.logger.warn({ err: error }, "what was said to an agent could not be noted as gone out; it goes out once more"),
        ),
    };
  };

const take = async (deps: Deps, work: Work, ear: Ear) => {
  const now = deps.clock();
  const until = new Date(now.getTime() + onItsWayMs);
  const all = await lockSaid(work.db, ear, { call: ear.call, since: new Date(now.getTime() - againMs) });
  const due = all.filter(({ endedAt, expiresAt, state }) => (endedAt === null ? expiresAt > now : state === "done"));
  const isFree = ({ state, handedTo, handedUntil }: CommandRow) =>
    state === "requested" || handedTo === ear.call || (handedTo !== byHeartbeat && handedUntil !== null && handedUntil <= now);
  const stop = ear.takes.includes("stop") ? due.find((row) => row.kind === "stop" && isFree(row)) : undefined;
  const found = stop ? { kind: "stop" as const, rows: [stop], words: stopWords(stop) } : messages(due, { ear, isFree });
  if (!found) return all.some(({ endedAt }) => endedAt === null) ? undefined : ("nothing waits" as const);
  const fresh = found.rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
  if (fresh.length > 0) await hand(work.db, fresh, { call: ear.call, until, now });
  await tell(deps, work, fresh);
  return { ...found, rows: found.rows.map((row): CommandRow => ({ ...row, handedTo: ear.call })) };
};

const messages = (due: readonly CommandRow[], { ear, isFree }: { ear: Ear; isFree(row: CommandRow): boolean }) => {
  if (!ear.takes.includes("message")) return undefined;
  const said = due.filter(({ kind }) => kind === "message");
  const end = said.findIndex((row) => !isFree(row));
  const rows: CommandRow[] = [];
  let words = "";
  for (const row of end < 0 ? said : said.slice(0, end)) {
    const next = `${words === "" ? "" : `${words}\n\n`}${messageWords(row, row.state === "delivered" && row.handedTo !== ear.call)}`;
    if (rows.length > 0 && next.length > mostCharacters) break;
    rows.push(row);
    words = next;
  }
  return rows.length === 0 ? undefined : { kind: "message" as const, rows, words };
};

const settleOut = (deps: Deps, { ids, call, when }: Ear & { ids: readonly string[] }, arrived: boolean) =>
  deps.database.transaction(async (work) => {
    if (!arrived) return tell(deps, work, await unhand(work.db, ids, call));
    for (const id of await lockHanded(work.db, ids, call))
      await settle(deps, work, { id, state: "done", actor: nextStep, result: `Went out with the answer to its call ${when}.` });
  });

/** Places in the feed, and a word to the other processes. */
const tell = async (deps: Pick<Deps, "feed">, work: Work, ids: readonly string[]): Promise<void> => {
  await deps.feed.append(work, ...ids.map((entityId) => ({ kind: "command" as const, entityId })));
  for (const key of ids) work.wake({ topic: saidTopic, key });
};

/** What a sign of life brings is over only when the program says so. */
export const byHeartbeat = "heartbeat";
