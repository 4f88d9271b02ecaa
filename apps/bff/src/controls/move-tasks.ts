import type { Work } from "../platform/db/database.ts";
import { saveProgress, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";

/** Runs of one agent that are looked through, titles that are named, and how long such words are. */
const most = { runs: 200, titles: 3, title: 80, result: 500 };

/**
 * What was to become of the agent's tasks when a command is done: in the transaction in which it is, so that a command
 * that failed or expired moves nothing. The result says what was moved.
 */
export const moveTasks = async (
  { agents, tasks, hosts }: Pick<ControlsDeps, "agents" | "tasks" | "hosts">,
  work: Work,
  row: CommandRow,
): Promise<CommandRow> => {
  if (row.state !== "done" || row.agentId === null || row.tasks === null || row.tasks === "keep") return row;
  const { items } = await agents.sessionsIn(work.db, { agent: row.agentId, limit: most.runs });
  const running = items.filter(({ endedAt }) => endedAt === undefined);
  // A process and what runs in it are several runs of one agent: where a machine acts, its processes count.
  const goesOn =
    row.via === "step"
      ? running.some(({ id }) => id !== row.sessionId)
      : (await hosts.live(work.db, { sessionIds: items.map(({ id }) => id) })).some(({ id }) => id !== row.processId);
  const wanted = row.tasks === "requeue" ? undefined : row.tasks.agentId;
  const by = row.by.name ?? row.by.kind;
  const { tasks: moved, to } = await tasks.release(work, {
    agentId: row.agentId,
    ...(goesOn ? { onlySession: row.sessionId } : {}),
    to: wanted,
    by,
    reason: `${row.kind} by ${by}${row.reason ? `, ${row.reason}` : ""}`,
  });
  const titles = moved.slice(0, most.titles).map(({ title }) => `“${title.slice(0, most.title).toWellFormed()}”`);
  const rest = moved.length - titles.length;
  const said =
    moved.length === 0
      ? "It had no open tasks to move."
      : `${moved.length === 1 ? "1 task went" : `${moved.length} tasks went`} ${to === undefined ? "back to the queue" : `to ${to}`}${
          wanted !== undefined && to === undefined ? ", for the agent that should have had it is there no more" : ""
        }: ${titles.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
  const told = { ...row, result: `${row.result ? `${row.result.slice(0, most.result)} ` : ""}${said}` };
  await saveProgress(work.db, [told]);
  return told;
};
