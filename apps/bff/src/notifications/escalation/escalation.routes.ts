import { escalationList, escalationPolicy, escalationPolicyAnswer, escalationQuery } from "@beckon/contracts/escalation";
import { Hono } from "hono";
import { actorOf } from "../../access/callers.ts";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { validate } from "../../platform/http/validate.ts";
import type { NotificationsService } from "../notifications.service.ts";

const tag = "Notifications";

/** Who is told next while nobody takes an alert or a risky request, and how that went. Minutes; costs in micro-dollars an hour. */
export const escalationRoutes = ({ notifications: { escalation } }: { notifications: NotificationsService }) =>
  new Hono<Env>()
    .get(
      "/api/escalation-policy",
      describe({
        tag,
        summary: "Read who is told next while nobody takes it",
        answers: { 200: { schema: escalationPolicyAnswer, description: "The steps, and the channels by name" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await escalation.read(), 200),
    )
    .put(
      "/api/escalation-policy",
      describe({
        tag,
        summary: "Set who is told next while nobody takes it",
        description: "For what begins from now on; what is under way goes on as it began.",
        answers: { 200: { schema: escalationPolicyAnswer, description: "As it is now" } },
        errors: { 403: "Not an owner", 422: "A step tells a channel that is not there" },
      }),
      guard({ people: "owner" }),
      validate("json", escalationPolicy),
      async (c) => c.json(await escalation.set(actorOf(c.get("caller")), c.req.valid("json")), 200),
    )
    .get(
      "/api/escalations",
      describe({
        tag,
        summary: "How pages went from device to device",
        description: "Newest first, at most 100, of the last 90 days; of one occasion (`decision/<id>`, or an alert's) or all.",
        answers: { 200: { schema: escalationList, description: "With every step that was made" } },
      }),
      guard({ people: "viewer" }),
      validate("query", escalationQuery),
      async (c) => c.json({ items: await escalation.list(c.req.valid("query")) }, 200),
    );
