import type { Agent, Session } from "@beckon/contracts/agents";
import { agentLiveness } from "@beckon/metrics/liveness";
import type { Db } from "../platform/db/database.ts";
import type { HealingDeps } from "./healing.types.ts";
import { thresholds } from "./thresholds.ts";
import type { AgentFact } from "./world.ts";

type Run = Omit<Session, "recent">;
type Known = { known: readonly Agent[]; now: Date };

/** What is known of each agent that stands by itself; a sub-agent's sign is one of the run that it works for. */
export const agentFacts = async (
  deps: HealingDeps,
  db: Db,
  { known, now }: Known,
): Promise<{ agents: AgentFact[]; runs: Map<string, Run> }> => {
  const recent = await deps.agents.recentSessions(db);
  const runs = new Map(recent.map((run) => [run.id, run]));
  const ids = recent.map(({ id }) => id);
  const pauses = await deps.pauses.latest(db, ids);
  const limitsSince = new Date(now.getTime() - thresholds.limitMs);
  const heard = new Map((await deps.signals.heard(db, ids, limitsSince)).map((one) => [one.sessionId, one]));
  const waiting = new Map<string, string>();
  for (const { agent, askedAt } of await deps.decisions.pending(db))
    if (askedAt < (waiting.get(agent.id) ?? "~")) waiting.set(agent.id, askedAt);
  const below = Map.groupBy(
    recent.filter(({ parentId }) => parentId !== undefined),
    ({ parentId }) => parentId as string,
  );
  const familyOf = (run: Run): Run[] => [run, ...(below.get(run.id) ?? []).flatMap(familyOf)];
  const own = Map.groupBy(recent, ({ agentId }) => agentId);
  const agents = known
    .filter(({ parentId }) => parentId === undefined)
    .map((agent): AgentFact => {
      const families = (own.get(agent.id) ?? []).map(familyOf);
      const all = [...new Set(families.flat())];
      const sessions = families.map((family) => ({
        ...(family[0] as Run),
        lastSignalAt: family
          .map(({ lastSignalAt }) => lastSignalAt)
          .toSorted()
          .at(-1) as string,
      }));
      const asked = [agent.id, ...all.map(({ agentId }) => agentId)].flatMap((id) => waiting.get(id) ?? []).toSorted()[0];
      const { state, evidence, session } = agentLiveness(
        { lastSeenAt: agent.lastSeenAt, sessions, ...(asked === undefined ? {} : { waitingSince: asked }) },
        now.getTime(),
      );
      const words = all.flatMap(({ id }) => heard.get(id) ?? []).toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
      const [last] = words;
      const limit = words.filter(({ limitAt }) => limitAt !== undefined).toSorted((a, b) => Number(b.limitAt) - Number(a.limitAt))[0];
      const pause = all.flatMap(({ id }) => pauses.get(id) ?? []).find((one) => one.state === "requested" || one.state === "held");
      const going = all.filter(({ endedAt }) => endedAt === undefined);
      const task = session?.endedAt === undefined ? session?.task?.id : undefined;
      return {
        id: agent.id,
        name: agent.name,
        ...(agent.host === undefined ? {} : { host: agent.host }),
        ...(agent.role === undefined ? {} : { role: agent.role }),
        ...(agent.vendor === undefined ? {} : { vendor: agent.vendor }),
        state,
        since: evidence.at,
        ...(last ? { heardAt: last.receivedAt.toISOString(), skewMs: last.at.getTime() - last.receivedAt.getTime() } : {}),
        busy: going.some(({ turn, doing }) => doing.length > 0 || (turn?.open === true && turn.answeredAt === undefined)),
        ...(asked === undefined ? {} : { waitingSince: asked }),
        ...(pause ? { paused: { by: pause.by, at: pause.at } } : {}),
        ...(limit?.limitAt ? { limit: { what: limit.limit ?? "", at: limit.limitAt.toISOString() } } : {}),
        ...(evidence.kind === "ended" || evidence.kind === "failed"
          ? { dead: { at: evidence.at, failed: evidence.kind === "failed" } }
          : {}),
        ...(task === undefined ? {} : { taskId: task }),
      };
    });
  return { agents, runs };
};
