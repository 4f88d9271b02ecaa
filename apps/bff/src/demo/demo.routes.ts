import { demoRemoved } from "@beckon/contracts/demo";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import type { DemoService } from "./demo.service.ts";

/** The demo fleet comes in as all agents do; only its end is a route of its own. */
export const demoRoutes = ({ demo }: { demo: DemoService }) =>
  new Hono<Env>().delete(
    "/api/demo",
    describe({
      tag: "Demo",
      summary: "Remove the demo fleet",
      description:
        "Revokes the tokens that were made with `demo: true`, takes back what they ask, and deletes all that came with them. The audit stays. Again: all figures are 0.",
      answers: { 200: { schema: demoRemoved, description: "Nothing of it is left; how much there was" } },
      errors: { 403: "Not an owner" },
    }),
    guard({ people: "owner", local: true }),
    async (c) => c.json(await demo.remove(c.get("caller")), 200),
  );
