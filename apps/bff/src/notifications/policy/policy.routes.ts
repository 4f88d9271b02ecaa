import { notificationPolicies, notificationPolicy } from "@beckon/contracts/notification-policy";
import { Hono } from "hono";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { validate } from "../../platform/http/validate.ts";
import { ownerOf } from "../notifications.callers.ts";
import type { NotificationsService } from "../notifications.service.ts";

const tag = "Notifications";
const answers = { 200: { schema: notificationPolicies, description: "What stands for this device now" } };

/** When the calling person's devices ring for what: times of day of the policy's time zone. */
export const policyRoutes = ({ notifications: { policies } }: { notifications: NotificationsService }) =>
  new Hono<Env>()
    .get(
      "/api/devices/me/notification-policy",
      describe({ tag, summary: "Read when this device rings for what", answers }),
      guard({ people: "viewer" }),
      async (c) => c.json(await policies.read(ownerOf(c.get("caller"))), 200),
    )
    .put(
      "/api/people/me/notification-policy",
      describe({
        tag,
        summary: "Set when my devices ring for what",
        description: "For all devices of this person that have no policy of their own. What waits is judged by it at once.",
        answers,
      }),
      guard({ people: "viewer" }),
      validate("json", notificationPolicy),
      async (c) => c.json(await policies.set(ownerOf(c.get("caller")), "person", c.req.valid("json")), 200),
    )
    .put(
      "/api/devices/me/notification-policy",
      describe({ tag, summary: "Set when this device alone rings for what", description: "What waits is judged by it at once.", answers }),
      guard({ people: "viewer" }),
      validate("json", notificationPolicy),
      async (c) => c.json(await policies.set(ownerOf(c.get("caller")), "device", c.req.valid("json")), 200),
    )
    .delete(
      "/api/devices/me/notification-policy",
      describe({ tag, summary: "Let this device follow the person's policy again", answers }),
      guard({ people: "viewer" }),
      async (c) => c.json(await policies.drop(ownerOf(c.get("caller"))), 200),
    );
