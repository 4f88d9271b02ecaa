import { jobStanding } from "../platform/jobs/job-figures.ts";
import type { HealthDeps, Reading } from "./health.types.ts";
import { judgeAnswer, judgeArgo, judgeHook, judgeHost, judgeIngest, judgeJobs, judgePush } from "./judge.ts";

/** Looks at everything once. What cannot be looked at is down, with the reason; it keeps nobody else from being seen. */
export const look = async (deps: HealthDeps): Promise<Reading[]> => {
  const { db } = deps.database;
  const parts = await Promise.all([
    answered("database", deps.database.engine === "pglite" ? "Database (embedded)" : "Database (Postgres)", () => deps.database.ping()),
    answered("stream", "Live updates", () => deps.horizon()),
    seen("jobs", "Jobs", () => lookAtJobs(deps)),
    seen("ingest", "Reports of agents", () => lookAtIngest(deps)),
    seen("push", "Push services", async () =>
      (await deps.notifications.pushServices(db)).map((service) => ({
        id: `push:${service.name}`,
        name: `Push: ${service.name}`,
        ...judgePush(service),
        ...(service.lastAcceptedAt ? { lastAt: service.lastAcceptedAt } : {}),
        ...(service.failure === null ? {} : { error: service.failure }),
      })),
    ),
    seen("integration", "GitHub", async () =>
      (await deps.github.list()).items.map((hook) => ({
        id: `github:${hook.id}`,
        name: `GitHub: ${hook.name}`,
        ...judgeHook(hook),
        ...(hook.processing.p95 === null ? {} : { latencyMs: hook.processing.p95 }),
        ...(hook.last ? { lastAt: new Date(hook.last.at) } : {}),
      })),
    ),
    seen("integration", "Argo Workflows", async () => {
      const argo = await deps.argo.standing();
      return argo ? [{ id: "argo", name: `Argo: ${new URL(argo.url).host}`, ...judgeArgo(argo) }] : [];
    }),
    seen("host", "Machines", async () =>
      (await deps.hosts.all(db)).map((host) => ({ id: `host:${host.id}`, name: host.name, ...judgeHost(host), lastAt: host.lastSeenAt })),
    ),
  ]);
  return parts.flat().map((reading) => ({ ...reading, name: reading.name.slice(0, 120), words: reading.words.slice(0, 300) }));
};

const lookAtJobs = async ({ jobs, database }: HealthDeps) => {
  const standing = await jobStanding(database.db);
  const sum = (state: string) =>
    standing.jobs.filter(({ labels }) => labels.state === state).reduce((total, { value }) => total + value, 0);
  const judged = judgeJobs({ running: jobs.running(), oldestSeconds: standing.oldestSeconds, due: sum("due"), retrying: sum("retry") });
  return [{ id: "jobs", name: "Jobs", ...judged, latencyMs: Math.max(0, (standing.oldestSeconds ?? 0) * 1_000) }];
};

const lookAtIngest = async ({ agents, decisions, database, clock }: HealthDeps) => {
  const now = clock().getTime();
  const asks = (await decisions.pending(database.db)).map(({ agent, askedAt }) => ({ agentId: agent.id, askedAt }));
  const team = await agents.standing(database.db, asks, now);
  const atWork = team.agents.filter(({ state }) => state === "working" || state === "stale").length;
  const heard = team.agents.map(({ lastSeenAt }) => Date.parse(lastSeenAt));
  const known = [...team.byRole.values()].reduce((total, count) => total + count, 0);
  return [
    {
      id: "ingest",
      name: "Reports of agents",
      ...judgeIngest({ atWork, silentMs: team.silentMs, known }),
      ...(heard.length > 0 ? { lastAt: new Date(heard.reduce((newest, at) => Math.max(newest, at), 0)) } : {}),
    },
  ];
};

/** Something that is there when it answers. */
const answered = async (kind: "database" | "stream", name: string, ask: () => Promise<unknown>): Promise<Reading[]> => {
  const begun = performance.now();
  try {
    await ask();
    const latencyMs = performance.now() - begun;
    return [{ id: kind, kind, name, ...judgeAnswer(latencyMs), latencyMs }];
  } catch (error) {
    return [{ id: kind, kind, name, ...judgeAnswer(undefined), error: reasonOf(error) }];
  }
};

const seen = async (kind: Reading["kind"], name: string, find: () => Promise<Omit<Reading, "kind">[]>): Promise<Reading[]> => {
  try {
    return (await find()).map((reading) => ({ ...reading, kind }));
  } catch (error) {
    return [{ id: kind, kind, name, state: "down", words: "It cannot be looked at", error: reasonOf(error) }];
  }
};

/** What the database said, not the statement that it refused. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error).slice(0, 300);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message.slice(0, 300);
};
