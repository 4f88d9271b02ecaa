import { channel, channelInput, channelList } from "@beckon/contracts/channels";
import { channelId } from "@beckon/contracts/escalation";
import { delivery } from "@beckon/contracts/notifications";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { readKey } from "../../platform/http/idempotency-key.ts";
import { validate } from "../../platform/http/validate.ts";
import type { NotificationsService } from "../notifications.service.ts";

const tag = "Channels";
const idParam = z.object({ id: channelId });
const noSuch = { 403: "Not an owner", 404: "No such channel" };
const refused = { 422: "This server would not call that address" };

/** Ways to people that are no device: ntfy, signed webhooks, mail. Their secrets go in and never come out. */
export const channelsRoutes = ({ notifications: { channels } }: { notifications: NotificationsService }) =>
  new Hono<Env>()
    .get(
      "/api/notification-channels",
      describe({
        tag,
        summary: "List the channels",
        answers: { 200: { schema: channelList, description: "At most 20, without their secrets" } },
        errors: { 403: "Not an owner" },
      }),
      guard({ people: "owner" }),
      async (c) => c.json({ items: await channels.list() }, 200),
    )
    .post(
      "/api/notification-channels",
      describe({
        tag,
        summary: "Add a channel",
        description: "An address that is not public has to be named in BECKON_CHANNEL_ALLOW. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: channel, description: "Added; the secret is kept sealed" },
          200: { schema: channel, description: "The same key again: the channel of before" },
        },
        errors: { 403: "Not an owner", 409: "There are 20", ...refused },
      }),
      guard({ people: "owner" }),
      validate("json", channelInput),
      async (c) => {
        const made = await channels.create(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return made.created ? c.json(made.channel, 201) : c.json(made.channel, 200);
      },
    )
    .put(
      "/api/notification-channels/:id",
      describe({
        tag,
        summary: "Change a channel",
        description: "All of it anew; a secret that is left out stays, `null` takes it away.",
        answers: { 200: { schema: channel, description: "As it is now" } },
        errors: { ...noSuch, ...refused },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      validate("json", channelInput),
      async (c) => c.json(await channels.update(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .delete(
      "/api/notification-channels/:id",
      describe({
        tag,
        summary: "Remove a channel",
        answers: { 204: { description: "Gone, its secret too" } },
        errors: { ...noSuch, 409: "A step of the escalation tells it" },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      async (c) => {
        await channels.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .post(
      "/api/notification-channels/:id/test",
      describe({
        tag,
        summary: "Send a test through a channel",
        answers: { 202: { schema: delivery, description: "On its way; its delivery tells what the other side said" } },
        errors: { ...noSuch, 409: "The channel is off", 429: "More than five in a minute" },
      }),
      guard({ people: "owner" }),
      validate("param", idParam),
      async (c) => c.json(await channels.test(c.req.valid("param").id), 202),
    );
