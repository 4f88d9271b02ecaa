import { device as deviceContract, type Device } from "@beckon/contracts/access";
import { pageQuery, text } from "@beckon/contracts/common";
import { delivery, deliveryAck, deliveryPage, pushSubscriptionInput, vapidKey } from "@beckon/contracts/notifications";
import { Hono } from "hono";
import { defineError } from "../platform/errors.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { channelsRoutes } from "./channels/channels.routes.ts";
import { escalationRoutes } from "./escalation/escalation.routes.ts";
import { asDevice, ownerOf, type DeviceCaller } from "./notifications.callers.ts";
import type { NotificationsService } from "./notifications.service.ts";
import { policyRoutes } from "./policy/policy.routes.ts";

const needsCapability = defineError({ code: "access.forbidden", status: 403, title: "Not allowed" });

const tag = "Notifications";
const deliveryQuery = pageQuery.extend({ requestId: text(60).optional() });

/** Push subscriptions of the caller's own device, the notification log, and what service workers report. */
export const notificationsRoutes = (options: {
  notifications: NotificationsService;
  device: (caller: DeviceCaller) => Promise<Device>;
}) => {
  const { notifications, device } = options;
  return new Hono<Env>()
    .route("/", policyRoutes({ notifications }))
    .route("/", escalationRoutes({ notifications }))
    .route("/", channelsRoutes({ notifications }))
    .get(
      "/api/push/public-key",
      describe({
        tag,
        summary: "The key that browsers subscribe with",
        answers: { 200: { schema: vapidKey, description: "VAPID public key, base64url" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ publicKey: await notifications.publicKey() }, 200),
    )
    .put(
      "/api/devices/me/push-subscription",
      describe({
        tag,
        summary: "Take notifications on this device",
        description:
          "The body is what `PushSubscription.toJSON()` gives. The same one again changes nothing. The endpoint is never told again.",
        answers: { 200: { schema: deviceContract, description: "This device" } },
        errors: { 422: "The push service is not known here, or the keys do not fit" },
      }),
      guard({ people: "viewer" }),
      validate("json", pushSubscriptionInput),
      async (c) => {
        const caller = asDevice(c.get("caller"));
        await notifications.subscribe(ownerOf(caller), c.req.valid("json"));
        return c.json(await device(caller), 200);
      },
    )
    .delete(
      "/api/devices/me/push-subscription",
      describe({ tag, summary: "Take no more notifications on this device", answers: { 204: { description: "None are sent any more" } } }),
      guard({ people: "viewer" }),
      async (c) => {
        await notifications.unsubscribe(ownerOf(c.get("caller")));
        return c.body(null, 204);
      },
    )
    .post(
      "/api/devices/me/test-notification",
      describe({
        tag,
        summary: "Send this device a test",
        answers: { 202: { schema: delivery, description: "On its way; its delivery tells how far it got" } },
        errors: { 409: "This device takes no notifications", 429: "More than five in a minute" },
      }),
      guard({ people: "viewer" }),
      async (c) => {
        const { deviceId, deviceName } = asDevice(c.get("caller"));
        return c.json(await notifications.sendTest({ id: deviceId, name: deviceName }), 202);
      },
    )
    .get(
      "/api/deliveries",
      describe({
        tag,
        summary: "The notification log",
        description: "Newest first, of the last 90 days.",
        answers: { 200: { schema: deliveryPage, description: "One page" } },
      }),
      guard({ people: "viewer" }),
      validate("query", deliveryQuery),
      async (c) => c.json(await notifications.deliveries(c.req.valid("query")), 200),
    )
    .post(
      "/api/deliveries/:id/ack",
      describe({
        tag,
        summary: "Say that a notification was shown, or opened",
        description: "By the service worker, with the capability from the push (`Authorization: Capability …`).",
        answers: { 204: { description: "Noted" } },
        errors: { 403: "The capability is for another delivery", 404: "There is no such delivery" },
      }),
      guard({ capability: true }),
      validate("json", deliveryAck),
      async (c) => {
        const caller = c.get("caller");
        if (caller.kind !== "capability") throw needsCapability();
        await notifications.acknowledge(caller, c.req.param("id"), c.req.valid("json").event);
        return c.body(null, 204);
      },
    );
};
