import { Hono } from "hono";
import type { Env } from "../platform/http/env.ts";
import type { AccessService } from "./access.service.ts";
import { auditRoutes } from "./audit.routes.ts";
import { devicesRoutes } from "./devices.routes.ts";
import { pairingRoutes } from "./pairing.routes.ts";
import { passkeysRoutes } from "./passkeys.routes.ts";
import { peopleRoutes } from "./people.routes.ts";
import { sessionRoutes } from "./session.routes.ts";
import { tokensRoutes } from "./tokens.routes.ts";

/** Pairing, sessions, devices, people, tokens, passkeys and the audit, in one typed chain. */
export const accessRoutes = (options: { access: AccessService; publicOrigin: string }) =>
  new Hono<Env>()
    .route("/", pairingRoutes(options))
    .route("/", sessionRoutes(options))
    .route("/", devicesRoutes(options))
    .route("/", peopleRoutes(options))
    .route("/", tokensRoutes(options))
    .route("/", passkeysRoutes(options))
    .route("/", auditRoutes(options));
