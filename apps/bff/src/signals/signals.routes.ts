import { sessionId } from "@beckon/contracts/agents";
import { signalAnswer, signalBatch, timelinePage, timelineQuery } from "@beckon/contracts/signals";
import { Hono } from "hono";
import { z } from "zod";
import { defineError } from "../platform/errors.ts";
import { describe } from "../platform/http/describe.ts";
import { tokenOf } from "../platform/http/caller-token.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { SignalsService } from "./signals.service.ts";

const wrongCursor = defineError({ code: "signal.cursor_unknown", status: 422, title: "The cursor is none of this list" });

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~([0-9a-f-]{36})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { at: new Date(Number(match[1])), key: match[2] as string };
};

/** What agents report, and what a session did. */
export const signalsRoutes = (options: { signals: SignalsService }) => {
  const { signals } = options;
  return new Hono<Env>()
    .post(
      "/api/signals",
      describe({
        tag: "Signals",
        summary: "Report what an agent does",
        description:
          "At most 1,000 at once. Each is judged by itself: `rejected` names the bad ones, the others are kept. A signal known by (source, id) counts once, so a retry is safe. Of a token at most 1,000 agents are told apart by name; what more names report is told of the token's own. Answered when they are durable.",
        answers: { 200: { schema: signalAnswer, description: "What became of them" } },
      }),
      guard({ tokens: ["agent", "host", "admin"] }),
      validate("json", signalBatch),
      async (c) => c.json(await signals.appendUnknown(tokenOf(c.get("caller")), c.req.valid("json").signals), 200),
    )
    .get(
      "/api/sessions/:id/timeline",
      describe({
        tag: "Signals",
        summary: "What a session did",
        description: "Newest first, a hundred at once, of the last 30 days.",
        answers: { 200: { schema: timelinePage, description: "One page" } },
      }),
      guard({ people: "viewer" }),
      validate("param", z.object({ id: sessionId })),
      validate("query", timelineQuery),
      async (c) => {
        const { cursor } = c.req.valid("query");
        return c.json(await signals.timeline(c.req.valid("param").id, cursor === undefined ? undefined : parseCursor(cursor)), 200);
      },
    );
};
