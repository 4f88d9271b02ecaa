import type { Actor } from "@beckon/contracts/access";
import type { CommandState } from "@beckon/contracts/controls";
import type { Work } from "../platform/db/database.ts";
import { endCommand, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";

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
  deps: Pick<ControlsDeps, "clock" | "feed" | "audit">,
  work: Work,
  { id, state, result, actor, ...only }: Ending,
): Promise<CommandRow | undefined> => {
  const row = await endCommand(work.db, id, { state, endedAt: deps.clock(), result }, only);
  if (row) await tellEnd(deps, work, row, actor);
  return row;
};

/** Feed and audit of a command that has just ended. */
export const tellEnd = async (
  { feed, audit }: Pick<ControlsDeps, "feed" | "audit">,
  work: Work,
  row: CommandRow,
  actor: Actor,
): Promise<void> => {
  await feed.append(work, { kind: "command", entityId: row.id });
  await audit.append(work, {
    actor,
    action: `command.${row.state}`,
    subject: row.id,
    detail: { kind: row.kind, of: row.subject, at: row.target, ...(row.result ? { result: row.result } : {}) },
  });
};
