import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import type { Env } from "./env.ts";

/** What a page of ours may never use; notifications and passkeys are not in this list. */
const unused = [
  "accelerometer",
  "camera",
  "displayCapture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
  "serial",
  "hid",
] as const;

/**
 * Nothing but our own files runs, and no string becomes code (Trusted Types: `lit-html` renders,
 * `beckon` registers the service worker). `styleHashes` are of the inline style of index.html,
 * as `sha256-…`. HSTS only where people really come by https.
 */
export const securityHeaders = (options: {
  publicOrigin: string;
  styleHashes?: readonly string[];
  /** Paths that no browser opens: a fifth of what a report costs went into telling it how to behave. */
  exempt?: (path: string) => boolean;
}) => {
  const styles = (options.styleHashes ?? []).map((hash) => `'${hash}'`);
  const all = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", ...styles],
      connectSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["lit-html", "beckon"],
    },
    strictTransportSecurity: options.publicOrigin.startsWith("https:") ? "max-age=15552000" : false,
    xFrameOptions: "DENY",
    referrerPolicy: "no-referrer",
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    permissionsPolicy: Object.fromEntries(unused.map((name) => [name, []])),
  });
  return createMiddleware<Env>((c, next) => (options.exempt?.(c.req.path) ? next() : all(c, next)));
};
