import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coordinationInput, coordinationListQuery, coordinationQuery, failureQuery, flowQuery } from "@beckon/contracts/coordination";
import { createAgentsService } from "@beckon/bff/agents/agents.service.ts";
import { createCoordinationService } from "@beckon/bff/coordination/coordination.service.ts";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createJobs } from "@beckon/bff/platform/jobs/jobs.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Engine } from "./bff.ts";
import { fillCoordination, type CoordinationSize } from "./coordination-fill.ts";
import type { Add } from "./figures.ts";
import { timed } from "./stats.ts";

const until = new Date("2026-11-21T10:07:00Z");
const [day, month] = ["2026-11-20T10:07:00Z", "2026-10-22T10:07:00Z"];
const agent = `ag_${"7".padStart(22, "0")}`;

/**
 * Times what the Teamwork page asks for, as its service answers; the budget is the page's, whatever the history holds.
 * Gives what each question took, in milliseconds.
 */
export const measureCoordination = async (
  add: Add,
  { engine, size, times }: { engine: Engine; size: CoordinationSize; times: number },
): Promise<Record<string, readonly number[]>> => {
  const logger = createLogger("silent");
  // On the disk, as it would be: a million of them do not fit into memory beside their log.
  const dir = mkdtempSync(join(tmpdir(), "beckon-bench-"));
  const database = engine.databaseUrl ? await openPostgres({ url: engine.databaseUrl, logger }) : await openPglite({ dir });
  try {
    await database.migrate();
    await fillCoordination(database, size, until);
    const clock = () => until;
    const feed = { append: async () => undefined };
    const service = createCoordinationService({
      database,
      clock,
      logger,
      feed,
      jobs: createJobs({ database, clock, logger }),
      agents: createAgentsService({ database, clock, feed, logger, rebook: async () => undefined }),
      openTasks: async () => [],
      waiting: async () => [],
      firstEnds: async () => [],
      answers: async () => ({ store: true, stream: true }),
    });
    const query = (asked: object) => coordinationQuery.parse(asked);
    const questions: Record<string, () => Promise<object>> = {
      "summary of 24 hours": () => service.summary(query({ from: day })),
      "summary of 30 days": () => service.summary(query({ from: month, tz: "Europe/Berlin" })),
      "summary of 30 days in Kathmandu": () => service.summary(query({ from: month, tz: "Asia/Kathmandu" })),
      "summary of an agent's 30 days": () => service.summary(query({ from: month, agent })),
      "summary of 30 days of one type": () => service.summary(query({ from: month, type: "handoff" })),
      "summary of a role's 30 days": () => service.summary(query({ from: month, role: "tester" })),
      "flow of 30 days": () => service.flow(flowQuery.parse({ from: month })),
      "failures of 24 hours": () => service.failures(failureQuery.parse({ from: day })),
      "failures of 30 days": () => service.failures(failureQuery.parse({ from: month })),
      "failures of an agent's 30 days": () => service.failures(failureQuery.parse({ from: month, agent })),
      "rows of an agent": () => service.records(coordinationListQuery.parse({ from: month, agent, status: "failed" })),
    };
    // What is kept of sums is not true any more where somebody has told of something since.
    let told = 0;
    const tell = async () => {
      const input = coordinationInput.parse({ type: "review", from: { name: `agent-${1 + (told % 20)}` }, to: { name: "agent-60" } });
      await service.start({ id: "tok_bench", name: "agent-1", demo: false }, input);
      told += 1;
    };
    const took: Record<string, readonly number[]> = {};
    const note = `${size.coordinations.toLocaleString("en")} coordinations of ${size.agents} agents`;
    for (const [name, ask] of Object.entries(questions)) {
      await timed(3, ask);
      const budget = { of: "p95", atMost: name.startsWith("summary") ? 50 : 100 } as const;
      const values = await timed(times, ask);
      took[name] = values;
      add({ name: `${name}, ${engine.name}`, unit: "ms", values, budget, note });
      if (!name.startsWith("summary")) continue;
      const after: number[] = [];
      for (let time = 0; time < times; time += 1) {
        await tell();
        after.push(...(await timed(1, ask)));
      }
      took[`${name}, another just told`] = after;
      add({ name: `${name}, another just told, ${engine.name}`, unit: "ms", values: after, budget, note });
    }
    const { total } = await service.summary(query({ from: "2026-09-01T00:00:00Z", to: "2026-11-21T10:15:00Z" }));
    if (total.succeeded + total.failed + total.pending !== size.coordinations + told) throw new Error("the sums are not the rows");
    const own = await service.summary(query({ from: month, agent }));
    const ends = (sums: readonly { succeeded: number; failed: number }[]) =>
      sums.reduce((all, { succeeded, failed }) => all + succeeded + failed, 0);
    if (ends([own.total]) === 0 || ends([own.total]) !== ends(own.byType)) throw new Error("an agent's sums are not its rows");
    await service.stop();
    return took;
  } finally {
    await database.close();
    rmSync(dir, { recursive: true, force: true });
  }
};
