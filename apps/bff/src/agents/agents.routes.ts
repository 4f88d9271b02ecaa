import { agentPage } from "@beckon/contracts/agents";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import type { AgentsService } from "./agents.service.ts";

/** Agents by their last sign, newest first. For people, and scripts with an admin token. */
export const agentsRoutes = (options: { agents: AgentsService }) =>
  new Hono<Env>().get(
    "/api/agents",
    describe({
      tag: "Agents",
      summary: "List the agents",
      answers: { 200: { schema: agentPage, description: "Newest sign first, at most 1,000" } },
    }),
    guard({ people: "viewer" }),
    async (c) => c.json({ items: await options.agents.list() }, 200),
  );
