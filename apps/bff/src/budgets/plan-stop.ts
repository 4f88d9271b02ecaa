import type { Agent, Session } from "@beckon/contracts/agents";
import { sessionLiveness } from "@beckon/metrics/liveness";
import type { Db } from "../platform/db/database.ts";
import type { BudgetRow, TargetRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";

type Run = Omit<Session, "recent">;
type Target = Pick<TargetRow, "kind" | "targetId" | "hostId" | "agentId" | "name" | "how">;
type Process = Awaited<ReturnType<BudgetsDeps["hosts"]["live"]>>[number];

/** A machine's clock and an agent's may differ by so much. */
const clocksMs = 5_000;

/** Who works for a scope now, each once: what machines run, and runs that no machine holds. A sub-agent's run ends with its parent's. */
export const planStop = async (deps: BudgetsDeps, db: Db, row: BudgetRow): Promise<Target[]> => {
  if (row.scopeKind === "team")
    return [{ kind: "team", targetId: row.scopeId, hostId: null, agentId: null, name: row.scopeName, how: "team" }];
  const runs = await deps.agents.recentSessions(db);
  const live = await deps.hosts.live(db, "everywhere");
  const agents = await deps.agents.agentsOfSessions(db, [
    ...new Set([...runs.map(({ id }) => id), ...live.flatMap(({ sessionId }) => sessionId ?? [])]),
  ]);
  const agentOf = new Map(agents.map(({ sessionId, agent }) => [sessionId, agent]));
  const isMeant = await meaning(deps, db, row);
  const now = deps.clock().getTime();
  const real = runs.filter(({ id }) => agentOf.get(id)?.demo !== true);
  const meant = real.filter(
    (run) => run.endedAt === undefined && run.parentId === undefined && sessionLiveness(run, now).state !== "offline" && isMeant(run),
  );
  const names = new Map(real.map((run) => [run.id, run]));
  const held = new Map<string, Process>();
  for (const process of live) if (process.sessionId !== undefined) held.set(process.sessionId, process);
  const hostNames = new Map((await deps.hosts.knownAll(db)).map(({ id, name }) => [id, name]));
  const processOf = (run: Run): Process | undefined => held.get(run.id) ?? onlyOf(run, agentOf.get(run.id), { live, hostNames });
  const targets = new Map<string, Target>();
  const addProcess = (process: Process, agentId: string | null) =>
    targets.set(process.id, {
      ...{ kind: "process", targetId: process.id, hostId: process.hostId, agentId, name: process.agent, how: "machine" },
    });
  for (const run of meant) {
    const process = processOf(run);
    if (process) addProcess(process, agentOf.get(run.id)?.id ?? null);
    else targets.set(run.id, ofRun(run, agentOf.get(run.id)?.name ?? run.id));
  }
  if (row.scopeKind === "workspace") {
    for (const process of live) if (!targets.has(process.id)) addProcess(process, agentOf.get(process.sessionId ?? "")?.id ?? null);
  } else
    for (const process of live) {
      const run = names.get(process.sessionId ?? "");
      if (run && isMeant(run) && !targets.has(process.id)) addProcess(process, run.agentId);
    }
  return [...targets.values()];
};

type Running = { live: readonly Process[]; hostNames: ReadonlyMap<string, string> };

/**
 * An agent of a machine reports with a token of its own: what bears its name there, and was there when the run began, does
 * its work. Only where that is one: whoever ends the wrong process ends work that nobody asked about, and the run goes on.
 */
const onlyOf = (run: Run, agent: Pick<Agent, "name" | "host"> | undefined, { live, hostNames }: Running): Process | undefined => {
  const named = live.filter((one) => one.agent === agent?.name && (agent.host === undefined || hostNames.get(one.hostId) === agent.host));
  const isThere = ({ startedAt }: Process) => startedAt.getTime() - clocksMs <= Date.parse(run.startedAt);
  // Which machine it is on, an agent that does not say so leaves open wherever two bear its name.
  const [process, ...others] = agent?.host === undefined && named.length > 1 ? [] : named.filter(isThere);
  return others.length === 0 ? process : undefined;
};

const ofRun = (run: Run, name: string): Target => ({
  ...{ kind: "run", targetId: run.id, hostId: null, agentId: run.agentId, name },
  how: run.takes?.includes("stop") ? "step" : run.canPause ? "hold" : "none",
});

/** Which runs a budget is about. */
const meaning = async ({ tasks }: BudgetsDeps, db: Db, { scopeKind, scopeId }: BudgetRow): Promise<(run: Run) => boolean> => {
  switch (scopeKind) {
    case "agent":
      return (run) => run.agentId === scopeId;
    case "project":
      return (run) => (run.project ?? "").slice(0, 200) === scopeId;
    case "task": {
      const names = await tasks.usageNames(db, scopeId);
      const [task] = await tasks.findAll(db, [scopeId]);
      return (run) =>
        run.task === undefined
          ? task?.agent !== undefined && task.status === "in_progress" && run.agentId === task.agent.id
          : names.some(
              ({ name, sessionId, agentId }) =>
                name === run.task?.id && (sessionId ?? run.id) === run.id && (agentId ?? run.agentId) === run.agentId,
            );
    }
    default:
      return () => true;
  }
};
