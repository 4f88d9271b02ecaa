import { hasEnded } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import type { Fact, Reaction } from "../signals/reactions.ts";
import { byItself, commit } from "./commit.ts";
import { openDraft, step, wayTo, type Draft } from "./draft.ts";
import { mayAct, mayTake } from "./find.ts";
import { hear } from "./fold.ts";
import { linkAwaited } from "./link-awaited.ts";
import { newDraft, newRow } from "./new-row.ts";
import { rehome } from "./rehome.ts";
import { insertRows, lockRows, type TaskRow } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";
import { endedRunOf, readList, readTold, tellsOfTasks, type Told, type ToldList } from "./told.ts";

/** Tasks live from signals too: in the transaction that keeps these. */
export const createReaction = (deps: TasksDeps): Reaction => ({
  kinds: new Set(["task.changed", "progress.reported", "heartbeat", "session.ended"]),
  apply: async (work, facts) => {
    const own = facts.filter(tellsOfTasks);
    if (own.length > 0) await applyFacts(deps, work, own);
    // Who told of a task while the run's first word was still on its way was not seen by it.
    const ended = own.flatMap(({ signal, open }) => (signal.kind === "session.ended" ? open : []));
    if (ended.length > 0) await linkAwaited(deps, work, ended);
  },
  rehome: rehome(deps),
  opened: (work, runs) => linkAwaited(deps, work, runs),
});

const nameOf = ({ ownerId, run, key }: { ownerId: string; run: string; key: string | null }) => JSON.stringify([ownerId, run, key]);

const applyFacts = async (deps: TasksDeps, work: Work, facts: readonly Fact[]) => {
  const lists = facts.flatMap((fact) => readList(fact) ?? []);
  const told = facts.flatMap((fact) => readTold(fact) ?? []);
  const ended = facts.flatMap((fact) => endedRunOf(fact) ?? []);
  if (lists.length + told.length + ended.length === 0) return;
  const rows = await lockRows(work.db, {
    ids: [...new Set(told.flatMap(({ id }) => id ?? []))],
    names: [...new Map(told.map((one) => [nameOf(one), one])).values()],
    runs: [...new Map([...lists, ...ended].map((one) => [`${one.ownerId}\n${one.run}`, one])).values()],
  });
  const book = createBook(rows);
  for (const list of lists) await applyList(deps, work, { book, list });
  for (const one of told) await applyTold(deps, work, { book, told: one });
  for (const { ownerId, run, at } of ended) closeList(book.ofRun(ownerId, run), at);
  await commit(deps, work, book.drafts(), "signal");
};

/** The tasks of one group on their way, by name and by id. */
const createBook = (rows: readonly TaskRow[]) => {
  const drafts = new Map<string, Draft>();
  const names = new Map<string, Draft[]>();
  const add = (draft: Draft) => {
    drafts.set(draft.row.id, draft);
    const name = nameOf(draft.row);
    names.set(
      name,
      [...(names.get(name) ?? []), draft].toSorted((a, b) => a.row.attempt - b.row.attempt),
    );
    return draft;
  };
  for (const row of rows) add(openDraft(row));
  return {
    add,
    drafts: () => [...drafts.values()].toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1)),
    /** The attempt that a word of then is of: the last that was there by then. */
    find: ({ id, ownerId, ...told }: Told): Draft | undefined => {
      const byId = id === undefined ? undefined : drafts.get(id);
      const owner = { id: ownerId, name: "" };
      if (byId && (mayAct(byId.row, { owner }) || (told.word.to === "in_progress" && mayTake(byId.row)))) return byId;
      const all = names.get(nameOf({ ...told, ownerId })) ?? [];
      return all.findLast(({ row }) => row.attempt > 1 && row.createdAt <= told.word.at) ?? all[0];
    },
    isTaken: (id: string) => drafts.has(id),
    ofRun: (ownerId: string, run: string) =>
      [...drafts.values()].filter(({ row }) => row.ownerId === ownerId && row.run === run && row.scope === "session"),
  };
};
type Book = ReturnType<typeof createBook>;

const applyTold = async (deps: TasksDeps, work: Work, { book, told }: { book: Book; told: Told }): Promise<Draft | undefined> => {
  const { word } = told;
  let draft = book.find(told);
  // An id of ours that is another's task is no name for a new one.
  const isForeign = !draft && told.id !== undefined && book.isTaken(told.id);
  if (!draft && (isForeign || !told.mint || word.to === undefined)) return undefined;
  draft ??= await mint(deps, work, { book, told });
  // A list's line that is open again after it was done is begun anew; what ended stays as it was.
  const isAgain =
    draft.row.run !== "" && draft.row.endedAt !== null && word.to !== undefined && !hasEnded(word.to) && word.at > draft.row.endedAt;
  if (isAgain) draft = await mint(deps, work, { book, told, before: draft });
  else hear(draft, word);
  describe(draft, told);
  return draft;
};

/** The first word of a task, or of a new attempt at it. */
const mint = async (deps: TasksDeps, work: Work, { book, told, before }: { book: Book; told: Told; before?: Draft }): Promise<Draft> => {
  const { word, fact } = told;
  const to = word.to ?? "pending";
  const id = told.id !== undefined && !before && !book.isTaken(told.id) ? told.id : newId("tk", deps.clock().getTime());
  const row = newRow({
    id,
    ownerId: told.ownerId,
    run: told.run,
    key: told.key,
    ...(before ? { attempt: before.row.attempt + 1, firstId: before.row.firstId, retryOf: before.row.id } : {}),
    title: told.title ?? before?.row.title ?? told.key,
    status: to,
    priority: told.priority ?? before?.row.priority ?? "medium",
    progress: word.progress ?? null,
    result: to === "completed" ? (word.result ?? null) : null,
    error: to === "failed" ? (word.error ?? null) : null,
    origin: told.origin,
    scope: told.scope,
    createdAt: word.at,
    startedAt: to === "in_progress" ? word.at : null,
    endedAt: hasEnded(to) ? word.at : null,
    told: { status: word.at.toISOString() },
    demo: fact.owner.demo ?? false,
  });
  const [made] = await insertRows(work.db, [row]);
  if (made) return book.add(newDraft(row, word.by));
  // Another process was faster; or that id is another token's task, and this one is known by its key alone.
  const rows = await lockRows(work.db, { names: [told], ...(before ? {} : { ids: [id] }) });
  const mine = rows.filter((one) => mayAct(one, { owner: fact.owner }) && !book.isTaken(one.id));
  for (const one of mine) book.add(openDraft(one));
  const found = mine.length > 0 ? book.find(told) : before;
  if (found) {
    hear(found, word);
    return found;
  }
  if (told.id === undefined) throw new Error("a task could neither be made nor found");
  return mint(deps, work, { book, told: withoutId(told) });
};
const withoutId = ({ id: _, ...told }: Told): Told => told;

/** What the run knows of it beside its state. */
const describe = (draft: Draft, { fact: { open, owner }, title, word: { to }, scope }: Told) => {
  const { row } = draft;
  const before = JSON.stringify([row.title, row.agentId, row.sessionId, row.model, row.project, row.role]);
  if (title && row.title === row.key) row.title = title;
  const isWorker = scope === "session" || to === "in_progress" || (to !== undefined && hasEnded(to) && row.agentId === null);
  if (isWorker && to !== "cancelled" && (!row.endedAt || row.agentId === null)) {
    row.agentId = open.agent.id;
    row.agentName = open.agent.givenName ?? open.agent.name;
    row.agentOwnerId = owner.id;
    row.role ??= open.agent.givenRole ?? open.agent.role;
    draft.agent = { id: row.agentId, name: row.agentName, ...(row.role ? { role: row.role } : {}) };
  }
  if (isWorker || row.run !== "") row.sessionId ??= open.row.id;
  if (to === "in_progress" && !row.endedAt) row.sessionId = open.row.id;
  row.model ??= open.state.model ?? null;
  row.project ??= open.state.project ?? null;
  if (JSON.stringify([row.title, row.agentId, row.sessionId, row.model, row.project, row.role]) !== before) draft.changed = true;
};

/** A whole list: what is no longer in it was dropped. An older one than is known tells only what was done by then. */
const applyList = async (deps: TasksDeps, work: Work, { book, list }: { book: Book; list: ToldList }) => {
  const rows = book.ofRun(list.ownerId, list.run);
  const iso = list.at.toISOString();
  const isOld = rows.some(({ row }) => (row.told.status ?? "") > iso);
  const named = new Set<string>();
  for (const told of list.items) {
    if (isOld && told.word.to !== "completed" && !book.find(told)) continue;
    const draft = await applyTold(deps, work, { book, told });
    if (draft) named.add(draft.row.id);
  }
  if (isOld) return;
  for (const draft of rows) if (!named.has(draft.row.id) && !draft.row.endedAt) endItself(draft, list.at, "no longer in the list");
};

const closeList = (drafts: readonly Draft[], at: Date) => {
  for (const draft of drafts) {
    if (draft.row.endedAt || (draft.row.told.status ?? "") > at.toISOString()) continue;
    endItself(draft, at, "its run ended");
  }
};

const endItself = (draft: Draft, at: Date, detail: string) => {
  draft.row.assumed = true;
  for (const next of wayTo(draft.row.status, "cancelled") ?? []) step(draft, next, { at, by: byItself, kind: "cancelled", detail });
};
