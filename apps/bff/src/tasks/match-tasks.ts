import { bestAgent, type Candidate } from "@beckon/metrics/best-agent";

/** A task that waits; `owner` empty: a person made it. */
export type Waiting = { id: string; role: string | null; labels: readonly string[]; owner: string };
/** An agent that is here; `like` is its record on tasks like this one. */
export type Worker = Omit<Candidate, "like"> & { owner: string; like: (task: Waiting) => Candidate["like"] };
export type Match = { taskId: string; agentId: string; reason: string };

/**
 * Who gets what: the tasks in their order, each to the best of those that have its role and nothing to do. A label that is
 * somebody's role stands for the role where the task names none. An agent gets one task at a time; what came with an
 * agent's token goes to agents of that token. Stuck is what people made and nobody who is here has the role for.
 */
export const matchTasks = (tasks: readonly Waiting[], workers: readonly Worker[]): { matches: Match[]; stuck: Map<string, Waiting[]> } => {
  const busy = new Set(workers.filter(({ active }) => active > 0).map(({ agentId }) => agentId));
  const matches: Match[] = [];
  const stuck = new Map<string, Waiting[]>();
  for (const task of tasks) {
    const role = roleOf(task, workers);
    const able = workers.filter(
      (worker) => (role === undefined || same(worker.role, role)) && (task.owner === "" || worker.owner === task.owner),
    );
    if (able.length === 0) {
      // What a token made for its own agents is nobody else's question.
      if (task.owner !== "") continue;
      const cause = role ?? "";
      stuck.set(cause, [...(stuck.get(cause) ?? []), task]);
      continue;
    }
    const free = able.filter(({ agentId, state }) => !busy.has(agentId) && (state === "idle" || state === "working"));
    const { best } = bestAgent(
      { role: free.find((worker) => same(worker.role, role))?.role },
      free.map(({ like, ...worker }) => ({ ...worker, like: like(task) })),
    );
    if (!best) continue;
    busy.add(best.agentId);
    matches.push({ taskId: task.id, agentId: best.agentId, reason: best.reason });
  }
  return { matches, stuck };
};

const same = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();

const roleOf = ({ role, labels }: Waiting, workers: readonly Worker[]): string | undefined =>
  role ?? labels.find((label) => workers.some((worker) => same(worker.role, label)));
