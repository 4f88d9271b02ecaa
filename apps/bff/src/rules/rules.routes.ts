import {
  rule,
  ruleAnsweredPage,
  ruleAnsweredQuery,
  ruleId,
  ruleInput,
  ruleList,
  ruleOffInput,
  ruleOnInput,
  ruleProposalId,
  ruleProposalList,
  ruleReplay,
  ruleReplayInput,
} from "@beckon/contracts/rules";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { RulesService } from "./rules.service.ts";

const tag = "Rules";
const idParam = z.object({ id: ruleId });
const noSuch = { 404: "No such rule" };
const asNow = { 200: { schema: rule, description: "The rule as it is now" } };
const misfit = "Its terms do not fit: why, by field";

/** Answers that people need not give again. */
export const rulesRoutes = ({ rules }: { rules: RulesService }) =>
  new Hono<Env>()
    .get(
      "/api/rules",
      describe({ tag, summary: "List the rules", answers: { 200: { schema: ruleList, description: "Newest first, at most 200" } } }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await rules.list() }, 200),
    )
    .get(
      "/api/rules/proposals",
      describe({
        tag,
        summary: "List the proposed rules",
        description:
          "After three identical answers of people within 14 days, and none to the contrary; without what this person dismissed.",
        answers: { 200: { schema: ruleProposalList, description: "Newest first, at most 100" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await rules.proposals(c.get("caller")) }, 200),
    )
    .post(
      "/api/rules/proposals/:id/dismiss",
      describe({ tag, summary: "Never propose this to me again", answers: { 204: { description: "Dismissed, for this person" } } }),
      guard({ people: "operator" }),
      validate("param", z.object({ id: ruleProposalId })),
      async (c) => {
        await rules.dismiss(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/rules/replay",
      describe({
        tag,
        summary: "Replay a rule against history",
        description:
          "Runs exactly what the rule does over the requests of the last `days` (at most the newest 50,000), its hours and its limit included, and compares with what people answered. Good for switching on for 15 minutes.",
        answers: { 200: { schema: ruleReplay, description: "What it would have answered" } },
        errors: { 422: misfit },
      }),
      guard({ people: "operator" }),
      validate("json", ruleReplayInput),
      async (c) => c.json(await rules.replay(c.req.valid("json")), 200),
    )
    .post(
      "/api/rules",
      describe({
        tag,
        summary: "Write a rule",
        description: "It is off until it is switched on with a replay. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: rule, description: "Written, off" },
          200: { schema: rule, description: "The same key again: the rule of before" },
        },
        errors: { 409: "There are 200 of them", 422: misfit },
      }),
      guard({ people: "operator" }),
      validate("json", ruleInput),
      async (c) => {
        const made = await rules.create(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return made.created ? c.json(made.rule, 201) : c.json(made.rule, 200);
      },
    )
    .get(
      "/api/rules/:id",
      describe({ tag, summary: "Read a rule", answers: asNow, errors: noSuch }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      async (c) => c.json(await rules.read(c.req.valid("param").id), 200),
    )
    .put(
      "/api/rules/:id",
      describe({
        tag,
        summary: "Change a rule",
        description: "Any change but its name switches it off until it is replayed anew.",
        answers: asNow,
        errors: { ...noSuch, 422: misfit },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", ruleInput),
      async (c) => c.json(await rules.edit(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .delete(
      "/api/rules/:id",
      describe({
        tag,
        summary: "Delete a rule",
        description: "Its answers stay with their requests.",
        answers: { 204: { description: "Deleted" } },
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await rules.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/rules/:id/on",
      describe({
        tag,
        summary: "Switch a rule on",
        description:
          "With a replay of the same terms, not older than 15 minutes; where that found answers against people, with their number. A rule that approves asks for the passkey, where one is enrolled: step-up with `requestId` = the rule's id.",
        answers: asNow,
        errors: {
          403: "Not an operator, or a passkey is asked for",
          ...noSuch,
          409: "Its time is over, the replay does not fit, or the number is missing",
        },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", ruleOnInput),
      async (c) => c.json(await rules.switchOn(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .post(
      "/api/rules/:id/off",
      describe({
        tag,
        summary: "Switch a rule off",
        description: "The next request waits for a person again.",
        answers: asNow,
        errors: noSuch,
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", ruleOffInput),
      async (c) => c.json(await rules.switchOff(c.get("caller"), c.req.valid("param").id, c.req.valid("json").reason), 200),
    )
    .get(
      "/api/rules/:id/answers",
      describe({
        tag,
        summary: "List what a rule has answered",
        description: "Newest first, each with what fitted.",
        answers: { 200: { schema: ruleAnsweredPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      validate("query", ruleAnsweredQuery),
      async (c) => c.json(await rules.answered(c.req.valid("param").id, c.req.valid("query")), 200),
    );
