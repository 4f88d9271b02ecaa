import { passkey } from "@beckon/contracts/access";
import { idOf } from "@beckon/contracts/common";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { passkeyInput, stepUpInput, stepUpOptionsInput } from "./access.bodies.ts";
import type { AccessService } from "./access.service.ts";
import { deviceOf } from "./callers.ts";

const tag = "Passkeys";
const webauthnOptions = z.looseObject({ challenge: z.string() });
const paired = guard({ people: "viewer" });
/** Extensions with bytes in them have no JSON; none of those is asked for. */
type AsJson<Options> = Omit<Options, "extensions"> & { extensions?: { credProps?: boolean } };
const confirm = "With a passkey enrolled, this is confirmed first: step-up with `requestId` = `passkeys`.";

/** The second factor for what is risky: enrolled per person, asked for per request. */
export const passkeysRoutes = (options: { access: AccessService }) => {
  const { passkeys } = options.access;
  return new Hono<Env>()
    .get(
      "/api/passkeys",
      describe({
        tag,
        summary: "List my passkeys",
        answers: { 200: { schema: z.object({ items: z.array(passkey) }), description: "Oldest first; the command line sees everybody's" } },
      }),
      guard({ people: "viewer", local: true }),
      async (c) => c.json({ items: await passkeys.list(c.get("caller")) }, 200),
    )
    .post(
      "/api/passkeys/registration-options",
      describe({
        tag,
        summary: "Begin to add a passkey",
        description: confirm,
        answers: { 200: { schema: webauthnOptions, description: "PublicKeyCredentialCreationOptionsJSON" } },
        errors: { 403: "Confirm first", 409: "Passkeys do not work at this address" },
      }),
      paired,
      async (c) => {
        const options: AsJson<PublicKeyCredentialCreationOptionsJSON> = await passkeys.registrationOptions(deviceOf(c.get("caller")));
        return c.json(options, 200);
      },
    )
    .post(
      "/api/passkeys",
      describe({
        tag,
        summary: "Add a passkey",
        answers: { 201: { schema: passkey, description: "Enrolled" } },
        errors: { 409: "Not begun, too late, or known", 422: "The answer does not verify" },
      }),
      paired,
      validate("json", passkeyInput),
      async (c) => c.json(await passkeys.register(deviceOf(c.get("caller")), c.req.valid("json")), 201),
    )
    .post(
      "/api/passkeys/step-up-options",
      describe({
        tag,
        summary: "Begin to confirm with a passkey",
        answers: { 200: { schema: webauthnOptions, description: "PublicKeyCredentialRequestOptionsJSON" } },
        errors: { 409: "No passkey, or they do not work at this address" },
      }),
      paired,
      validate("json", stepUpOptionsInput),
      async (c) => {
        const { requestId } = c.req.valid("json");
        const options: AsJson<PublicKeyCredentialRequestOptionsJSON> = await passkeys.stepUpOptions(deviceOf(c.get("caller")), requestId);
        return c.json(options, 200);
      },
    )
    .post(
      "/api/passkeys/step-up",
      describe({
        tag,
        summary: "Confirm with a passkey",
        description: "Good for two minutes, on this device, for this request alone.",
        answers: { 204: { description: "Confirmed" } },
        errors: { 409: "Not begun, or too late", 422: "The answer does not verify" },
      }),
      paired,
      validate("json", stepUpInput),
      async (c) => {
        const { requestId, response } = c.req.valid("json");
        await passkeys.stepUp(deviceOf(c.get("caller")), requestId, response);
        return c.body(null, 204);
      },
    )
    .delete(
      "/api/passkeys/:id",
      describe({
        tag,
        summary: "Remove a passkey",
        description: confirm,
        answers: { 204: { description: "Removed" } },
        errors: { 403: "Confirm first", 404: "None of mine" },
      }),
      guard({ people: "viewer", local: true }),
      validate("param", z.object({ id: idOf("pk") })),
      async (c) => {
        await passkeys.remove(c.get("caller"), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
};
