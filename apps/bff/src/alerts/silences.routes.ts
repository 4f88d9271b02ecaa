import { silence, silenceId, silenceInput, silenceList, silencePatch } from "@beckon/contracts/alerts";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { AlertsService } from "./alerts.service.ts";

const tag = "Alerts";
const idParam = z.object({ id: silenceId });
const noSuch = { 404: "No such silence, or it is over" };

/** What shall ring nobody for a time: matched by kind, severity and subject, all that is given. */
export const silencesRoutes = ({ alerts: { silences } }: { alerts: Pick<AlertsService, "silences"> }) =>
  new Hono<Env>()
    .get(
      "/api/alerts/silences",
      describe({
        tag,
        summary: "List the silences that stand",
        description: "Newest first.",
        answers: { 200: { schema: silenceList, description: "At most 200" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await silences.list() }, 200),
    )
    .post(
      "/api/alerts/silences",
      describe({
        tag,
        summary: "Silence alerts",
        description: "From the next look on what fits rings nobody; it is still shown. `Idempotency-Key` makes a retry safe.",
        answers: {
          201: { schema: silence, description: "It stands" },
          200: { schema: silence, description: "The same key again: the silence of before" },
        },
        errors: { 409: "There are too many", 422: "The end is over, or too far away" },
      }),
      guard({ people: "operator" }),
      validate("json", silenceInput),
      async (c) => {
        const made = await silences.create(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return made.created ? c.json(made.silence, 201) : c.json(made.silence, 200);
      },
    )
    .patch(
      "/api/alerts/silences/:id",
      describe({
        tag,
        summary: "Change a silence",
        answers: { 200: { schema: silence, description: "As it is now" } },
        errors: { ...noSuch, 422: "The end is over, or too far away" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", silencePatch),
      async (c) => c.json(await silences.edit(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    )
    .delete(
      "/api/alerts/silences/:id",
      describe({ tag, summary: "End a silence", answers: { 204: { description: "It is over" } }, errors: noSuch }),
      guard({ people: "operator" }),
      validate("param", idParam),
      async (c) => {
        await silences.end(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
