import { compress } from "hono/compress";
import { Hono } from "hono";
import { accessRoutes } from "./access/access.routes.ts";
import { budgetsRoutes } from "./budgets/budgets.routes.ts";
import { alertsRoutes } from "./alerts/alerts.routes.ts";
import { collisionsRoutes } from "./collisions/collisions.routes.ts";
import { coordinationRoutes } from "./coordination/coordination.routes.ts";
import { attentionRoutes } from "./attention/attention.routes.ts";
import { agentsRoutes } from "./agents/agents.routes.ts";
import { controlsRoutes } from "./controls/controls.routes.ts";
import { decisionsRoutes } from "./decisions/decisions.routes.ts";
import { notificationsRoutes } from "./notifications/notifications.routes.ts";
import { demoRoutes } from "./demo/demo.routes.ts";
import { componentsRoutes } from "./health/health.routes.ts";
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
import { timed } from "./platform/http/timings.ts";
import { argoRoutes } from "./integrations/argo/argo.routes.ts";
import { githubRoutes } from "./integrations/github/github.routes.ts";
import { hooksRoutes, isAgentHook, mostHookBytes } from "./integrations/hooks.routes.ts";
import { mcpRoutes } from "./integrations/mcp/mcp.routes.ts";
import { otlpRoutes } from "./integrations/otlp/otlp.routes.ts";
import { workDirectoriesRoutes } from "./work-directories/work-directories.routes.ts";
import { workflowsRoutes } from "./workflows/workflows.routes.ts";
import { observabilityRoutes } from "./observability/observability.routes.ts";
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

/** The routes of the API, slice by slice. */
const apiRoutes = (s: Services) =>
  [
    healthRoutes({ checks: s.checks, version: s.version }),
    observabilityRoutes({ observability: s.observability }),
    accessRoutes({ access: s.access, publicOrigin: s.config.publicOrigin }),
    decisionsRoutes({ decisions: s.decisions }),
    agentsRoutes({ agents: s.agents, signals: s.signals, pauses: s.pauses, hosts: s.hosts, controls: s.controls }),
    pausesRoutes({ pauses: s.pauses }),
    hostsRoutes({ hosts: s.hosts }),
    controlsRoutes({ controls: s.controls }),
    recoveryRoutes({ recovery: s.recovery }),
    teamsRoutes({ teams: s.teams }),
    healingRoutes({ healing: s.healing }),
    rulesRoutes({ rules: s.rules }),
    attentionRoutes({ attention: s.attention }),
    signalsRoutes({ signals: s.signals }),
    usageRoutes({ usage: s.usage }),
    valueRoutes({ value: s.value }),
    valueReportsRoutes({ value: s.value }),
    budgetsRoutes({ budgets: s.budgets }),
    alertsRoutes({ alerts: s.alerts }),
    tasksRoutes({ tasks: s.tasks }),
    outcomesRoutes({ outcomes: s.outcomes }),
    coordinationRoutes({ coordination: s.coordination }),
    collisionsRoutes({ collisions: s.collisions }),
    otlpRoutes({ otlp: s.otlp, clock: s.clock }),
    hooksRoutes({ hooks: s.hooks }),
    mcpRoutes(s),
    workflowsRoutes({ workflows: s.workflows }),
    workDirectoriesRoutes({ workDirectories: s.workDirectories }),
    githubRoutes({ github: s.github }),
    argoRoutes({ argo: s.argo }),
    componentsRoutes({ health: s.health }),
    demoRoutes({ demo: s.demo }),
    notificationsRoutes({ notifications: s.notifications, device: s.access.devices.own }),
    syncRoutes({ sync: s.sync, streams: s.streams, waiters: s.feedWaiters }),
  ] as const;

/**
 * What the app's typed client is made from: one of these, or another. As one chain of them all, each link of which is the
 * sum of those before, it took the type checker most of its time.
 */
export type Api = ReturnType<typeof apiRoutes>[number];

/** Everything the server answers, in the order a request meets it. */
export const createApp = (s: Services) => {
  const api = new Hono<Env>();
  for (const routes of apiRoutes(s)) api.route("/", routes as unknown as Hono<Env>);
  const who = authenticate({ identify: s.access.identify, identifyReporter: s.access.identifyReporter, reporting: isReport });
  return (
    new Hono<Env>({ router: rememberingRouter(isReport) })
      .onError(toProblem)
      .notFound(notFound)
      .use(requestContext({ logger: s.logger, ...(s.traces ? { traced: s.traces.request } : {}) }))
      .use(timed({ timings: s.timings, isCommon: isReport }))
      .use(hostCheck({ publicOrigin: s.config.publicOrigin, port: s.config.port }))
      .use(securityHeaders({ publicOrigin: s.config.publicOrigin, styleHashes: s.styleHashes, exempt: isReport }))
      // Telemetry has a limit of its own, counted after decompression.
      .use(bodyLimit({ maxBytes: mebibyte, exempt: isTelemetry, larger: { isFor: isAgentHook, maxBytes: mostHookBytes } }))
      .use("/api/*", who)
      .use("/otlp/*", who)
      .use("/hooks/*", who)
      .use("/mcp", who)
      .use("/metrics", who)
      // It takes protobuf too, and no cookie opens it.
      .use(originCheck({ publicOrigin: s.config.publicOrigin, exempt: isTelemetry }))
      .use("/api/sync", compress())
      .use("/api/usage/*", compress())
      .use("/api/value/*", compress())
      .use("/api/attention/*", compress())
      .use("/api/budgets/*", compress())
      .use("/api/alerts", compress())
      .use("/api/tasks", compress())
      .use("/api/outcomes", compress())
      .use("/api/coordination/*", compress())
      .use("/api/collisions", compress())
      .use("/api/decision-requests", compress())
      .route("/", api)
      .route("/", openApiRoutes({ app: () => api, version: s.version }))
      .route("/", staticFiles({ root: s.appFolder }))
  );
};
export type App = ReturnType<typeof createApp>;
