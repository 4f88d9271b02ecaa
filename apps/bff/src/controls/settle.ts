import type { Actor } from "@beckon/contracts/access";
import type { CommandState } from "@beckon/contracts/controls";
import type { Work } from "../platform/db/database.ts";
import { endCommand, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { moveTasks } from "./move-tasks.ts";
import { saidTopic } from "./waiting-words.ts";

export type SettleDeps = Pick<ControlsDeps, "clock" | "feed" | "audit" | "tasks" | "agents" | "hosts" | "ended">;

type Ending = {
  id: string;
  state: Extract<CommandState, "done" | "failed" | "expired" | "cancelled">;
  result: string;
  actor: Actor;
  /** Only from these states, and only when it is due, where that is said. */
  from?: readonly CommandState[];
  dueAt?: Date;
};

/** Ends a command that is not over, and writes down who ended it; nothing where it was over before. */
export const settle = async (
  deps: SettleDeps,
  work: Work,
  { id, state, result, actor, ...only }: Ending,
): Promise<CommandRow | undefined> => {
  const row = await endCommand(work.db, id, { state, endedAt: deps.clock(), result }, only);
  if (row) await tellEnds(deps, work, [row], actor);
  return row;
};

/** Feed and audit of commands that have just ended; what was to become of the agents' tasks happens now. */
export const tellEnds = async (deps: SettleDeps, work: Work, ends: readonly CommandRow[], actor: Actor): Promise<void> => {
  if (ends.length === 0) return;
  const { feed, audit, ended } = deps;
  const rows: CommandRow[] = [];
  for (const end of ends) rows.push(await moveTasks(deps, work, end));
  await feed.append(work, ...rows.map(({ id }) => ({ kind: "command" as const, entityId: id })));
  for (const { id, ownerId } of rows) if (ownerId !== null) work.wake({ topic: saidTopic, key: id });
  await audit.append(
    work,
    ...rows.map(({ id, state, kind, subject, target, result }) => ({
      actor,
      action: `command.${state}`,
      subject: id,
      detail: { kind, of: subject, at: target, ...(result ? { result } : {}) },
    })),
  );
  await ended?.(work, rows);
};
