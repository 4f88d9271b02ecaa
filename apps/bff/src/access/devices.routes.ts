import { device, deviceUpdate } from "@beckon/contracts/access";
import { idOf } from "@beckon/contracts/common";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { AccessService } from "./access.service.ts";
import { deviceOf } from "./callers.ts";

const tag = "Devices";
const idParam = z.object({ id: idOf("dev") });

/** Paired phones and browsers. */
export const devicesRoutes = (options: { access: AccessService }) => {
  const { devices } = options.access;
  return new Hono<Env>()
    .get(
      "/api/devices",
      describe({
        tag,
        summary: "List the devices",
        description: "Those in use first, then those revoked in the last 30 days.",
        answers: { 200: { schema: z.object({ items: z.array(device) }), description: "At most 500" } },
      }),
      guard({ people: "viewer", local: true }),
      async (c) => c.json({ items: await devices.list(c.get("caller")) }, 200),
    )
    .patch(
      "/api/devices/me",
      describe({
        tag,
        summary: "Rename this device, or hide content on its lock screen",
        answers: { 200: { schema: device, description: "The device as it is now" } },
      }),
      guard({ people: "viewer" }),
      validate("json", deviceUpdate),
      async (c) => c.json(await devices.update(deviceOf(c.get("caller")), c.req.valid("json")), 200),
    )
    .delete(
      "/api/devices/:id",
      describe({
        tag,
        summary: "Revoke a device",
        description: "Its session ends at once. Owners any, everybody else their own.",
        answers: { 204: { description: "Revoked, now or before" } },
        errors: { 403: "Somebody else's device", 404: "No such device" },
      }),
      guard({ people: "viewer", local: true }),
      validate("param", idParam),
      async (c) => {
        await devices.revoke(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
};
