import { compress } from "hono/compress";
import { Hono } from "hono";
import { accessRoutes } from "./access/access.routes.ts";
import { budgetsRoutes } from "./budgets/budgets.routes.ts";
import { collisionsRoutes } from "./collisions/collisions.routes.ts";
import { coordinationRoutes } from "./coordination/coordination.routes.ts";
import { attentionRoutes } from "./attention/attention.routes.ts";
import { agentsRoutes } from "./agents/agents.routes.ts";
import { controlsRoutes } from "./controls/controls.routes.ts";
import { decisionsRoutes } from "./decisions/decisions.routes.ts";
import { notificationsRoutes } from "./notifications/notifications.routes.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { healingRoutes } from "./healing/healing.routes.ts";
import { hostsRoutes } from "./hosts/hosts.routes.ts";
import { authenticate } from "./platform/http/authenticate.ts";
import { bodyLimit } from "./platform/http/body-limit.ts";
import type { Env } from "./platform/http/env.ts";
import { healthRoutes } from "./platform/http/health.routes.ts";
import { hostCheck } from "./platform/http/host-check.ts";
import { openApiRoutes } from "./platform/http/openapi.routes.ts";
import { originCheck } from "./platform/http/origin-check.ts";
import { notFound, toProblem } from "./platform/http/problem.ts";
import { rememberingRouter } from "./platform/http/remembering-router.ts";
import { requestContext } from "./platform/http/request-context.ts";
import { securityHeaders } from "./platform/http/security-headers.ts";
import { staticFiles } from "./platform/http/static-files.ts";
import { argoRoutes } from "./integrations/argo/argo.routes.ts";
import { githubRoutes } from "./integrations/github/github.routes.ts";
import { hooksRoutes } from "./integrations/hooks.routes.ts";
import { mcpRoutes } from "./integrations/mcp/mcp.routes.ts";
import { otlpRoutes } from "./integrations/otlp/otlp.routes.ts";
import { workDirectoriesRoutes } from "./work-directories/work-directories.routes.ts";
import { workflowsRoutes } from "./workflows/workflows.routes.ts";
import { outcomesRoutes } from "./outcomes/outcomes.routes.ts";
import { pausesRoutes } from "./pauses/pauses.routes.ts";
import { rulesRoutes } from "./rules/rules.routes.ts";
import type { Services } from "./services.ts";
import { recoveryRoutes } from "./recovery/recovery.routes.ts";
import { signalsRoutes } from "./signals/signals.routes.ts";
import { teamsRoutes } from "./teams/teams.routes.ts";
import { tasksRoutes } from "./tasks/tasks.routes.ts";
import { usageRoutes } from "./usage/usage.routes.ts";
import { valueReportsRoutes } from "./value/reports.routes.ts";
import { valueRoutes } from "./value/value.routes.ts";
import { syncRoutes } from "./sync/sync.routes.ts";

const mebibyte = 1_048_576;
/** Where agents tell of themselves, many times a second. */
const isReport = (path: string) => /^\/(otlp\/|hooks\/|api\/signals$|api\/agents\/heartbeat$)/.test(path);
const isTelemetry = (path: string) => path.startsWith("/otlp/");

/** The routes of the API in one typed chain; its type is what the app's client is made from. */
const apiRoutes = (s: Services) =>
  new Hono<Env>()
    .route("/", healthRoutes({ checks: s.checks, version: s.version }))
    .route("/", accessRoutes({ access: s.access, publicOrigin: s.config.publicOrigin }))
    .route("/", decisionsRoutes({ decisions: s.decisions }))
    .route("/", agentsRoutes({ agents: s.agents, signals: s.signals, pauses: s.pauses, hosts: s.hosts, controls: s.controls }))
    .route("/", pausesRoutes({ pauses: s.pauses }))
    .route("/", hostsRoutes({ hosts: s.hosts }))
    .route("/", controlsRoutes({ controls: s.controls }))
    .route("/", recoveryRoutes({ recovery: s.recovery }))
    .route("/", teamsRoutes({ teams: s.teams }))
    .route("/", healingRoutes({ healing: s.healing }))
    .route("/", rulesRoutes({ rules: s.rules }))
    .route("/", attentionRoutes({ attention: s.attention }))
    .route("/", signalsRoutes({ signals: s.signals }))
    .route("/", usageRoutes({ usage: s.usage }))
    .route("/", valueRoutes({ value: s.value }))
    .route("/", valueReportsRoutes({ value: s.value }))
    .route("/", budgetsRoutes({ budgets: s.budgets }))
    .route("/", tasksRoutes({ tasks: s.tasks }))
    .route("/", outcomesRoutes({ outcomes: s.outcomes }))
    .route("/", coordinationRoutes({ coordination: s.coordination }))
    .route("/", collisionsRoutes({ collisions: s.collisions }))
    .route("/", otlpRoutes({ otlp: s.otlp, clock: s.clock }))
    .route("/", hooksRoutes({ hooks: s.hooks }))
    .route("/", mcpRoutes(s))
    .route("/", workflowsRoutes({ workflows: s.workflows }))
    .route("/", workDirectoriesRoutes({ workDirectories: s.workDirectories }))
    .route("/", githubRoutes({ github: s.github }))
    .route("/", argoRoutes({ argo: s.argo }))
    .route("/", demoRoutes({ demo: s.demo }))
    .route("/", notificationsRoutes({ notifications: s.notifications, device: s.access.devices.own }))
    .route("/", syncRoutes({ sync: s.sync, streams: s.streams, waiters: s.feedWaiters }));

export type Api = ReturnType<typeof apiRoutes>;

/** Everything the server answers, in the order a request meets it. */
export const createApp = (s: Services) => {
  const api = apiRoutes(s);
  const who = authenticate({ identify: s.access.identify, identifyReporter: s.access.identifyReporter, reporting: isReport });
  return (
    new Hono<Env>({ router: rememberingRouter(isReport) })
      .onError(toProblem)
      .notFound(notFound)
      .use(requestContext({ logger: s.logger }))
      .use(hostCheck({ publicOrigin: s.config.publicOrigin, port: s.config.port }))
      .use(securityHeaders({ publicOrigin: s.config.publicOrigin, styleHashes: s.styleHashes, exempt: isReport }))
      // Telemetry has a limit of its own, counted after decompression.
      .use(bodyLimit({ maxBytes: mebibyte, exempt: isTelemetry }))
      .use("/api/*", who)
      .use("/otlp/*", who)
      .use("/hooks/*", who)
      .use("/mcp", who)
      // It takes protobuf too, and no cookie opens it.
      .use(originCheck({ publicOrigin: s.config.publicOrigin, exempt: isTelemetry }))
      .use("/api/sync", compress())
      .use("/api/usage/*", compress())
      .use("/api/value/*", compress())
      .use("/api/attention/*", compress())
      .use("/api/budgets/*", compress())
      .use("/api/tasks", compress())
      .use("/api/outcomes", compress())
      .use("/api/coordination/*", compress())
      .use("/api/collisions", compress())
      .use("/api/decision-requests", compress())
      .route("/", api)
      .route("/", openApiRoutes({ app: () => api as unknown as Hono<Env>, version: s.version }))
      .route("/", staticFiles({ root: s.appFolder }))
  );
};
export type App = ReturnType<typeof createApp>;
