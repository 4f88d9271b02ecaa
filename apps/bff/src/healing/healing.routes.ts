import {
  healingId,
  healingOverview,
  healingPlan,
  healingPreviewInput,
  healingRule,
  healingRuleInput,
  healingRun,
  healingRunInput,
} from "@beckon/contracts/healing";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { HealingService } from "./healing.service.ts";

const tag = "Auto-heal";
const idParam = z.object({ id: healingId });

/** What is wrong with the team, what would be done about it, and what was. */
export const healingRoutes = ({ healing }: { healing: HealingService }) =>
  new Hono<Env>()
    .get(
      "/api/healing",
      describe({
        tag,
        summary: "What auto-heal did, and whether it runs by itself",
        description: "The rule that stands, the latest 50 runs, and in how many measured cases which act helped against which fault.",
        answers: { 200: { schema: healingOverview, description: "As it is now" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await healing.overview(), 200),
    )
    .post(
      "/api/healing/preview",
      describe({
        tag,
        summary: "Dry run: what would be done now",
        description:
          "Each step with its reason and its evidence, what a limit refuses, and what is left alone and why. It changes nothing.",
        answers: { 200: { schema: healingPlan, description: "The plan" } },
      }),
      guard({ people: "viewer" }),
      validate("json", healingPreviewInput),
      async (c) => c.json(await healing.preview(c.req.valid("json")), 200),
    )
    .post(
      "/api/healing/runs",
      describe({
        tag,
        summary: "Carry a plan out",
        description: "The one that was seen, by its hash; one run at a time. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: healingRun, description: "Begun; each step says what really happens" },
          200: { schema: healingRun, description: "The same key again: the run of before" },
        },
        errors: { 409: "The plan is another by now (`plan`), another run is at work (`run`), or there is nothing to do" },
      }),
      guard({ people: "operator" }),
      validate("json", healingRunInput),
      async (c) => {
        const { run, created } = await healing.start(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return created ? c.json(run, 201) : c.json(run, 200);
      },
    )
    .get(
      "/api/healing/runs/:id",
      describe({
        tag,
        summary: "Read a run",
        answers: { 200: { schema: healingRun, description: "As it is now" } },
        errors: { 404: "No such run" },
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await healing.read(c.req.valid("param").id), 200),
    )
    .put(
      "/api/healing/rule",
      describe({
        tag,
        summary: "Let it run by itself",
        description: "In this mode, within these limits, for this part of the team, until then. What stood before is over.",
        answers: { 200: { schema: healingRule, description: "It runs by itself from now on" } },
        errors: { 422: "That time is over" },
      }),
      guard({ people: "operator" }),
      validate("json", healingRuleInput),
      async (c) => c.json(await healing.switchOn(c.get("caller"), c.req.valid("json")), 200),
    )
    .delete(
      "/api/healing/rule",
      describe({
        tag,
        summary: "Let it run by itself no more",
        answers: { 200: { schema: healingRule, description: "Switched off" } },
        errors: { 404: "It does not run by itself" },
      }),
      guard({ people: "operator" }),
      async (c) => c.json(await healing.switchOff(c.get("caller")), 200),
    );
