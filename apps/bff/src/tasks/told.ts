import type { Signal } from "@beckon/contracts/signals";
import type { Task } from "@beckon/contracts/tasks";
import { sha256 } from "../platform/ids.ts";
import type { Fact } from "../signals/reactions.ts";
import { isTaskId } from "./find.ts";
import type { Word } from "./fold.ts";
import { toPriority, toStatus } from "./words.ts";

/** Of which task a fact tells, and what. `mint`: it may be the first word of it. */
export type Told = {
  fact: Fact;
  ownerId: string;
  run: string;
  key: string;
  id?: string;
  title?: string;
  scope: Task["scope"];
  origin: Task["origin"];
  priority?: Task["priority"];
  mint: boolean;
  word: Word;
};

/** A run's whole list at one moment. */
export type ToldList = { fact: Fact; ownerId: string; run: string; at: Date; items: Told[] };

/** Whose tasks are numbered within a run. */
const runSources = new Set(["claude-code", "codex", "gemini", "copilot", "cursor", "opencode", "gen-ai"]);
/** A run's sub-agents have its list; they are known by its id with a part behind it. */
const rootOf = (session: string) => session.split("/", 1)[0] ?? session;

/** Whether a signal is this slice's business at all: most of their kinds are not. */
export const tellsOfTasks = ({ signal }: Fact): boolean => {
  switch (signal.kind) {
    case "task.changed":
    case "session.ended":
      return true;
    case "progress.reported":
      return signal.data.todos !== undefined || progressOf(signal) !== undefined || signal.source === "mcp";
    case "heartbeat":
      return signal.data.taskId !== undefined && signal.data.progress !== undefined;
    default:
      return false;
  }
};

const progressOf = (signal: Extract<Signal, { kind: "progress.reported" }>) => signal.data.taskId ?? signal.task;

/** What a fact tells of one task. */
export const readTold = (fact: Fact): Told | undefined => {
  const { signal, open } = fact;
  const word = { at: new Date(signal.at), by: open.agent.givenName ?? open.agent.name };
  switch (signal.kind) {
    case "task.changed": {
      const { taskId, subject, status, progress, result, error } = signal.data;
      const title = subject?.trim().slice(0, 300).toWellFormed();
      return {
        ...placeOf(fact, taskId),
        ...(title ? { title } : {}),
        mint: true,
        word: { ...word, to: toStatus(status), progress, result: result || undefined, error: error || undefined },
      };
    }
    case "progress.reported": {
      // Who started a task by a tool call works on that one until it names another.
      const taskId = progressOf(signal) ?? (signal.source === "mcp" ? open.state.task?.id : undefined);
      if (taskId === undefined || signal.data.todos) return undefined;
      return { ...placeOf(fact, taskId), mint: false, word: { ...word, message: signal.data.message, progress: signal.data.progress } };
    }
    case "heartbeat":
      if (signal.data.taskId === undefined || signal.data.progress === undefined) return undefined;
      return { ...placeOf(fact, signal.data.taskId), mint: false, word: { ...word, progress: signal.data.progress } };
    default:
      return undefined;
  }
};

const placeOf = (fact: Fact, taskId: string): Omit<Told, "mint" | "word"> => {
  const { owner, signal } = fact;
  const isOfRun = runSources.has(signal.source) && signal.session !== undefined && !isTaskId(taskId);
  return {
    fact,
    ownerId: owner.id,
    run: isOfRun ? rootOf(signal.session ?? "") : "",
    key: taskId,
    ...(isTaskId(taskId) ? { id: taskId } : {}),
    scope: "team",
    origin: isOfRun ? "hook" : signal.source === "mcp" ? "mcp" : "rest",
  };
};

/** The to-do list that a fact tells, if it does. The same line twice is two to-dos. */
export const readList = (fact: Fact): ToldList | undefined => {
  const { signal, owner, open } = fact;
  if (signal.kind !== "progress.reported" || !signal.data.todos || signal.session === undefined) return undefined;
  const at = new Date(signal.at);
  const run = signal.session;
  const seen = new Map<string, number>();
  const items = signal.data.todos.flatMap(({ key, subject, status, priority: said }): Told[] => {
    const to = toStatus(status);
    if (!to) return [];
    const name = key ?? sha256(subject).slice(0, 32);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const priority = toPriority(said);
    return [
      {
        fact,
        ownerId: owner.id,
        run,
        key: `todo:${name}${count > 1 ? `:${count}` : ""}`.slice(0, 200),
        title: subject,
        scope: "session",
        origin: "todo",
        ...(priority ? { priority } : {}),
        mint: true,
        word: { at, by: open.agent.givenName ?? open.agent.name, to },
      },
    ];
  });
  return { fact, ownerId: owner.id, run, at, items };
};

/** A run that is over, as far as is known by now: what stands open in its list will not be done. */
export const endedRunOf = ({ signal, owner, open }: Fact): { ownerId: string; run: string; at: Date } | undefined =>
  open.endedAt &&
  signal.session !== undefined &&
  (signal.kind === "session.ended" || (signal.kind === "progress.reported" && signal.data.todos))
    ? { ownerId: owner.id, run: signal.session, at: open.endedAt }
    : undefined;
