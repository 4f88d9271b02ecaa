import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { Hono } from "hono";
import { accessRoutes } from "./access/access.routes.ts";
import { agentsRoutes } from "./agents/agents.routes.ts";
import { decisionsRoutes } from "./decisions/decisions.routes.ts";
import { notificationsRoutes } from "./notifications/notifications.routes.ts";
import { authenticate } from "./platform/http/authenticate.ts";
import type { Env } from "./platform/http/env.ts";
import { healthRoutes } from "./platform/http/health.routes.ts";
import { hostCheck } from "./platform/http/host-check.ts";
import { openApiRoutes } from "./platform/http/openapi.routes.ts";
import { originCheck } from "./platform/http/origin-check.ts";
import { notFound, toProblem, tooLarge } from "./platform/http/problem.ts";
import { requestContext } from "./platform/http/request-context.ts";
import { securityHeaders } from "./platform/http/security-headers.ts";
import { staticFiles } from "./platform/http/static-files.ts";
import type { Services } from "./services.ts";
import { syncRoutes } from "./sync/sync.routes.ts";

const mebibyte = 1_048_576;

/** The routes of the API in one typed chain; its type is what the app's client is made from. */
const apiRoutes = (s: Services) =>
  new Hono<Env>()
    .route("/", healthRoutes({ checks: s.checks, version: s.version }))
    .route("/", accessRoutes({ access: s.access, publicOrigin: s.config.publicOrigin }))
    .route("/", decisionsRoutes({ decisions: s.decisions }))
    .route("/", agentsRoutes({ agents: s.agents }))
    .route("/", notificationsRoutes({ notifications: s.notifications, device: s.access.devices.own }))
    .route("/", syncRoutes({ sync: s.sync, streams: s.streams, waiters: s.feedWaiters }));

export type Api = ReturnType<typeof apiRoutes>;

/** Everything the server answers, in the order a request meets it. */
export const createApp = (s: Services) => {
  const api = apiRoutes(s);
  return new Hono<Env>()
    .onError(toProblem)
    .notFound(notFound)
    .use(requestContext({ logger: s.logger }))
    .use(hostCheck({ publicOrigin: s.config.publicOrigin, port: s.config.port }))
    .use(securityHeaders({ publicOrigin: s.config.publicOrigin, styleHashes: s.styleHashes }))
    .use(bodyLimit({ maxSize: mebibyte, onError: tooLarge }))
    .use("/api/*", authenticate({ identify: s.access.identify }))
    .use(originCheck({ publicOrigin: s.config.publicOrigin }))
    .use("/api/sync", compress())
    .use("/api/decision-requests", compress())
    .route("/", api)
    .route("/", openApiRoutes({ app: () => api as unknown as Hono<Env>, version: s.version }))
    .route("/", staticFiles({ root: s.appFolder }));
};
export type App = ReturnType<typeof createApp>;
