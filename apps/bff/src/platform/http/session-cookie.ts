import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";

/** A session that was not used for so long has ended; browsers keep no cookie longer than this. */
export const sessionDays = 400;

/** `__Host-` pins the cookie to this very host and to https; browsers refuse the prefix on plain http. */
export const cookieName = (publicOrigin: string) => (publicOrigin.startsWith("https:") ? "__Host-beckon" : "beckon");

const options = (publicOrigin: string): CookieOptions =>
  publicOrigin.startsWith("https:")
    ? { path: "/", httpOnly: true, sameSite: "Lax", secure: true, prefix: "host" }
    : { path: "/", httpOnly: true, sameSite: "Lax" };

/** The session, out of reach of scripts and of other sites' requests; a visit renews its age. */
export const sendSession = (c: Context, publicOrigin: string, secret: string) =>
  setCookie(c, "beckon", secret, { ...options(publicOrigin), maxAge: sessionDays * 86_400 } as CookieOptions);

export const forgetSession = (c: Context, publicOrigin: string) => void deleteCookie(c, "beckon", options(publicOrigin));
