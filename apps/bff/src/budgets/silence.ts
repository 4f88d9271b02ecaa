import type { Session } from "@beckon/contracts/agents";
import { sessionLiveness } from "@beckon/metrics/liveness";
import { newId } from "../platform/ids.ts";
import { endAlarm, insertAlarm, openSilence } from "./alarms.repository.ts";
import { itself, type BudgetsDeps } from "./budgets.types.ts";
import { clip } from "./words.ts";

export const silentMs = 600_000;
/** Nothing has to come in from who waits so long for one tool. */
const longCallMs = 1_800_000;
/** Who was silent before that has gone without a word. */
const goneMs = 7_200_000;
const occasion = "no_data";

type Run = Pick<Session, "id" | "agentId" | "lastSignalAt" | "endedAt" | "failed" | "turn" | "doing" | "parentId">;

/**
 * Runs from which something has to come by all evidence: a turn is open, or their machine says that they run while a turn
 * is; nobody is asked by them, and no call that may be long is open.
 */
export const atWork = (runs: readonly Run[], { now, asking }: { now: number; asking: ReadonlySet<string> }): Run[] =>
  runs.filter((run) => {
    const { state, evidence } = sessionLiveness(run, now);
    if (asking.has(run.agentId) || now - Date.parse(run.lastSignalAt) > goneMs) return false;
    if (evidence.kind === "call") return now - Date.parse(evidence.at) > longCallMs;
    return state === "working" || state === "stale";
  });

/** What is known of silence: when something came last, and who is at work by evidence. */
export const silenceOf = (runs: readonly Run[], { now, asking }: { now: number; asking: ReadonlySet<string> }) => ({
  lastAt: Math.max(0, ...runs.map(({ lastSignalAt }) => Date.parse(lastSignalAt))),
  working: atWork(runs, { now, asking }),
});

/** Notes that nothing comes in while agents are at work, until something does. Who is told of it is the alerts' matter. */
export const watchSilence = (deps: BudgetsDeps) => async (): Promise<void> => {
  const { db } = deps.database;
  const now = deps.clock();
  const agents = await deps.agents.recentSessions(db);
  const known = new Map((await deps.agents.find(db, [...new Set(agents.map(({ agentId }) => agentId))])).map((agent) => [agent.id, agent]));
  const asking = new Set((await deps.decisions.pending(db)).map(({ agent }) => agent.id));
  const runs = agents.filter(({ agentId }) => known.get(agentId)?.demo !== true);
  const { lastAt, working } = silenceOf(runs, { now: now.getTime(), asking });
  const silent = working.length > 0 && now.getTime() - lastAt >= silentMs;
  const open = await openSilence(db);
  if (silent === (open !== undefined)) return;
  await deps.database.transaction(async (work) => {
    if (open) {
      if (await endAlarm(work.db, open.id, now)) await deps.feed.append(work, { kind: "spendAlarm", entityId: open.id });
      return;
    }
    const names = [...new Set(working.map(({ agentId }) => known.get(agentId)?.name ?? agentId))];
    const id = newId("sa", now.getTime());
    const silence = { lastAt: new Date(lastAt).toISOString(), agents: names.slice(0, 20).map((name) => clip(name, 120)) };
    const scope = { kind: "workspace" as const, name: "All agents" };
    const row = {
      id,
      kind: "no_data" as const,
      occasion: `${occasion}/${now.getTime()}`,
      scope,
      at: now,
      until: null,
      hour: null,
      silence,
    };
    if (!(await insertAlarm(work.db, row))) return;
    await deps.feed.append(work, { kind: "spendAlarm", entityId: id });
    await deps.audit.append(work, { actor: itself("budget"), action: "spend.no_data", subject: id, detail: silence });
  });
};
