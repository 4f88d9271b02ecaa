import { session } from "@beckon/contracts/access";
import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { cookieName, forgetSession, sendSession } from "../platform/http/session-cookie.ts";
import type { AccessService } from "./access.service.ts";
import { deviceOf } from "./callers.ts";

const tag = "Session";

/** The calling device: who it is, and how it leaves. */
export const sessionRoutes = (options: { access: AccessService; publicOrigin: string }) => {
  const { access, publicOrigin } = options;
  return new Hono<Env>()
    .get(
      "/api/session",
      describe({
        tag,
        summary: "Who am I?",
        description: "Renews the cookie's age.",
        answers: { 200: { schema: session, description: "The person, the device and the server" } },
        errors: { 401: "Not paired, or revoked" },
      }),
      guard({ people: "viewer" }),
      async (c) => {
        const answer = await access.session(deviceOf(c.get("caller")));
        const secret = getCookie(c, cookieName(publicOrigin));
        if (secret !== undefined) sendSession(c, publicOrigin, secret);
        return c.json(answer, 200);
      },
    )
    .post(
      "/api/session/end",
      describe({
        tag,
        summary: "Sign this device out",
        description: "The device is revoked; it comes back only with a new code.",
        answers: { 204: { description: "Signed out" } },
      }),
      guard({ people: "viewer" }),
      async (c) => {
        const caller = deviceOf(c.get("caller"));
        await access.devices.revoke(caller, caller.deviceId);
        forgetSession(c, publicOrigin);
        return c.body(null, 204);
      },
    );
};
