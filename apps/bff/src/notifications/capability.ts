import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What one notification may do: acknowledge its own delivery, and give one of `answers` to its request. */
export type Capability = { deliveryId: string; requestId?: string; deviceId: string; answers: string[] };

const lifetimeMs = 24 * 3_600_000;

const claims = z.strictObject({
  l: z.string(),
  r: z.string().optional(),
  d: z.string(),
  a: z.array(z.string()).max(2),
  e: z.number().int(),
});

const sign = (key: string, body: string) => createHmac("sha256", key).update(`beckon.capability.v1.${body}`).digest();

/** For 24 hours. That a request takes one answer, and none after its expiry, is the request's own law: a replay changes nothing. */
export const makeCapability = (key: string, capability: Capability, now: Date): string => {
  const { deliveryId, requestId, deviceId, answers } = capability;
  const body = Buffer.from(
    JSON.stringify({ l: deliveryId, r: requestId, d: deviceId, a: answers, e: now.getTime() + lifetimeMs }),
  ).toString("base64url");
  return `${body}.${sign(key, body).toString("base64url")}`;
};

/** The capability a token stands for; nothing when it was made by somebody else, changed, or is too old. */
export const readCapability = (key: string, token: string, now: Date): Capability | undefined => {
  const [body, mac, ...more] = token.split(".");
  if (!body || !mac || more.length > 0 || token.length > 2_000) return undefined;
  const given = Buffer.from(mac, "base64url");
  const expected = sign(key, body);
  if (given.toString("base64url") !== mac || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, "base64url").toString()));
  if (!parsed.success || parsed.data.e <= now.getTime()) return undefined;
  const { l, r, d, a } = parsed.data;
  return { deliveryId: l, deviceId: d, answers: a, ...(r ? { requestId: r } : {}) };
};
