import { healthReport } from "@beckon/contracts/health";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import type { HealthService } from "./health.service.ts";

/** For people who watch the server; programs that only want to know whether it works ask `/ready`. */
export const componentsRoutes = ({ health }: { health: HealthService }) =>
  new Hono<Env>().get(
    "/api/health",
    describe({
      tag: "Health",
      summary: "How each part stands",
      description:
        "Database, jobs, live updates, reports of agents, push services, integrations and machines, each as found within the last minute, worst first: state and since when, latency in milliseconds, last error, uptime of 24 hours. And what the answering process warned of in its log.",
      answers: { 200: { schema: healthReport, description: "As of the last look" } },
    }),
    guard({ people: "viewer", local: true }),
    async (c) => c.json(await health.report(), 200),
  );
