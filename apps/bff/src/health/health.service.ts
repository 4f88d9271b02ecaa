import type { ComponentState, HealthComponent, HealthReport } from "@beckon/contracts/health";
import { listComponents, lockLooks, looksSince, pruneHours, saveLook, type ComponentRow, type Looks } from "./health.repository.ts";
import type { HealthDeps } from "./health.types.ts";
import { look } from "./look.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** How far uptime looks back. */
const windowMs = 24 * hourMs;
const worst: Record<ComponentState, number> = { down: 0, degraded: 1, unknown: 2, up: 3 };

/** How the server's parts and what is connected to it stand: looked at once a minute, by one process. */
export const createHealthService = (deps: HealthDeps) => {
  const { database, clock } = deps;
  const startedAt = clock();

  const lookNow = async (): Promise<void> => {
    const minute = toMinute(clock());
    const readings = await look(deps);
    await database.transaction(async ({ db }) => {
      await lockLooks(db);
      await saveLook(db, { readings, minute });
      await pruneHours(db, new Date(minute.getTime() - windowMs - hourMs));
    });
  };
  deps.jobs.schedule("health.look", "* * * * *", lookNow);

  return {
    /** Looks, and notes what was found; again in the same minute counts once. */
    look: lookNow,
    report: async (): Promise<HealthReport> => {
      const now = clock();
      const since = new Date(Math.floor((now.getTime() - windowMs) / hourMs) * hourMs);
      const [rows, looks] = await Promise.all([listComponents(database.db), looksSince(database.db, since)]);
      return {
        asOf: now.toISOString(),
        process: {
          version: deps.version,
          startedAt: startedAt.toISOString(),
          memoryBytes: process.memoryUsage.rss(),
          streams: deps.openStreams(),
          troubles: deps.troubles().slice(0, 50),
        },
        components: rows
          .map((row) => toComponent(row, { now, since, looks: looks.get(row.id) }))
          .sort((a, b) => worst[a.state] - worst[b.state] || (a.id < b.id ? -1 : 1)),
      };
    },
  };
};
export type HealthService = ReturnType<typeof createHealthService>;

const toMinute = (at: Date) => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs);

const toComponent = (row: ComponentRow, seen: { now: Date; since: Date; looks: Looks | undefined }): HealthComponent => {
  const from = Math.max(row.firstAt.getTime(), seen.since.getTime());
  const { looks = 0, judged = 0, good = 0 } = seen.looks ?? {};
  // The minute that runs now may not have been looked at yet: it counts once it has been.
  const passed = Math.floor((Math.max(from, row.checkedAt.getTime(), seen.now.getTime() - minuteMs) - from) / minuteMs) + 1;
  const minutes = Math.max(judged, passed - (looks - judged));
  const ppm = judged === 0 ? null : Math.floor((good * 1_000_000) / minutes);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.state,
    words: row.words,
    since: row.since.toISOString(),
    ...(row.latencyMs === null ? {} : { latencyMs: row.latencyMs }),
    ...(row.lastAt === null ? {} : { lastAt: row.lastAt.toISOString() }),
    ...(row.error === null || row.errorAt === null ? {} : { lastError: { at: row.errorAt.toISOString(), message: row.error } }),
    uptime: { ppm, minutes },
    checkedAt: row.checkedAt.toISOString(),
  };
};
