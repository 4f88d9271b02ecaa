export type Place = "now" | "fleet" | "work" | "teamwork" | "value" | "history" | "connect" | "settings";
export type Route = {
  /** Segments; `:name` becomes a property of the page element. */
  path: string;
  /** Loads the page's code. */
  load: () => Promise<unknown>;
  tag: string;
  title: string;
  /** Pages of one route that have names of their own, by what stands in the address. */
  titles?: Record<string, string>;
  place: Place;
  /** Where "back" leads when there is no history to go back in. */
  up?: string;
  /** Open without a session. */
  open?: boolean;
  /** Uses the whole width; every other page is one column. */
  wide?: boolean;
};

/** Every address of the app; each page is code of its own that comes when it is needed. */
export const routes: readonly Route[] = [
  { path: "/", tag: "now-page", title: "Now", place: "now", load: () => import("../decisions/now-page.ts") },
  {
    path: "/decisions/:requestId",
    tag: "decision-page",
    title: "Decision",
    place: "now",
    up: "/",
    load: () => import("../decisions/decision-page.ts"),
  },
  { path: "/alerts", tag: "alerts-page", title: "Alerts", place: "now", up: "/", load: () => import("../alerts/alerts-page.ts") },
  {
    path: "/alerts/:alertId",
    tag: "alert-page",
    title: "Alert",
    place: "now",
    up: "/alerts",
    load: () => import("../alerts/alert-page.ts"),
  },
  { path: "/fleet", tag: "fleet-page", title: "Fleet", place: "fleet", wide: true, load: () => import("../fleet/fleet-page.ts") },
  {
    path: "/agents/:agentId",
    tag: "agent-page",
    title: "Agent",
    place: "fleet",
    up: "/fleet",
    load: () => import("../fleet/agent-page.ts"),
  },
  { path: "/work", tag: "work-page", title: "Work", place: "work", wide: true, load: () => import("../work/work-page.ts") },
  { path: "/work/tasks/:taskId", tag: "task-page", title: "Task", place: "work", up: "/work", load: () => import("../work/task-page.ts") },
  {
    path: "/work/workflows/:runId",
    tag: "workflow-page",
    title: "Workflow",
    place: "work",
    up: "/work?view=workflows",
    load: () => import("../work/workflow-page.ts"),
  },
  {
    path: "/teamwork",
    tag: "teamwork-page",
    title: "Teamwork",
    place: "teamwork",
    wide: true,
    load: () => import("../teamwork/teamwork-page.ts"),
  },
  {
    path: "/teamwork/recovery",
    tag: "recovery-page",
    title: "Recovery",
    place: "teamwork",
    up: "/teamwork",
    load: () => import("../recovery/recovery-page.ts"),
  },
  {
    path: "/teamwork/:rows",
    tag: "teamwork-rows-page",
    title: "Teamwork",
    titles: { records: "Attempts", failures: "Failures", collisions: "Two in one file", healing: "Auto-heal" },
    place: "teamwork",
    up: "/teamwork",
    load: () => import("../teamwork/teamwork-rows-page.ts"),
  },
  { path: "/value", tag: "value-page", title: "Value", place: "value", wide: true, load: () => import("../value/value-page.ts") },
  {
    path: "/value/:rows",
    tag: "value-rows-page",
    title: "Value",
    titles: { outcomes: "Outcomes", assumptions: "Assumptions", budgets: "Budgets", attention: "Attention", report: "Reports" },
    place: "value",
    up: "/value",
    load: () => import("../value/value-rows-page.ts"),
  },
  { path: "/history", tag: "history-page", title: "History", place: "history", load: () => import("../decisions/history-page.ts") },
  { path: "/connect", tag: "connect-page", title: "Connect", place: "connect", load: () => import("../connect/connect-page.ts") },
  { path: "/settings", tag: "settings-page", title: "Settings", place: "settings", load: () => import("../settings/settings-page.ts") },
  {
    path: "/settings/notifications",
    tag: "notifications-page",
    title: "Notifications",
    place: "settings",
    up: "/settings",
    load: () => import("../settings/notifications-page.ts"),
  },
  {
    path: "/settings/escalation",
    tag: "escalation-page",
    title: "Escalation",
    place: "settings",
    up: "/settings/notifications",
    load: () => import("../settings/escalation-page.ts"),
  },
  {
    path: "/settings/channels",
    tag: "channels-page",
    title: "Channels",
    place: "settings",
    up: "/settings/notifications",
    load: () => import("../settings/channels-page.ts"),
  },
  {
    path: "/settings/alerts",
    tag: "alert-rules-page",
    title: "Alert rules",
    place: "settings",
    up: "/settings",
    load: () => import("../alerts/alert-rules-page.ts"),
  },
  {
    path: "/settings/rules",
    tag: "rules-page",
    title: "Rules",
    place: "settings",
    up: "/settings",
    load: () => import("../rules/rules-page.ts"),
  },
  {
    path: "/settings/rules/new",
    tag: "rule-edit-page",
    title: "New rule",
    place: "settings",
    up: "/settings/rules",
    load: () => import("../rules/rule-edit-page.ts"),
  },
  {
    path: "/settings/rules/:ruleId",
    tag: "rule-page",
    title: "Rule",
    place: "settings",
    up: "/settings/rules",
    load: () => import("../rules/rule-page.ts"),
  },
  {
    path: "/settings/rules/:ruleId/edit",
    tag: "rule-edit-page",
    title: "Change a rule",
    place: "settings",
    up: "/settings/rules",
    load: () => import("../rules/rule-edit-page.ts"),
  },
  {
    path: "/settings/devices",
    tag: "devices-page",
    title: "Devices",
    place: "settings",
    up: "/settings",
    load: () => import("../settings/devices-page.ts"),
  },
  {
    path: "/settings/access",
    tag: "access-page",
    title: "People and access",
    place: "settings",
    up: "/settings",
    load: () => import("../settings/access-page.ts"),
  },
  {
    path: "/settings/deliveries",
    tag: "deliveries-page",
    title: "Deliveries",
    place: "settings",
    up: "/settings",
    load: () => import("../settings/deliveries-page.ts"),
  },
  {
    path: "/settings/health",
    tag: "health-page",
    title: "Health",
    place: "settings",
    up: "/settings",
    load: () => import("../health/health-page.ts"),
  },
  {
    path: "/settings/audit",
    tag: "audit-page",
    title: "Audit log",
    place: "settings",
    up: "/settings",
    load: () => import("../settings/audit-page.ts"),
  },
  { path: "/pair", tag: "pair-page", title: "Pair this device", place: "now", open: true, load: () => import("../access/pair-page.ts") },
];

/** A report that somebody shared: no place of the app, which is not started for it. */
export const loadShared = () => import("../value/shared-page.ts");

export const unknownRoute: Route = {
  path: "",
  tag: "unknown-page",
  title: "Not found",
  place: "now",
  up: "/",
  load: () => import("./unknown-page.ts"),
};

export type Match = { route: Route; params: Record<string, string> };

/** The route of a path and what its `:names` stand for. */
export function matchRoute(pathname: string): Match {
  const parts = segments(pathname);
  for (const route of routes) {
    const params = paramsOf(segments(route.path), parts);
    if (params) return { route, params };
  }
  return { route: unknownRoute, params: {} };
}

/** What the page calls itself. */
export const titleOf = ({ route, params }: Match): string => route.titles?.[params["rows"] ?? ""] ?? route.title;

const segments = (path: string) => path.split("/").filter((part) => part !== "");

function paramsOf(wanted: string[], given: string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const loading = new WeakMap<Route, Promise<unknown>>();

/** The code of a page, asked for once: who waits for what has come goes on in the same frame. What did not come is asked for anew. */
export function loadPage(route: Route): Promise<unknown> {
  const known = loading.get(route) ?? route.load();
  loading.set(route, known);
  known.catch(() => loading.delete(route));
  return known;
}
