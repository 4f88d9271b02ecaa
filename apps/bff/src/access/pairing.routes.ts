import { pairInput, pairingCode, pairingCodeInput, session } from "@beckon/contracts/access";
import { Hono } from "hono";
import { clientAddress } from "../platform/http/client-address.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { sendSession } from "../platform/http/session-cookie.ts";
import { validate } from "../platform/http/validate.ts";
import type { AccessService } from "./access.service.ts";

const tag = "Pairing";

/** How a phone or browser gets in: a code made by an owner or on the server's machine, used once. */
export const pairingRoutes = (options: { access: AccessService; publicOrigin: string }) => {
  const { access, publicOrigin } = options;
  return new Hono<Env>()
    .post(
      "/api/pair",
      describe({
        tag,
        summary: "Pair this device",
        description: "Sets the session cookie. The only write that needs no access.",
        answers: { 201: { schema: session, description: "Paired" } },
        errors: {
          404: "No such code",
          410: "The code was used, or has expired",
          429: "Too many wrong codes; `Retry-After` says when to come back",
        },
      }),
      validate("json", pairInput),
      async (c) => {
        const paired = await access.pair({ ...c.req.valid("json"), address: clientAddress(c), caller: c.get("caller") });
        sendSession(c, publicOrigin, paired.secret);
        const { person } = paired;
        return c.json(
          await access.session({
            kind: "device",
            deviceId: paired.deviceId,
            deviceName: paired.deviceName,
            personId: person.id,
            personName: person.name,
            role: person.role,
          }),
          201,
        );
      },
    )
    .post(
      "/api/pairing-codes",
      describe({
        tag,
        summary: "Make a pairing code",
        description: "For oneself, for a person by name or id, or for somebody new (operator, unless `role` says otherwise).",
        answers: { 201: { schema: pairingCode, description: "Works once, for ten minutes" } },
        errors: { 403: "Not an owner", 404: "No such person", 422: "The person has another role" },
      }),
      guard({ people: "owner", local: true }),
      validate("json", pairingCodeInput),
      async (c) => c.json(await access.invite(c.get("caller"), c.req.valid("json")), 201),
    );
};
