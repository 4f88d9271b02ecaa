import { sessionId, sessionPause } from "@beckon/contracts/agents";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { PausesService } from "./pauses.service.ts";

const tag = "Agents";
const param = z.object({ id: sessionId });

/** Stops a run at its next step, and lets it go on. */
export const pausesRoutes = ({ pauses }: { pauses: PausesService }) =>
  new Hono<Env>()
    .post(
      "/api/sessions/:id/pause",
      describe({
        tag,
        summary: "Stop a run at its next step",
        description:
          "The next hook of the run, or of its sub-agents, that waits for an answer is held until somebody lets it go on, or its own time is over. `state` says what really happened: requested, held, resumed or let_go.",
        answers: {
          202: { schema: sessionPause, description: "Asked for; it takes effect at the next step" },
          200: { schema: sessionPause, description: "It had been asked for before; as it stands" },
        },
        errors: { 404: "No such session", 409: "Nothing of this run could be held; why, in words" },
      }),
      guard({ people: "operator" }),
      validate("param", param),
      async (c) => {
        const { pause, made } = await pauses.request(c.get("caller"), c.req.valid("param").id);
        return c.json(pause, made ? 202 : 200);
      },
    )
    .post(
      "/api/sessions/:id/resume",
      describe({
        tag,
        summary: "Let a run go on",
        answers: { 200: { schema: sessionPause, description: "It goes on" } },
        errors: { 404: "No such session", 409: "It is not paused" },
      }),
      guard({ people: "operator" }),
      validate("param", param),
      async (c) => c.json(await pauses.resume(c.get("caller"), c.req.valid("param").id), 200),
    );
