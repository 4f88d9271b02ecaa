import {
  attentionHabit,
  attentionHabits,
  attentionQuery,
  attentionSummary,
  attentionWaitPage,
  attentionWaitQuery,
  habitId,
} from "@beckon/contracts/attention";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AttentionService } from "./attention.service.ts";

const tag = "Attention";
const wrongWindow = { 422: "The window is empty, or longer than 400 days" };

/** How long agents waited for people, what that cost, and what could be answered without them. */
export const attentionRoutes = ({ attention }: { attention: AttentionService }) =>
  new Hono<Env>()
    .get(
      "/api/attention/summary",
      describe({
        tag,
        summary: "Read the attention ledger",
        description:
          "Waiting of agents (the union of their open questions), answer times, interruptions, attention and its price in a window, by day, hour, agent and kind. Devices are the caller's own alone; nothing is told of a person.",
        answers: { 200: { schema: attentionSummary, description: "Null where nothing was measured; `gaps` says why money is not known" } },
        errors: wrongWindow,
      }),
      guard({ people: "viewer" }),
      validate("query", attentionQuery),
      async (c) => c.json(await attention.summary(c.get("caller"), c.req.valid("query")), 200),
    )
    .get(
      "/api/attention/habits",
      describe({
        tag,
        summary: "List the costliest habits",
        description:
          "What people answered three times or more in a window, grouped by kind, tool, command with what varies masked, and project.",
        answers: {
          200: { schema: attentionHabits, description: "At most 5, each with the rule that would answer it, or why there is none" },
        },
        errors: wrongWindow,
      }),
      guard({ people: "viewer" }),
      validate("query", attentionQuery),
      async (c) => c.json(await attention.habits(c.req.valid("query")), 200),
    )
    .get(
      "/api/attention/habits/:id",
      describe({
        tag,
        summary: "Read a habit",
        description: "As it is by the last 30 days.",
        answers: { 200: { schema: attentionHabit, description: "With the rule to be written from it, where there may be one" } },
        errors: { 404: "There is no such habit any more" },
      }),
      guard({ people: "viewer" }),
      validate("param", z.object({ id: habitId })),
      async (c) => c.json(await attention.habit(c.req.valid("param").id), 200),
    )
    .get(
      "/api/attention/waits",
      describe({
        tag,
        summary: "List the waits behind the figures",
        description:
          "What was open at any moment of the window, newest first. How long a card was open is told of the caller's own devices alone.",
        answers: { 200: { schema: attentionWaitPage, description: "One page" } },
        errors: { 422: "The window is empty or too long, or the cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", attentionWaitQuery),
      async (c) => c.json(await attention.rows(c.get("caller"), c.req.valid("query")), 200),
    );
