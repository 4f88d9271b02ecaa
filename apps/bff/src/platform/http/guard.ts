import type { Role, TokenScope } from "@beckon/contracts/access";
import { createMiddleware } from "hono/factory";
import { defineError } from "../errors.ts";
import type { Caller, Env } from "./env.ts";

const noSession = defineError({ code: "access.no_session", status: 401, title: "Pair this device first" });
const revoked = defineError({ code: "access.revoked", status: 401, title: "This access was revoked" });
const forbidden = defineError({ code: "access.forbidden", status: 403, title: "Not allowed" });

/** What a route may be called by. Roles include those above them: owner ⊃ operator ⊃ viewer. */
export type Allowed = { people?: Role; tokens?: readonly TokenScope[]; local?: boolean; capability?: boolean };

const rank: Record<Role, number> = { viewer: 0, operator: 1, owner: 2 };

const words: Record<Role, string> = {
  viewer: "anybody who is paired",
  operator: "operators and owners",
  owner: "owners",
};

/** Whether this caller may pass; throws 401 for nobody and 403 with a reason for somebody else. */
export const assertAllowed = (caller: Caller, allowed: Allowed): void => {
  if (caller.kind === "nobody") throw caller.reason === "revoked" ? revoked() : noSession();
  if (caller.kind === "local" && allowed.local) return;
  if (caller.kind === "capability" && allowed.capability) return;
  if (caller.kind === "token" && allowed.tokens?.includes(caller.scope)) return;
  // A script with an admin token may do what people do (API.md), on routes that are open to people.
  if (caller.kind === "token" && caller.scope === "admin" && allowed.people) return;
  if (caller.kind === "device" && allowed.people) {
    if (rank[caller.role] >= rank[allowed.people]) return;
    throw forbidden({ detail: `You are a ${caller.role}; this is for ${words[allowed.people]}.` });
  }
  throw forbidden({ detail: "This kind of access does not open this route." });
};

export const guard = (allowed: Allowed) =>
  createMiddleware<Env>((c, next) => {
    assertAllowed(c.get("caller"), allowed);
    return next();
  });
