import { isDeepStrictEqual } from "node:util";
import { hasEnded, mayFollow, type Task, type TaskPatch, type TaskStatus } from "@beckon/contracts/tasks";
import type { Work } from "../platform/db/database.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { findAssignee, nobody } from "./assignee.ts";
import { commit, settle } from "./commit.ts";
import { deadlineOf } from "./create.ts";
import { holdWithoutRing } from "./dependencies.ts";
import { note, openDraft, step, type Draft } from "./draft.ts";
import { lastEvent } from "./events.repository.ts";
import { lockTask } from "./find.ts";
import { setPriority } from "./new-row.ts";
import { stands } from "./stands.ts";
import { changedMeanwhile, readOnlyFile, transitionNotAllowed } from "./tasks.errors.ts";
import { toTask } from "./tasks.mapper.ts";
import type { TaskActor, TasksDeps } from "./tasks.types.ts";

export type Changes = Omit<TaskPatch, "version">;

/** A person changes a task. `version` is the one that was seen: where somebody else was faster, nothing is changed. */
export const change =
  (deps: TasksDeps) =>
  (actor: TaskActor, id: string, { version, ...changes }: Changes & { version?: number }): Promise<Task> =>
    inOneGo(deps.database, async (work) => {
      // Others' rows before one's own: the same order as of those that end a task and tell who waits for it.
      const known = changes.dependencies ? await holdWithoutRing(work.db, { id, ids: changes.dependencies }) : undefined;
      const draft = openDraft(await lockTask(work.db, actor, id));
      const { row } = draft;
      if (version !== undefined && version !== row.version) {
        if (await isThere(deps, work, { draft, actor, changes })) return toTask(row);
        throw changedMeanwhile({
          detail: "Look at it as it is now.",
          extra: { task: toTask(row), changedBy: (await lastEvent(work.db, row.id))?.by },
        });
      }
      if (row.file) await changeFile(deps, work, { draft, actor, changes });
      else await applyChanges(deps, work, { draft, actor, changes });
      if (known && !row.file) {
        setPart(draft, "dependencies", [...new Set(changes.dependencies)], { by: actor.name, at: deps.clock() });
        settle(draft, known, deps.clock());
      }
      await commit(deps, work, [draft]);
      if (draft.changed)
        await deps.audit.append(work, { actor: actor.actor, action: "task.changed", subject: id, detail: { parts: Object.keys(changes) } });
      return toTask(draft.row);
    });

type Changing = { draft: Draft; actor: TaskActor; changes: Changes };
type Said = { by: string; at: Date };

/** What is wanted is so already, or is on its way into the file at this person's word. */
const isThere = async (deps: TasksDeps, work: Work, { draft: { row }, actor, changes }: Changing): Promise<boolean> => {
  const { agent, ...wanted } = changes;
  const assignee = agent ? await findAssignee(deps, work.db, { ref: agent, owner: actor.owner }) : agent === null ? nobody : undefined;
  const stood = stands(row, wanted, assignee);
  if (!isUnderWay(row)) return stood;
  const last = await lastEvent(work.db, row.id);
  if (last?.kind !== "edit_requested") return stood;
  return last.by === actor.name && [otherThan(row, changes), wantedOfFile(row, changes)].some((wish) => editWords(wish) === last.detail);
};

const applyChanges = async (deps: TasksDeps, work: Work, { draft, actor, changes }: Changing) => {
  const { row } = draft;
  const said = { by: actor.name, at: deps.clock() };
  if (changes.title !== undefined) setPart(draft, "title", changes.title, said);
  for (const part of ["body", "role", "project", "estimate"] as const)
    if (changes[part] !== undefined) setPart(draft, part, changes[part], said);
  if (changes.labels) setPart(draft, "labels", [...new Set(changes.labels)], said);
  if (changes.links) setPart(draft, "links", changes.links, said);
  if (changes.deadlineAt !== undefined && changes.deadlineAt !== row.deadlineAt?.toISOString())
    setPart(draft, "deadlineAt", deadlineOf(changes.deadlineAt, said.at), said);
  if (changes.priority && changes.priority !== row.priority) {
    note(draft, { ...said, kind: "priority", detail: `${row.priority} → ${changes.priority}` });
    setPriority(row, changes.priority);
  }
  if (changes.agent !== undefined) await assign(deps, work, { draft, actor, changes });
  if (changes.status) moveTo(draft, changes.status, { ...said, blockedBy: changes.blockedBy });
};

type Part = "title" | "body" | "role" | "project" | "estimate" | "labels" | "links" | "deadlineAt" | "dependencies";

const setPart = <P extends Part>(draft: Draft, part: P, value: Draft["row"][P], said: Said): void => {
  if (isDeepStrictEqual(draft.row[part], value)) return;
  draft.row[part] = value;
  note(draft, { ...said, kind: "edited", detail: part });
};

/** Gives it to somebody else, or takes it away. Whoever gets what another worked on has not begun it. */
const assign = async (deps: TasksDeps, work: Work, { draft, actor, changes: { agent, status } }: Changing) => {
  const { row } = draft;
  const by = { by: actor.name, at: deps.clock() };
  const assignee = agent ? await findAssignee(deps, work.db, { ref: agent, owner: actor.owner }) : nobody;
  if (assignee.agentId === row.agentId && assignee.agentName === row.agentName) return;
  const to: TaskStatus = agent ? "assigned" : "pending";
  if (hasEnded(row.status)) throw transitionNotAllowed(row.status, to, { task: toTask(row) });
  const before = row.agentName;
  const detail = agent ? `to ${assignee.agentName}${before ? `, from ${before}` : ""}` : `taken from ${before}`;
  Object.assign(row, assignee);
  row.sessionId = null;
  row.awaitedRun = null;
  const step1 = { ...by, kind: "assigned", detail };
  // Without anybody it is not in progress: back by way of assigned, which the table of states allows.
  if (status === undefined && row.status === "in_progress") {
    step(draft, "assigned", step1);
    if (!agent) step(draft, "pending", { ...by, kind: "unassigned" });
  } else if (status === undefined && mayFollow(row.status, to) && row.status !== "blocked") step(draft, to, step1);
  else note(draft, step1);
};

export const moveTo = (draft: Draft, to: TaskStatus, said: Said & { blockedBy?: string | undefined }): void => {
  const { row } = draft;
  const { by, at, blockedBy } = said;
  if (row.status !== to) {
    if (!mayFollow(row.status, to)) throw transitionNotAllowed(row.status, to, { task: toTask(row) });
    step(draft, to, { by, at, kind: "moved", detail: to === "blocked" ? blockedBy : undefined });
  }
  if (to === "blocked" && blockedBy !== undefined && blockedBy !== row.blockedBy) {
    row.blockedBy = blockedBy;
    row.waits = false;
    draft.changed = true;
  }
};

type Wish = Pick<Changes, "status" | "priority">;
/** Asked of the file, and not yet known to be written or refused. */
const isUnderWay = ({ file }: Draft["row"]) => file?.edit?.state === "requested";
const otherThan = (row: Draft["row"], { status, priority }: Changes): Wish => ({
  ...(status && status !== row.status ? { status } : {}),
  ...(priority && priority !== row.priority ? { priority } : {}),
});
/** What has to be written. While a wish is under way the file may soon be other than it was told: then what it says now is a wish too. */
const wantedOfFile = (row: Draft["row"], changes: Changes): Wish => {
  const { status, priority } = changes;
  return isUnderWay(row) ? { ...(status ? { status } : {}), ...(priority ? { priority } : {}) } : otherThan(row, changes);
};
const editWords = (wish: Wish) => Object.values(wish).join(", ");

/** The file is the truth: what is asked of it is written there, and comes back as what the file says. */
const changeFile = async (deps: TasksDeps, work: Work, { draft, actor, changes }: Changing) => {
  const { row } = draft;
  const { status: _, priority: __, ...others } = changes;
  if (!row.file || row.directoryId === null) return;
  if (!row.file.writable || row.file.problem !== undefined || Object.keys(others).length > 0)
    throw readOnlyFile({
      detail: row.file.writable
        ? "Only status and priority of such a task can be changed here."
        : "`beckon watch --write` lets you change it here.",
      extra: { task: toTask(row) },
    });
  const wanted = wantedOfFile(row, changes);
  if (Object.keys(wanted).length === 0) return;
  row.file = { ...row.file, edit: { state: "requested", at: deps.clock().toISOString() } };
  note(draft, { at: deps.clock(), by: actor.name, kind: "edit_requested", detail: editWords(wanted) });
  await deps.requestFileEdit(work, {
    directoryId: row.directoryId,
    path: row.filePath ?? "",
    document: row.fileDocument ?? 0,
    by: actor.name,
    ...wanted,
  });
};
