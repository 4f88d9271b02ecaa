import type { taskSuggestions } from "@beckon/contracts/tasks";
import { bestAgent } from "@beckon/metrics/best-agent";
import type { z } from "zod";
import { liveAgents } from "./live-agents.ts";
import { agentRecords } from "./task-search.repository.ts";
import { taskNotFound } from "./tasks.errors.ts";
import { findRows } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

const most = 5;
const recordDays = 30;

/** Whom to give a task, best first: who is here, what is open with each, and how like tasks ended with it. */
export const suggest =
  (deps: TasksDeps) =>
  async (id: string): Promise<z.infer<typeof taskSuggestions>> => {
    const { db } = deps.database;
    const [row] = await findRows(db, [id]);
    if (!row) throw taskNotFound();
    const live = (await liveAgents(deps, db)).filter(({ agent }) => (agent.demo ?? false) === row.demo);
    const records = await agentRecords(db, {
      agentIds: live.map(({ agent }) => agent.id),
      role: row.role,
      project: row.project,
      since: new Date(deps.clock().getTime() - recordDays * 86_400_000),
    });
    const known = new Map(records.map((record) => [record.agentId, record]));
    const { ranked } = bestAgent(
      { role: row.role ?? undefined },
      live.map(({ agent, state }) => {
        const record = known.get(agent.id);
        const like = { completed: record?.completed ?? 0, failed: record?.failed ?? 0 };
        return { agentId: agent.id, name: agent.name, role: agent.role, state, active: record?.active ?? 0, like };
      }),
    );
    return { items: ranked.slice(0, most).map(({ agentId, name, value, reason }) => ({ agentId, name, score: value, reason })) };
  };
