import {
  recovery,
  recoveryDetail,
  recoveryDetailQuery,
  recoveryId,
  recoveryInput,
  recoveryPage,
  recoveryPreview,
  recoveryPreviewInput,
  recoveryQuery,
  recoveryResumeInput,
} from "@beckon/contracts/recovery";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { readKey } from "../platform/http/idempotency-key.ts";
import { validate } from "../platform/http/validate.ts";
import type { RecoveryService } from "./recovery.service.ts";

const tag = "Recovery";
const idParam = z.object({ id: recoveryId });
const noSuch = { 404: "No such recovery" };
const confirmed = "With a passkey enrolled, this is confirmed first: step-up with `requestId` = `recovery`.";

/** Acts on the whole team when something is off, and what brings it back. */
export const recoveryRoutes = ({ recovery: service }: { recovery: RecoveryService }) =>
  new Hono<Env>()
    .post(
      "/api/recoveries/preview",
      describe({
        tag,
        summary: "Look at what a recovery would touch",
        description: "Exactly what would be touched now, with its state and what would happen to it. Changes nothing.",
        answers: { 200: { schema: recoveryPreview, description: "All of it counted, the first 200 listed" } },
      }),
      guard({ people: "operator" }),
      validate("json", recoveryPreviewInput),
      async (c) => c.json(await service.preview(c.req.valid("json").action), 200),
    )
    .post(
      "/api/recoveries",
      describe({
        tag,
        summary: "Stop, pause, restart, clear, reset, or begin maintenance",
        description: `Of everything at once. \`confirm\` is the action's word, as the preview says it. Pressed twice it is one. \`Idempotency-Key\` makes a retry safe. ${confirmed}`,
        answers: {
          201: { schema: recovery, description: "Written down whole, and on its way; `counts` say how far it has come" },
          200: { schema: recovery, description: "The one of this kind that had not ended, or that of the same key" },
        },
        errors: {
          403: "Confirm first",
          409: "There is nothing to do, or what would be touched has changed: the new preview",
          422: "The word does not fit",
        },
      }),
      guard({ people: "operator" }),
      validate("json", recoveryInput),
      async (c) => {
        const pressed = await service.press(c.get("caller"), c.req.valid("json"), readKey(c.req.header("idempotency-key")));
        return pressed.created ? c.json(pressed.recovery, 201) : c.json(pressed.recovery, 200);
      },
    )
    .get(
      "/api/recoveries",
      describe({
        tag,
        summary: "List the recoveries",
        description: "Newest first; the newest 200 are kept.",
        answers: { 200: { schema: recoveryPage, description: "One page" } },
        errors: { 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("query", recoveryQuery),
      async (c) => c.json(await service.list(c.req.valid("query")), 200),
    )
    .get(
      "/api/recoveries/:id",
      describe({
        tag,
        summary: "Read a recovery",
        description: "With a page of what it touched and what came of each, what went wrong first.",
        answers: { 200: { schema: recoveryDetail, description: "As it is now" } },
        errors: { ...noSuch, 422: "The cursor is none of this list" },
      }),
      guard({ people: "viewer" }),
      validate("param", idParam),
      validate("query", recoveryDetailQuery),
      async (c) => c.json(await service.read(c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .post(
      "/api/recoveries/:id/resume",
      describe({
        tag,
        summary: "Bring back exactly what was stopped",
        description: `Only what this recovery did, and nobody has changed since; what is left alone says why. Asked for again it is the same. ${confirmed}`,
        answers: { 200: { schema: recovery, description: "On its way back; `back` says how far it has come" } },
        errors: { ...noSuch, 403: "Confirm first", 409: "It cannot be brought back; why, in words", 422: "The word does not fit" },
      }),
      guard({ people: "operator" }),
      validate("param", idParam),
      validate("json", recoveryResumeInput),
      async (c) => c.json(await service.resume(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    );
