import { createHash, timingSafeEqual } from "node:crypto";
import type { Token } from "@beckon/contracts/access";
import type { Caller } from "../platform/http/env.ts";
import { cookieName, sessionDays } from "../platform/http/session-cookie.ts";
import { sha256 } from "../platform/ids.ts";
import type { AccessDeps } from "./access.types.ts";
import { findDevice, findDeviceBySession, touchDevice, type StoredDevice } from "./devices.repository.ts";
import { touchToken } from "./tokens.repository.ts";

/** The token with this hash, as it is now or as it was a moment ago. */
export type FindToken = (tokenHash: string) => Promise<Token | undefined>;

export type Credentials = { authorization?: string | undefined; cookie?: string | undefined };

const unknown: Caller = { kind: "nobody", reason: "unknown" };
const revoked: Caller = { kind: "nobody", reason: "revoked" };

/** "Last seen" is for people: to the minute is enough, and a write per request is not. */
const touchEveryMs = 60_000;

const digest = (value: string) => createHash("sha256").update(value).digest();

/** Equal, in a time that tells nothing about where two values of one length part; the length is no secret. */
export const sameSecret = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(digest(a), digest(b));

/** Whoever was revoked, or has another role, is so from the next request on. */
export const identify = (deps: AccessDeps, findToken: FindToken) => {
  const { db } = deps.database;
  const touched = new Map<string, number>();
  const cookie = cookieName(deps.config.publicOrigin);

  return async (credentials: Credentials): Promise<Caller> => {
    const [, scheme, secret] = /^(bearer|capability) +(\S+) *$/i.exec(credentials.authorization ?? "") ?? [];
    // Any other scheme belongs to somebody in between, such as a proxy with a password.
    if (secret !== undefined) return scheme?.toLowerCase() === "bearer" ? byBearer(secret) : byCapability(secret);
    const session = readCookie(credentials.cookie, cookie);
    return session === undefined ? { kind: "nobody" } : bySession(session);
  };

  async function byBearer(secret: string): Promise<Caller> {
    if (sameSecret(secret, deps.config.localSecret)) return { kind: "local" };
    const token = await findToken(sha256(secret));
    if (!token) return unknown;
    if (token.revokedAt) return revoked;
    const now = deps.clock();
    if ((touched.get(token.id) ?? 0) <= now.getTime() - touchEveryMs) {
      touched.set(token.id, now.getTime());
      await touchToken(db, { id: token.id, now, ifBefore: new Date(now.getTime() - touchEveryMs) });
    }
    return { kind: "token", tokenId: token.id, name: token.name, scope: token.scope, ...(token.demo ? { demo: true } : {}) };
  }

  async function byCapability(secret: string): Promise<Caller> {
    const capability = await deps.verifyCapability(secret);
    const device = capability && (await findDevice(db, capability.deviceId));
    if (!capability || !device) return unknown;
    return device.revokedAt ? revoked : { ...capability, ...whoIs(device), kind: "capability" };
  }

  async function bySession(secret: string): Promise<Caller> {
    const device = await findDeviceBySession(db, sha256(secret));
    if (!device) return unknown;
    if (device.revokedAt) return revoked;
    const now = deps.clock();
    if (device.lastSeenAt.getTime() < now.getTime() - sessionDays * 86_400_000) return unknown;
    const ifBefore = new Date(now.getTime() - touchEveryMs);
    if (device.lastSeenAt < ifBefore) await touchDevice(db, { id: device.id, now, ifBefore });
    return { kind: "device", ...whoIs(device) };
  }
};

const whoIs = ({ id, name, person }: StoredDevice) => ({
  deviceId: id,
  deviceName: name,
  personId: person.id,
  personName: person.name,
  role: person.role,
});

const readCookie = (header: string | undefined, name: string) =>
  header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
