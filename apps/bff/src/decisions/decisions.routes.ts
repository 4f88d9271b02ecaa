import {
  cancelInput,
  decisionInput,
  decisionRequest,
  decisionRequestId,
  decisionRequestInput,
  decisionRequestPage,
  decisionRequestQuery,
  outcomeInput,
  snooze,
  snoozeInput,
} from "@beckon/contracts/decisions";
import { Hono } from "hono";
import { z } from "zod";
import { tokenOf } from "../platform/http/caller-token.ts";
import { describe } from "../platform/http/describe.ts";
import type { Caller, Env } from "../platform/http/env.ts";
import { assertAllowed, guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import { answererOf, scopeOf } from "./callers.ts";
import { requestNotFound } from "./decisions.errors.ts";
import type { DecisionsService } from "./decisions.service.ts";

const idParam = z.object({ id: decisionRequestId });
const waitQuery = z.object({ wait: z.coerce.number().min(0).max(240).default(0) });
const agents = ["agent", "host", "admin"] as const;
const tag = "Decisions";
const found = { 200: { schema: decisionRequest, description: "The request as it is now" } };
const noSuch = { 404: "No such request, or another agent's" };

const personOf = (caller: Caller) => {
  if (caller.kind !== "device") throw requestNotFound({ detail: "Only a person can snooze." });
  return caller.personId;
};

export const decisionsRoutes = (options: { decisions: DecisionsService }) => {
  const { decisions } = options;
  return new Hono<Env>()
    .post(
      "/api/decision-requests",
      describe({
        tag,
        summary: "Ask a person",
        description: "`Idempotency-Key` makes a retry safe: the same key and body again answers 200 with the same row.",
        answers: {
          201: { schema: decisionRequest, description: "Asked, pending" },
          200: { schema: decisionRequest, description: "The same key again: the row of before" },
        },
        errors: { 422: "The body does not fit its contract, or the key was used for another question" },
      }),
      guard({ tokens: agents }),
      validate("json", decisionRequestInput),
      async (c) => {
        const asked = await decisions.request(tokenOf(c.get("caller")), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return asked.created ? c.json(asked.request, 201) : c.json(asked.request, 200);
      },
    )
    .get(
      "/api/decision-requests",
      describe({
        tag,
        summary: "Search the requests",
        description: "Newest first. `q` looks through title, command, agent and answer.",
        answers: { 200: { schema: decisionRequestPage, description: "One page" } },
      }),
      guard({ people: "viewer" }),
      validate("query", decisionRequestQuery),
      async (c) => c.json(await decisions.search(c.req.valid("query")), 200),
    )
    .get(
      "/api/decision-requests/:id",
      describe({
        tag,
        summary: "Read a request, or wait for its answer",
        description: "`wait` holds the call up to that many seconds (0–240) while the request is pending.",
        answers: found,
        errors: noSuch,
      }),
      guard({ people: "viewer", tokens: agents }),
      validate("param", idParam),
      validate("query", waitQuery),
      async (c) => {
        const waitMs = c.req.valid("query").wait * 1_000;
        return c.json(await decisions.read(scopeOf(c.get("caller")), c.req.valid("param").id, { waitMs, signal: c.req.raw.signal }), 200);
      },
    )
    .put(
      "/api/decision-requests/:id/decision",
      describe({
        tag,
        summary: "Answer",
        description: "The first answer stands. From a device session, or from a notification with its capability.",
        answers: { 200: { schema: decisionRequest, description: "This answer stands; also when the same device says the same again" } },
        errors: {
          403: "Not an operator, or a passkey is asked for",
          ...noSuch,
          409: "Another answer stands (member `decisionRequest`)",
          410: "Expired or withdrawn (member `decisionRequest`)",
          422: "No such option",
        },
      }),
      guard({ people: "operator", capability: true }),
      validate("param", idParam),
      validate("json", decisionInput),
      async (c) => {
        const caller = c.get("caller");
        const { id } = c.req.valid("param");
        // A capability is good for its own request only, and for no more than its person may do now.
        if (caller.kind === "capability" && caller.requestId !== id) throw requestNotFound();
        if (caller.kind === "capability") assertAllowed({ ...caller, kind: "device" }, { people: "operator" });
        return c.json(await decisions.decide(answererOf(caller), id, c.req.valid("json")), 200);
      },
    )
    .post(
      "/api/decision-requests/:id/cancel",
      describe({
        tag,
        summary: "Withdraw a request",
        answers: found,
        errors: { ...noSuch, 409: "It was answered before", 410: "It had expired" },
      }),
      guard({ tokens: agents }),
      validate("param", idParam),
      validate("json", cancelInput),
      async (c) => c.json(await decisions.cancel(scopeOf(c.get("caller")), c.req.valid("param").id, c.req.valid("json").reason), 200),
    )
    .post(
      "/api/decision-requests/:id/outcome",
      describe({
        tag,
        summary: "Report what came of the answer",
        answers: found,
        errors: { ...noSuch, 409: "Not answered yet, or another outcome stands" },
      }),
      guard({ tokens: agents }),
      validate("param", idParam),
      validate("json", outcomeInput),
      async (c) => c.json(await decisions.reportOutcome(scopeOf(c.get("caller")), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .put(
      "/api/decision-requests/:id/snooze",
      describe({
        tag,
        summary: "Hide a request from my inbox until later",
        answers: { 200: { schema: snooze, description: "A reminder comes then" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", snoozeInput),
      async (c) =>
        c.json(await decisions.snooze(personOf(c.get("caller")), c.req.valid("param").id, new Date(c.req.valid("json").until)), 200),
    )
    .delete(
      "/api/decision-requests/:id/snooze",
      describe({ tag, summary: "Take a request back into my inbox", answers: { 204: { description: "It is back" } } }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await decisions.unsnooze(personOf(c.get("caller")), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
};
