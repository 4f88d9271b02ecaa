import type { Agent } from "@beckon/contracts/agents";
import type { taskSuggestions } from "@beckon/contracts/tasks";
import { bestAgent } from "@beckon/metrics/best-agent";
import type { z } from "zod";
import { liveAgents } from "./live-agents.ts";
import { agentRecords } from "./task-search.repository.ts";
import { taskNotFound } from "./tasks.errors.ts";
import { findRows } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";
import { oneOfEach } from "./twins.ts";

const most = 5;
const recordDays = 30;

/** Whom to give a task, best first: who is here, what is open with each, and how like tasks ended with it. */
export const suggest =
  (deps: TasksDeps) =>
  async (id: string): Promise<z.infer<typeof taskSuggestions>> => {
    const { db } = deps.database;
    const [row] = await findRows(db, [id]);
    if (!row) throw taskNotFound();
    const here = (await liveAgents(deps, db)).filter(({ agent }) => (agent.demo ?? false) === row.demo);
    // Who has it already is no help.
    const live = (await oneOfEach(deps, db, here)).filter(({ ids }) => row.agentId === null || !ids.includes(row.agentId));
    const records = await agentRecords(db, {
      agentIds: live.flatMap(({ ids }) => ids),
      role: row.role,
      project: row.project,
      since: new Date(deps.clock().getTime() - recordDays * 86_400_000),
    });
    const names = Map.groupBy(live, ({ agent }) => agent.name);
    // One name on two machines is two agents.
    const called = ({ name, host }: Agent) => ((names.get(name)?.length ?? 0) > 1 && host ? `${name} on ${host}` : name);
    const known = new Map(records.map((record) => [record.agentId, record]));
    const { ranked } = bestAgent(
      { role: row.role ?? undefined },
      live.map(({ agent, state, ids }) => {
        const record = known.get(agent.id);
        const like = { completed: record?.completed ?? 0, failed: record?.failed ?? 0 };
        const active = ids.reduce((sum, one) => sum + (known.get(one)?.active ?? 0), 0);
        return { agentId: agent.id, name: called(agent), role: agent.role, state, active, like };
      }),
    );
    return { items: ranked.slice(0, most).map(({ agentId, name, value, reason }) => ({ agentId, name, score: value, reason })) };
  };
