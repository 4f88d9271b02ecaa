import { createECDH, createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { defaultEscalation } from "@beckon/contracts/escalation";
import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { Capability } from "@beckon/bff/notifications/capability.ts";
import { deadPushOrigin, kinds, type Callers, type Kind } from "./callers.ts";

/** One right call of a route, made for one caller alone. `headers`: what goes with this body, such as its signature. */
export type Sample = { path: string; body?: unknown; claims?: Partial<Capability>; headers?: (body: string) => Record<string, string> };

type Expected = Partial<Record<Kind, number>>;

export type Row = {
  sample: (callers: Callers) => Promise<Sample> | Sample;
  /** The status for every kind of caller. */
  expected: (callers: Callers) => Record<Kind, number>;
  /** The call ends the caller's own access. */
  usesUp?: boolean;
};

const devices: Kind[] = ["viewer", "operator", "owner"];
const strangers: Kind[] = ["nobody", "revokedDevice", "revokedToken", "revokedCapability"];

const each = (names: Kind[], status: number): Expected => Object.fromEntries(names.map((name) => [name, status]));

/** Who is nobody gets 401, everybody else 403, but those that are named. */
const only =
  (expected: Expected): Row["expected"] =>
  () => ({
    ...(Object.fromEntries(kinds.map((kind) => [kind, strangers.includes(kind) ? 401 : 403])) as Record<Kind, number>),
    ...expected,
  });

const everybody =
  (status: number | ((callers: Callers) => number)): Row["expected"] =>
  (callers) =>
    Object.fromEntries(kinds.map((kind) => [kind, typeof status === "number" ? status : status(callers)])) as Record<Kind, number>;

const at =
  (path: string, body?: unknown): Row["sample"] =>
  () => ({ path, ...(body === undefined ? {} : { body }) });

/** A new pending request of the agent, and a right of its notification to answer it. */
const asked = async ({ tokens }: Callers): Promise<string> => {
  const answer = await tokens.agent("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", risk: "low" });
  return answer.body.id;
};

const onRequest =
  (suffix: string, body?: unknown): Row["sample"] =>
  async (callers) => {
    const id = await asked(callers);
    return {
      path: `/api/decision-requests/${id}${suffix}`,
      claims: { requestId: id, answers: ["approve"] },
      ...(body === undefined ? {} : { body }),
    };
  };

/** Of a project that has no budget yet. */
const aBudget = () => ({
  scope: { kind: "project", id: `shop-${randomBytes(8).toString("hex")}` },
  period: "week",
  timeZone: "Europe/Berlin",
  column: "billed",
  amountMicros: 5_000_000,
  extendMicros: 1_000_000,
  askSeconds: 600,
  onExpiry: "continue",
});

const onBudget =
  (body?: unknown): Row["sample"] =>
  async ({ devices: { operator } }) => {
    const { body: budget } = await operator("POST", "/api/budgets", aBudget());
    return { path: `/api/budgets/${budget.id}`, ...(body === undefined ? {} : { body }) };
  };

/** An alert that fires: a run of the agent that goes on for longer than a day. */
const onAlert =
  (suffix = "", body?: unknown): Row["sample"] =>
  async ({ app, tokens: { agent }, devices: { owner } }) => {
    const stuck = { name: "Orders", status: "running", startedAt: new Date(Date.now() - 90_000_000).toISOString() };
    await agent("PUT", "/api/workflows/stuck-for-alerts", stuck);
    // As if half a minute had passed since the last look, under the rules as they are by default.
    await app.database.executeSql(
      "delete from alert_clock; delete from alert_evaluation; delete from alert_rule; delete from alert_silence",
    );
    await app.services.alerts.evaluate();
    const { items } = (await owner("GET", "/api/alerts?state=firing")).body;
    const { id } = (items as { id: string; kind: string }[]).find(({ kind }) => kind === "workflow_stuck") as { id: string };
    return { path: `/api/alerts/${id}${suffix}`, ...(body === undefined ? {} : { body }) };
  };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const onSilence =
  (body?: unknown): Row["sample"] =>
  async ({ devices: { operator } }) => {
    const { body: made } = await operator("POST", "/api/alerts/silences", { matcher: { subjectId: "nobody" }, until: inAnHour() });
    return { path: `/api/alerts/silences/${made.id}`, ...(body === undefined ? {} : { body }) };
  };
const anAlertRule = { enabled: true, threshold: 86_400, forSeconds: 0, severity: "warning" };

/** A directory that the agent watches; a new one each time. */
const onWorkDirectory =
  (suffix: string, body?: unknown): Row["sample"] =>
  async ({ tokens }) => {
    const told = { name: "Shop", host: "laptop", path: `/src/${randomBytes(4).toString("hex")}` };
    const { id } = (await tokens.agent("POST", "/api/work-directories", told)).body;
    return { path: `/api/work-directories/${id}${suffix}`, ...(body === undefined ? {} : { body }) };
  };

const valueWindow = { from: "2026-11-01T00:00:00Z", to: "2026-11-21T00:00:00Z" };
/** A new report. */
const aReport = async ({ devices: { owner } }: Callers): Promise<{ id: string }> =>
  (await owner("POST", "/api/value/reports", { scope: valueWindow })).body;
const onReport =
  (suffix: string, body?: unknown): Row["sample"] =>
  async (callers) => ({ path: `/api/value/reports/${(await aReport(callers)).id}${suffix}`, ...(body === undefined ? {} : { body }) });

/** A new outcome by hand. `suffix` with `:id` stands after it; without it is the address of checks. */
const onOutcome =
  (suffix: string, body?: (id: string, version: number) => unknown): Row["sample"] =>
  async ({ devices: { owner } }) => {
    const { id, version } = (await owner("POST", "/api/outcomes", { title: "Shipped by hand" })).body;
    const path = suffix === "" ? "/api/outcomes/checks" : `/api/outcomes${suffix.replace(":id", id)}`;
    return { path, ...(body ? { body: body(id, version) } : {}) };
  };

/** A new request that has been answered. */
const onDecided: Row["sample"] = async (callers) => {
  const id = await asked(callers);
  await callers.devices.owner("PUT", `/api/decision-requests/${id}/decision`, { option: "approve" });
  return { path: `/api/decision-requests/${id}/outcome`, body: { status: "executed", message: "It went well" } };
};

const subscription = () => {
  const keys = createECDH("prime256v1");
  return {
    endpoint: `${deadPushOrigin}/push/${randomBytes(8).toString("hex")}`,
    expirationTime: null,
    keys: { p256dh: keys.generateKeys().toString("base64url"), auth: randomBytes(16).toString("base64url") },
  };
};

const aChannel = { kind: "ntfy", name: "On call", config: { server: "https://ntfy.example.com", topic: "beckon" }, secret: "tk_secret" };
const onChannel =
  (suffix: string, body?: unknown): Row["sample"] =>
  async ({ devices: { owner } }) => {
    const { items } = (await owner("GET", "/api/notification-channels")).body;
    for (const { id } of items) await owner("DELETE", `/api/notification-channels/${id}`);
    const { id } = (await owner("POST", "/api/notification-channels", aChannel)).body;
    return { path: `/api/notification-channels/${id}${suffix}`, ...(body === undefined ? {} : { body }) };
  };

const credential = (response: object) => ({
  id: "AAAA",
  rawId: "AAAA",
  type: "public-key",
  clientExtensionResults: {},
  response: { clientDataJSON: "AAAA", ...response },
});

const teamwork =
  "from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&role=builder&task=T-1&type=handoff&tz=Asia/Kathmandu";

const attentionWindow = "from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&project=shop&tz=Asia/Kathmandu";

/** One webhook per server of a test. */
const githubHooks: Record<string, { secret: string }> = {};

/** A run of the agent; a new one each time. */
const onWorkflow =
  (suffix: string, body?: unknown): Row["sample"] =>
  async ({ tokens }) => {
    const key = randomBytes(6).toString("hex");
    for (const token of [tokens.agent, tokens.otherAgent, tokens.host, tokens.admin])
      await token("PUT", `/api/workflows/${key}`, { name: "Orders", stages: [{ name: "deploy", status: "running" }] });
    return { path: `/api/workflows/${key}${suffix}`, ...(body === undefined ? {} : { body }) };
  };

/** A new task of the agent, in the state that these words bring it to. */
const onTask =
  (suffix: string, body: object | undefined, ...words: string[]): Row["sample"] =>
  async ({ tokens }) => {
    const { id } = (await tokens.agent("POST", "/api/tasks", { title: "Add a column" })).body;
    for (const word of words) await tokens.agent("POST", `/api/tasks/${id}/${word}`, {});
    return { path: `/api/tasks/${id}${suffix}`, ...(body ? { body } : {}) };
  };
const taskReport = {
  agent: { name: "builder-2", host: "laptop", sessionId: "s1" },
  progress: 40,
  message: "Half of it",
  result: "Merged",
  error: "exit 1",
  durationSeconds: 12.5,
  links: [{ kind: "branch", ref: "orders-v2", title: "Branch" }],
  model: "gpt-5.1",
  at: "2026-11-21T10:00:00Z",
};
const ofAgent: Expected = { ...each(["agent", "admin"], 200), ...each(["otherAgent", "host"], 404) };
const taskTemplate = {
  name: "Release",
  task: {
    title: "Cut a release",
    body: "All of it",
    priority: "high",
    role: "devops",
    project: "shop",
    labels: ["release"],
    estimate: { p10: 1, p50: 2, p90: 4 },
  },
};
const onTemplate =
  (suffix: string, body?: unknown): Row["sample"] =>
  async ({ devices: { owner } }) => {
    const { id } = (await owner("POST", "/api/task-templates", taskTemplate)).body;
    return { path: `/api/task-templates/${id}${suffix}`, ...(body === undefined ? {} : { body }) };
  };

const hostProfile = {
  name: "developer",
  role: "developer",
  vendor: "Claude Code",
  command: "claude --print",
  folder: "/srv/shop",
  worktree: true,
  most: 200,
};
const hostProcess = {
  id: "hp_0000000000000000000000",
  profile: "developer",
  agent: "developer-1",
  role: "developer",
  vendor: "Claude Code",
  state: "running",
  pid: 4_711,
  folder: "/srv/shop",
  startedAt: "2026-11-21T10:00:00Z",
  restarts: 1,
  cpu: 0.5,
  memoryBytes: 50_000_000,
  lastOutputAt: "2026-11-21T10:00:01Z",
  output: ["a line", ""],
};

/** The machine of the token of scope host, with one process and no commands. */
const withHost = async ({ tokens: { host }, app }: Callers): Promise<{ hostId: string; processId: string }> => {
  await app.database.executeSql("delete from command; delete from host_process; delete from recovery");
  const { id } = (await host("PUT", "/api/hosts/me", { name: "devbox", platform: "linux", version: "1", profiles: [hostProfile] })).body;
  await host("POST", "/api/hosts/me/report", { complete: true, processes: [hostProcess] });
  return { hostId: id, processId: hostProcess.id };
};

/** A new command to it. */
const onCommand =
  (suffix: string): Row["sample"] =>
  async (callers) => {
    const { hostId } = await withHost(callers);
    const asked = await callers.devices.operator("POST", "/api/commands", { kind: "start", hostId, profile: "developer" });
    return { path: `/api/commands/${asked.body.commands[0].id}${suffix}` };
  };

/** A new recovery, done with being asked for; none of its kind stands beside it. */
const onRecovery =
  (suffix: string, body?: unknown): Row["sample"] =>
  async ({ app, devices: { operator } }) => {
    await app.database.executeSql("delete from recovery");
    const { id } = (await operator("POST", "/api/recoveries", { action: "maintenance", confirm: "maintenance" })).body;
    return { path: `/api/recoveries/${id}${suffix}`, ...(body === undefined ? {} : { body }) };
  };

const teamMembers = [{ role: "developer", profile: "developer", count: 2 }];
/** A new team on that machine. */
const onTeam =
  (suffix: string, body?: unknown): Row["sample"] =>
  async (callers) => {
    const { hostId } = await withHost(callers);
    const { operator } = callers.devices;
    const { body: team } = await operator("POST", "/api/teams", { name: "Shop", members: [{ hostId, ...teamMembers[0] }] });
    const withMember = suffix.replace(":member", team.members[0].id);
    // A member that is there already is not started again.
    if (suffix.includes(":member")) {
      const { items } = (await operator("GET", "/api/commands?state=requested")).body;
      for (const { id } of items) await operator("POST", `/api/commands/${id}/cancel`);
      await callers.app.services.teams.tend(team.id);
    }
    return { path: `/api/teams/${team.id}${withMember}`, ...(body === undefined ? {} : { body }) };
  };

/** A rule, off; and what it takes to switch it on. */
const aRule = { name: "Look at git", scope: { command: { begins: ["git", "status"] } }, answer: { tone: "approve" }, maxRisk: "low" };
const onRule =
  (suffix: string, body?: (callers: Callers) => Promise<unknown> | unknown): Row["sample"] =>
  async (callers) => {
    const { id } = (await callers.devices.operator("POST", "/api/rules", aRule)).body;
    return { path: `/api/rules/${id}${suffix}`, ...(body ? { body: await body(callers) } : {}) };
  };
const replayed = async ({ devices: own }: Callers) => ({
  replayId: (await own.operator("POST", "/api/rules/replay", { rule: aRule })).body.id,
  against: 0,
});
const acting = ["operator", "owner", "admin"] satisfies Kind[];

const noSuchRequest = "dr_0000000000000000000000";

/**
 * Every route: a right call of it, and what comes of it for every kind of caller. A route that the
 * router has and this table has not makes the tests fail: who adds one says here who may call it.
 */
export const routeTable: Record<string, Row> = {
  "GET /health": { sample: at("/health"), expected: everybody(200) },
  // Jobs do not run in the test's server, and it says so.
  "GET /ready": { sample: at("/ready"), expected: everybody(503) },
  "GET /metrics": { sample: at("/metrics"), expected: only({ metrics: 200, admin: 200, local: 200 }) },
  "GET /api/observability/grafana": {
    sample: at("/api/observability/grafana"),
    expected: only({ ...each(devices, 200), metrics: 200, admin: 200, local: 200 }),
  },
  "GET /api/observability/prometheus-rules": {
    sample: at("/api/observability/prometheus-rules"),
    expected: only({ ...each(devices, 200), metrics: 200, admin: 200, local: 200 }),
  },
  "GET /openapi.json": { sample: at("/openapi.json"), expected: everybody(200) },
  "GET /docs": { sample: at("/docs"), expected: everybody(200) },
  "GET /docs/style.css": { sample: at("/docs/style.css"), expected: everybody(200) },
  "GET /*": {
    sample: at("/settings"),
    expected: everybody(({ app }) => (existsSync(`${app.services.appFolder}/index.html`) ? 200 : 404)),
  },

  "POST /api/pair": {
    sample: async ({ app }) => {
      const invited = await app.local("POST", "/api/pairing-codes", { person: "Guest", role: "viewer" });
      return { path: "/api/pair", body: { code: invited.body.code, deviceName: "Guest's phone" } };
    },
    usesUp: true,
    expected: everybody(201),
  },
  "POST /api/pairing-codes": {
    sample: at("/api/pairing-codes", { person: "Newcomer", role: "viewer" }),
    expected: only(each(["owner", "local", "admin"], 201)),
  },
  "GET /api/session": { sample: at("/api/session"), expected: only(each(devices, 200)) },
  "POST /api/session/end": { sample: at("/api/session/end"), usesUp: true, expected: only(each(devices, 204)) },

  "GET /api/devices": { sample: at("/api/devices"), expected: only(each([...devices, "local", "admin"], 200)) },
  "PATCH /api/devices/me": {
    sample: at("/api/devices/me", { name: "Test phone", privateNotifications: false }),
    expected: only(each(devices, 200)),
  },
  "DELETE /api/devices/:id": {
    sample: async ({ app }) => ({ path: `/api/devices/${(await app.pair({ role: "viewer", person: "Leaver" })).session.device.id}` }),
    expected: only(each(["owner", "local", "admin"], 204)),
  },
  "GET /api/people": { sample: at("/api/people"), expected: only(each([...devices, "admin"], 200)) },
  "PATCH /api/people/:id": {
    sample: async ({ app }) => ({
      path: `/api/people/${(await app.pair({ role: "viewer", person: "Riser" })).session.person.id}`,
      body: { role: "viewer" },
    }),
    expected: only(each(["owner", "admin"], 200)),
  },
  "GET /api/tokens": { sample: at("/api/tokens"), expected: only(each(["owner", "local", "admin"], 200)) },
  "POST /api/tokens": {
    sample: at("/api/tokens", { name: "Another", scope: "agent" }),
    expected: only(each(["owner", "local", "admin"], 201)),
  },
  "DELETE /api/tokens/:id": {
    sample: async ({ app }) => ({ path: `/api/tokens/${(await app.token("agent", "To go")).id}` }),
    expected: only(each(["owner", "local", "admin"], 204)),
  },
  "GET /api/audit/verify": { sample: at("/api/audit/verify"), expected: only(each(["owner", "admin", "local"], 200)) },
  "GET /api/audit": { sample: at("/api/audit?limit=5"), expected: only(each(["owner", "admin"], 200)) },

  "GET /api/passkeys": { sample: at("/api/passkeys"), expected: only(each([...devices, "local"], 200)) },
  "POST /api/passkeys/registration-options": { sample: at("/api/passkeys/registration-options"), expected: only(each(devices, 200)) },
  // Nothing that verifies can be made up here: 422 and 409 say that the caller got as far as that.
  "POST /api/passkeys": {
    sample: async ({ devices: own }) => {
      for (const kind of ["owner", "operator", "viewer"] as const) await own[kind]("POST", "/api/passkeys/registration-options");
      return { path: "/api/passkeys", body: { name: "Key", response: credential({ attestationObject: "AAAA" }) } };
    },
    expected: only(each(devices, 422)),
  },
  "POST /api/passkeys/step-up-options": {
    sample: at("/api/passkeys/step-up-options", { requestId: noSuchRequest }),
    expected: only(each(devices, 409)),
  },
  "POST /api/passkeys/step-up": {
    sample: at("/api/passkeys/step-up", {
      requestId: noSuchRequest,
      response: credential({ authenticatorData: "AAAA", signature: "AAAA" }),
    }),
    expected: only(each(devices, 409)),
  },
  "DELETE /api/passkeys/:id": {
    sample: at("/api/passkeys/pk_0000000000000000000000"),
    expected: only(each([...devices, "local"], 404)),
  },

  "POST /api/decision-requests": {
    sample: at("/api/decision-requests", {
      kind: "choice",
      title: "Which way?",
      body: "Left is *shorter*.",
      options: [
        { id: "left", label: "Left", tone: "approve" },
        { id: "right", label: "Right", tone: "neutral" },
      ],
      allowText: true,
      action: { tool: "Bash", command: "git push", diff: "+a", files: ["a.ts"], cwd: "/src" },
      risk: "low",
      agent: { name: "builder-2", vendor: "Claude Code", role: "developer", host: "laptop", sessionId: "s1" },
      taskId: "t1",
      expiresInSeconds: 3_600,
      onExpiry: "right",
      callbackUrl: "https://ci.example.com/beckon",
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 201)),
  },
  "GET /api/decision-requests": {
    sample: at(
      "/api/decision-requests?status=pending&q=deploy&agent=Builder&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~dr_0000000000000000000000&limit=5",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/decision-requests/:id": {
    sample: onRequest("?wait=0"),
    expected: only({ ...each([...devices, "agent", "admin"], 200), ...each(["otherAgent", "host"], 404) }),
  },
  "PUT /api/decision-requests/:id/decision": {
    sample: onRequest("/decision", { option: "approve" }),
    expected: only(each(["operator", "owner", "admin", "capability"], 200)),
  },
  "POST /api/decision-requests/:id/cancel": {
    sample: onRequest("/cancel", { reason: "Done by hand" }),
    expected: only({ ...each(["agent", "admin"], 200), ...each(["otherAgent", "host"], 404) }),
  },
  "POST /api/decision-requests/:id/outcome": {
    sample: onDecided,
    expected: only({ ...each(["agent", "admin"], 200), ...each(["otherAgent", "host"], 404) }),
  },
  "PUT /api/decision-requests/:id/snooze": {
    sample: onRequest("/snooze", { until: new Date(Date.now() + 3_600_000).toISOString() }),
    expected: only({ ...each(["operator", "owner"], 200), admin: 404 }),
  },
  "DELETE /api/decision-requests/:id/snooze": {
    sample: onRequest("/snooze"),
    expected: only({ ...each(["operator", "owner"], 204), admin: 404 }),
  },
  "PATCH /api/agents/:id": {
    sample: at("/api/agents/ag_0000000000000000000000", { name: "Nightly", role: "tester", payment: "plan" }),
    expected: only({ ...each(["operator", "owner", "admin"], 404) }),
  },
  "GET /api/sessions": {
    sample: at(
      "/api/sessions?agent=ag_0000000000000000000000&role=tester&task=T1&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~se_0000000000000000000000&limit=5",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/sessions/:id/pause": {
    sample: at("/api/sessions/se_0000000000000000000000/pause"),
    expected: only(each(["operator", "owner", "admin"], 404)),
  },
  "POST /api/sessions/:id/resume": {
    sample: at("/api/sessions/se_0000000000000000000000/resume"),
    expected: only(each(["operator", "owner", "admin"], 404)),
  },
  "GET /api/collisions": {
    sample: at(
      "/api/collisions?status=open&kind=hot&agent=ag_0000000000000000000000&repository=github.com/acme/shop&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~1~1795000000000~cl_0000000000000000000000&limit=5&format=json",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/sessions/:id/timeline": {
    sample: at("/api/sessions/se_0000000000000000000000/timeline?cursor=1795000000000~00000000-0000-0000-0000-000000000000"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/agents/heartbeat": {
    sample: at("/api/agents/heartbeat?wait=0", {
      agent: { name: "builder-2", vendor: "Codex", role: "developer", host: "laptop", sessionId: "s1" },
      state: "working",
      taskId: "t1",
      progress: 40,
      load: 0.5,
      takes: ["message", "stop"],
      process: {
        id: "hp_0000000000000000000009",
        profile: "codex",
        agent: "builder-2",
        state: "running",
        pid: 4_711,
        folder: "/srv/shop",
        startedAt: "2026-11-21T10:00:00Z",
        restarts: 0,
        output: [],
      },
      commands: [{ id: "cm_0000000000000000000000", state: "done", result: "Read" }],
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /api/signals": {
    sample: at("/api/signals", {
      signals: [
        {
          id: "1",
          source: "test",
          at: "2026-11-21T10:00:00Z",
          session: "s1",
          kind: "tool.started",
          data: { callId: "c", tool: "Bash", command: "ls" },
        },
      ],
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "GET /api/work-directories": { sample: at("/api/work-directories"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/work-directories": {
    sample: at("/api/work-directories", { name: "Shop", host: "laptop", path: "/src/shop/tasks", writable: true }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "DELETE /api/work-directories/:id": {
    sample: onWorkDirectory(""),
    expected: only(each(["operator", "owner", "admin"], 204)),
  },
  "GET /api/work-directories/:id/files": {
    sample: onWorkDirectory("/files"),
    expected: only({ agent: 200, ...each(["otherAgent", "host", "admin"], 404) }),
  },
  "POST /api/work-directories/:id/files": {
    sample: onWorkDirectory("/files", {
      revision: 0,
      files: [
        {
          path: "inbox/a.yaml",
          lane: "inbox",
          hash: "h1",
          modifiedAt: "2026-11-21T10:00:00Z",
          tasks: [{ document: 0, title: "Fix it", status: "pending", priority: "high", labels: ["web"] }],
        },
      ],
      moved: [],
      removed: ["inbox/b.yaml"],
      folders: ["inbox", "done"],
    }),
    expected: only({ agent: 200, ...each(["otherAgent", "host", "admin"], 404) }),
  },
  "GET /api/work-directories/:id/edits": {
    sample: onWorkDirectory("/edits?wait=0"),
    expected: only({ agent: 200, ...each(["otherAgent", "host", "admin"], 404) }),
  },
  "POST /api/work-directories/:id/edits/:edit": {
    sample: onWorkDirectory("/edits/fe_0000000000000000000000", { status: "refused", message: "It has changed" }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 404)),
  },
  "PUT /api/hosts/me": {
    sample: at("/api/hosts/me", {
      name: "devbox",
      platform: "linux",
      version: "0.1.0",
      profiles: [hostProfile],
      teams: [{ name: "Night", members: [{ profile: "developer", strength: 2 }], restartsPerHour: 5 }],
    }),
    expected: only({ host: 200 }),
  },
  "POST /api/hosts/me/report": {
    sample: async (callers) => {
      await withHost(callers);
      const ended = { ...hostProcess, state: "failed", endedAt: "2026-11-21T10:01:00Z", exitCode: 1, signal: "SIGKILL" };
      const processes = [{ ...ended, problem: "It was killed" }];
      const commands = [{ id: "cm_0000000000000000000000", state: "done", result: "pid 4712" }];
      return { path: "/api/hosts/me/report?wait=0", body: { complete: true, processes, commands, leaving: false } };
    },
    expected: only({ host: 200 }),
  },
  "GET /api/hosts": { sample: at("/api/hosts"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/hosts/:id/processes/:process/output": {
    sample: async (callers) => {
      const { hostId, processId } = await withHost(callers);
      return { path: `/api/hosts/${hostId}/processes/${processId}/output` };
    },
    expected: only(each([...devices, "admin"], 200)),
  },
  "DELETE /api/hosts/:id": {
    sample: async (callers) => {
      const { hostId } = await withHost(callers);
      await callers.tokens.host("POST", "/api/hosts/me/report", { complete: true, leaving: true });
      return { path: `/api/hosts/${hostId}` };
    },
    expected: only(each(["owner", "admin"], 204)),
  },
  "GET /api/healing": { sample: at("/api/healing"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/healing/preview": {
    sample: at("/api/healing/preview", { mode: "smart", limits: { restartsPerHour: 2, coolDownSeconds: 60, actsPerRun: 5 } }),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/healing/runs": {
    // Nobody has seen this plan.
    sample: at("/api/healing/runs", { mode: "smart", planHash: "0".repeat(64), limits: { actsPerRun: 5 } }),
    expected: only(each(["operator", "owner", "admin"], 409)),
  },
  "GET /api/healing/runs/:id": {
    sample: at("/api/healing/runs/hl_0000000000000000000000"),
    expected: only(each([...devices, "admin"], 404)),
  },
  "PUT /api/healing/rule": {
    sample: at("/api/healing/rule", {
      mode: "conservative",
      scope: { role: "developer" },
      everyMinutes: 5,
      until: "2099-01-01T00:00:00.000Z",
    }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "DELETE /api/healing/rule": {
    sample: async (callers) => {
      await callers.devices.operator("PUT", "/api/healing/rule", { mode: "conservative" });
      return { path: "/api/healing/rule" };
    },
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/commands": {
    sample: async (callers) => {
      const { hostId, processId } = await withHost(callers);
      return { path: "/api/commands", body: { kind: "pause", hostId, processId, reason: "It talks too much", timeoutSeconds: 60 } };
    },
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "GET /api/commands": {
    sample: at(
      "/api/commands?agent=ag_0000000000000000000000&host=ho_0000000000000000000000&state=requested&cursor=1795000000000~cm_0000000000000000000000&limit=5",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/recoveries/preview": {
    sample: at("/api/recoveries/preview", { action: "pause_all" }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/recoveries": {
    sample: async ({ app }) => {
      await app.database.executeSql("delete from recovery");
      return { path: "/api/recoveries", body: { action: "maintenance", confirm: "maintenance", previewOf: "0", reason: "A new disk" } };
    },
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "GET /api/recoveries": {
    sample: at("/api/recoveries?cursor=1795000000000~rc_0000000000000000000000&limit=5"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/recoveries/:id": { sample: onRecovery("?cursor=2~0&limit=5"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/recoveries/:id/resume": {
    sample: onRecovery("/resume", { confirm: "resume" }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "GET /api/commands/:id": { sample: onCommand(""), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/commands/:id/cancel": { sample: onCommand("/cancel"), expected: only(each(["operator", "owner", "admin"], 200)) },
  "POST /api/teams/preview": {
    sample: at("/api/teams/preview", { members: [{ ...teamMembers[0], hostId: "ho_0000000000000000000000" }] }),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/teams": {
    sample: async (callers) => {
      const { hostId } = await withHost(callers);
      const task = { title: "Rebuild the cart", body: "All of it", priority: "high" };
      return {
        path: "/api/teams",
        body: { name: "Shop", members: [{ hostId, ...teamMembers[0] }], task, budgetMicros: 5_000_000, keep: true, reason: "Release" },
      };
    },
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "GET /api/teams": {
    sample: at("/api/teams?state=active&search=shop&cursor=1795000000000~tm_0000000000000000000000&limit=5"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/teams/:id": { sample: onTeam(""), expected: only(each([...devices, "admin"], 200)) },
  "PATCH /api/teams/:id": {
    sample: onTeam("", { keep: true, budgetMicros: 9_000_000 }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/teams/:id/members/:member/start": {
    sample: onTeam("/members/:member/start"),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/teams/:id/dissolve": {
    sample: onTeam("/dissolve", { tasks: "requeue", reason: "Enough" }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "GET /api/budgets": { sample: at("/api/budgets"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/budgets/hours": {
    sample: at("/api/budgets/hours?kind=project&id=shop&column=billed&hours=24&tz=Asia/Kathmandu"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/budgets/alarms": { sample: at("/api/budgets/alarms"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/budgets": {
    sample: () => ({ path: "/api/budgets", body: aBudget() }),
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "GET /api/budgets/:id": { sample: onBudget(), expected: only(each([...devices, "admin"], 200)) },
  "PATCH /api/budgets/:id": {
    sample: onBudget({ amountMicros: 9_000_000, paused: true }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "DELETE /api/budgets/:id": { sample: onBudget(), expected: only(each(["operator", "owner", "admin"], 204)) },
  "GET /api/alerts": {
    sample: at("/api/alerts?state=all&kind=queue_age&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&limit=5"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/alerts/pending": { sample: at("/api/alerts/pending"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/alerts/rules": { sample: at("/api/alerts/rules"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/alerts/rules/:kind": {
    sample: at("/api/alerts/rules/workflow_stuck", anAlertRule),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "DELETE /api/alerts/rules/:kind": {
    sample: at("/api/alerts/rules/queue_age"),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "GET /api/alerts/silences": { sample: at("/api/alerts/silences"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/alerts/silences": {
    sample: () => ({ path: "/api/alerts/silences", body: { matcher: { subjectId: "nobody" }, until: inAnHour(), comment: "Known" } }),
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "PATCH /api/alerts/silences/:id": { sample: onSilence({ comment: "Known" }), expected: only(each(["operator", "owner", "admin"], 200)) },
  "DELETE /api/alerts/silences/:id": { sample: onSilence(), expected: only(each(["operator", "owner", "admin"], 204)) },
  "GET /api/alerts/:id": { sample: onAlert(), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/alerts/:id/acknowledge": { sample: onAlert("/acknowledge"), expected: only(each(["operator", "owner", "admin"], 200)) },
  "POST /api/alerts/:id/snooze": {
    sample: async (callers) => onAlert("/snooze", { until: inAnHour() })(callers),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/alerts/:id/assign": {
    sample: onAlert("/assign", { personId: null }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "GET /api/hand-out": { sample: at("/api/hand-out"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/hand-out": { sample: at("/api/hand-out", { on: false }), expected: only(each(["operator", "owner", "admin"], 200)) },
  "GET /api/outcomes": {
    sample: at("/api/outcomes?state=standing&grade=B&type=fix&search=orders&cursor=1795000000000~oc_0000000000000000000000&limit=5"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/outcomes": {
    sample: () => ({
      path: "/api/outcomes",
      body: { title: `A talk ${randomBytes(4).toString("hex")}`, taskType: "docs", hours: { saved: 4_000 } },
    }),
    expected: only(each(acting, 201)),
  },
  "GET /api/outcomes/costs": {
    sample: at("/api/outcomes/costs?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/outcomes/baselines": { sample: at("/api/outcomes/baselines"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/outcomes/baselines/:taskType": {
    sample: at("/api/outcomes/baselines/fix", { hours: { p10: 1_000, p50: 2_000, p90: 4_000 }, words: ["defect"] }),
    expected: only(each(acting, 200)),
  },
  "GET /api/outcomes/hold-outs": { sample: at("/api/outcomes/hold-outs"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/outcomes/hold-outs": { sample: at("/api/outcomes/hold-outs", { share: 0 }), expected: only(each(acting, 200)) },
  "PUT /api/outcomes/hold-outs/:taskId/hours": {
    sample: async ({ devices: { owner } }) => {
      const task = (await owner("POST", "/api/tasks", { title: "By hand", labels: ["hold-out"] })).body;
      return { path: `/api/outcomes/hold-outs/${task.id}/hours`, body: { milliHours: 1_500 } };
    },
    expected: only(each(acting, 200)),
  },
  "GET /api/outcomes/checks": {
    sample: at("/api/outcomes/checks?repository=github.com/acme/shop&cursor=1795000000000~oc_0000000000000000000000"),
    expected: only(each([...acting, "local"], 200)),
  },
  "POST /api/outcomes/checks": {
    sample: onOutcome("", (id) => ({
      repository: "github.com/acme/shop",
      findings: [{ id, state: "standing", tip: "a".repeat(40), tipAt: "2026-11-21T10:00:00Z" }],
    })),
    expected: only(each([...acting, "local"], 200)),
  },
  "GET /api/outcomes/:id": { sample: onOutcome("/:id"), expected: only(each([...devices, "admin"], 200)) },
  "PATCH /api/outcomes/:id": {
    sample: onOutcome("/:id", (_id, version) => ({ version, agentShare: 500_000, reason: "Half of it" })),
    expected: only(each(acting, 200)),
  },
  "POST /api/outcomes/:id/withdraw": {
    sample: onOutcome("/:id/withdraw", () => ({ reason: "Not ours" })),
    expected: only(each(acting, 200)),
  },
  "POST /api/outcomes/:id/restore": {
    sample: async (callers) => {
      const { path } = await onOutcome("/:id/restore")(callers);
      await callers.devices.owner("POST", path.replace("restore", "withdraw"), { reason: "Not ours" });
      return { path };
    },
    expected: only(each(acting, 200)),
  },
  "GET /api/rules": { sample: at("/api/rules"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/rules": { sample: at("/api/rules", { ...aRule, mostPerHour: 5 }), expected: only(each(acting, 201)) },
  "POST /api/rules/replay": { sample: at("/api/rules/replay", { rule: aRule, days: 7 }), expected: only(each(acting, 200)) },
  "GET /api/rules/proposals": { sample: at("/api/rules/proposals"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/rules/proposals/:id/dismiss": {
    sample: at("/api/rules/proposals/rp_00000000000000000000000000000000/dismiss"),
    // Dismissed for oneself: a script is nobody.
    expected: only({ ...each(["operator", "owner"], 204), admin: 404 }),
  },
  "GET /api/rules/:id": { sample: onRule(""), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/rules/:id": { sample: onRule("", () => ({ ...aRule, name: "Git" })), expected: only(each(acting, 200)) },
  "DELETE /api/rules/:id": { sample: onRule(""), expected: only(each(acting, 204)) },
  "POST /api/rules/:id/on": { sample: onRule("/on", replayed), expected: only(each(acting, 200)) },
  "POST /api/rules/:id/off": { sample: onRule("/off", () => ({ reason: "Enough" })), expected: only(each(acting, 200)) },
  "GET /api/rules/:id/answers": {
    sample: onRule("/answers?cursor=1795000000000~dr_0000000000000000000000&limit=5"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "DELETE /api/demo": { sample: at("/api/demo"), expected: only(each(["owner", "local", "admin"], 200)) },
  "GET /api/agents": {
    sample: at(
      "/api/agents?agent=ag_0000000000000000000000&role=tester&task=T1&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~ag_0000000000000000000000&limit=5",
    ),
    expected: only(each([...devices, "local", "admin"], 200)),
  },

  "POST /otlp/v1/logs": {
    sample: at("/otlp/v1/logs", {
      resourceLogs: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "claude-code" } }] },
          scopeLogs: [
            {
              logRecords: [
                {
                  timeUnixNano: "1795227156641000000",
                  body: { stringValue: "claude_code.user_prompt" },
                  attributes: [{ key: "session.id", value: { stringValue: "s1" } }],
                },
              ],
            },
          ],
        },
      ],
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /otlp/v1/metrics": {
    sample: at("/otlp/v1/metrics", {
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: "claude_code.token.usage",
                  sum: {
                    aggregationTemporality: 2,
                    isMonotonic: true,
                    dataPoints: [
                      {
                        startTimeUnixNano: "1795227156000000000",
                        timeUnixNano: "1795227157000000000",
                        asInt: "5",
                        attributes: [
                          { key: "session.id", value: { stringValue: "s1" } },
                          { key: "type", value: { stringValue: "output" } },
                        ],
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /otlp/v1/traces": {
    sample: at("/otlp/v1/traces", {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
                  spanId: "0b0b0b0b0b0b0b0b",
                  name: "chat",
                  startTimeUnixNano: "1795227156000000000",
                  endTimeUnixNano: "1795227157000000000",
                  attributes: [
                    { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
                    { key: "gen_ai.usage.input_tokens", value: { intValue: 5 } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /hooks/:agent{claude-code|codex|gemini|copilot|cursor|opencode}": {
    sample: at("/hooks/claude-code?wait=0", {
      session_id: "s1",
      cwd: "/srv/shop",
      hook_event_name: "PostToolUse",
      tool_name: "Bash",
      tool_input: { command: "ls" },
      tool_response: {},
      tool_use_id: "toolu_1",
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /hooks/withdraw": {
    sample: at("/hooks/withdraw", { agent: "codex", key: "k1", reason: "the process was ended" }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /mcp": {
    sample: at("/mcp", {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "report_progress", arguments: { message: "Half", percent: 50, task_id: "t1" } },
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 200)),
  },
  "POST /api/coordinations": {
    sample: at("/api/coordinations", {
      type: "handoff",
      key: "k1",
      from: { name: "builder-2", host: "laptop", sessionId: "s1" },
      to: { name: "reviewer-1" },
      task: "T-1",
      what: "The rest of it",
      attempt: 2,
      startedAt: "2026-11-21T10:00:00Z",
      timeoutSeconds: 600,
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 201)),
  },
  "POST /api/coordinations/:id/end": {
    sample: async ({ tokens }) => {
      const { body } = await tokens.agent("POST", "/api/coordinations", { type: "pair", to: { name: "nobody-else" } });
      return {
        path: `/api/coordinations/${body.id}/end`,
        body: { outcome: "failed", cause: "crash", message: "exit 137", exhausted: true, endedAt: "2026-11-21T10:00:00Z" },
      };
    },
    expected: only({ ...each(["agent", "admin"], 200), ...each(["otherAgent", "host"], 404) }),
  },
  "GET /api/coordination/summary": {
    sample: at(`/api/coordination/summary?${teamwork}&format=json`),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/coordination/flow": {
    sample: at(`/api/coordination/flow?${teamwork}&by=role&format=csv`),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/coordination/failures": {
    sample: at(`/api/coordination/failures?${teamwork}&cursor=20&limit=5`),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/coordination/records": {
    sample: at(
      `/api/coordination/records?${teamwork}&status=failed&cause=crash&pattern=p&other=ag_0000000000000000000001&giver=x&taker=%3Dx&giverRole=r&takerRole=-&exhausted=true&cursor=1795000000000~co_0000000000000000000000&limit=5`,
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/coordination/diagnostics": {
    sample: at("/api/coordination/diagnostics?format=json"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/usage/summary": {
    sample: at(
      "/api/usage/summary?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&session=se_0000000000000000000000&task=T-1&role=builder&project=shop&model=gpt-5.1&groupBy=agent&tz=Asia/Kathmandu&limit=5&cursor=WzEsMiwiYWciXQ",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/value/summary": {
    sample: at(
      "/api/value/summary?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&task=T-1&role=builder&team=te_1&model=gpt-5.1&project=shop&taskType=fix&groupBy=agent&tz=Asia/Kathmandu&limit=5&cursor=WzEsMiwiYWciXQ",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/value/inputs": {
    sample: at("/api/value/inputs?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&role=builder&tz=Europe/Berlin"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/value/trend": {
    sample: at("/api/value/trend?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&unit=month&tz=Europe/Berlin"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/value/scenarios": {
    sample: at("/api/value/scenarios?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/value/assumptions": {
    sample: at("/api/value/assumptions?limit=5&cursor=9"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "PUT /api/value/assumptions": {
    sample: async ({ devices: { owner } }) => {
      const version = (await owner("GET", "/api/value/assumptions?limit=1")).body.current?.version ?? 0;
      const rate = { p10: 80_000_000 + version, p50: 100_000_000, p90: 120_000_000 };
      return { path: "/api/value/assumptions", body: { version, terms: { rate, people: 3 }, note: "Asked the accountant" } };
    },
    expected: only(each(["owner", "admin"], 201)),
  },
  "POST /api/value/reports": {
    sample: at("/api/value/reports", { title: "November", scope: valueWindow, include: { groups: ["role"] } }),
    expected: only(each(acting, 201)),
  },
  "GET /api/value/reports": { sample: at("/api/value/reports?limit=5"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/value/reports/:id": { sample: onReport(""), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/value/reports/:id/file": { sample: onReport("/file?format=csv"), expected: only(each([...devices, "admin"], 200)) },
  "DELETE /api/value/reports/:id": { sample: onReport(""), expected: only(each(["owner", "admin"], 204)) },
  "POST /api/value/reports/:id/links": { sample: onReport("/links", { days: 3 }), expected: only(each(["owner", "admin"], 201)) },
  "DELETE /api/value/reports/:id/links/:linkId": {
    sample: async (callers) => {
      const { id } = await aReport(callers);
      const { link } = (await callers.devices.owner("POST", `/api/value/reports/${id}/links`, {})).body;
      return { path: `/api/value/reports/${id}/links/${link.id}` };
    },
    expected: only(each(["owner", "admin"], 204)),
  },
  // Who has the link's secret needs to be nobody else.
  "POST /api/shared-reports": {
    sample: async (callers) => {
      const { id } = await aReport(callers);
      const { url } = (await callers.devices.owner("POST", `/api/value/reports/${id}/links`, {})).body;
      return { path: "/api/shared-reports", body: { secret: url.split("#")[1] } };
    },
    expected: everybody(200),
  },
  ...Object.fromEntries(
    ["summary", "habits", "waits"].map((what): [string, Row] => [
      `GET /api/attention/${what}`,
      { sample: at(`/api/attention/${what}?${attentionWindow}`), expected: only(each([...devices, "admin"], 200)) },
    ]),
  ),
  "GET /api/attention/habits/:id": {
    sample: at("/api/attention/habits/ha_0123456789abcdef0123456789abcdef"),
    expected: only(each([...devices, "admin"], 404)),
  },
  "GET /api/prices": { sample: at("/api/prices"), expected: only(each([...devices, "admin"], 200)) },
  // Named as an id is, so that the tests with rubbish put theirs in its place.
  "PUT /api/prices/:model": {
    sample: at("/api/prices/house_0000000000000000000000", {
      input: 3_000_000,
      output: 15_000_000,
      cacheRead: 300_000,
      cacheWrite: 3_750_000,
      since: "2026-11-21T00:00:00Z",
    }),
    expected: only(each(["owner", "admin"], 200)),
  },
  "DELETE /api/prices/:model": {
    sample: async ({ devices: { owner } }) => {
      const path = "/api/prices/house_1111111111111111111111";
      await owner("PUT", path, { input: 1, output: 1 });
      return { path };
    },
    expected: only(each(["owner", "admin"], 204)),
  },

  "PUT /api/workflows/:key": {
    sample: () => ({
      path: `/api/workflows/${randomBytes(6).toString("hex")}`,
      body: {
        name: "Orders",
        status: "running",
        task: "T-1",
        role: "developer",
        project: "shop",
        agent: "builder-2",
        url: "https://ci.example.com/1",
        error: "",
        startedAt: "2026-11-21T10:00:00Z",
        stages: [
          { name: "build", status: "succeeded", agent: "builder-2", startedAt: "2026-11-21T10:00:00Z", endedAt: "2026-11-21T10:05:00Z" },
          { name: "test", status: "failed", attempts: 2, error: "red" },
        ],
      },
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 201)),
  },
  "POST /api/workflows/:key/suspend": {
    sample: onWorkflow("/suspend", {
      stage: "deploy",
      waitsFor: "person",
      what: "Deploy?",
      options: [
        { id: "yes", label: "Yes", tone: "approve" },
        { id: "no", label: "No", tone: "deny" },
      ],
      expiresInSeconds: 3_600,
      onExpiry: "no",
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 201)),
  },
  "POST /api/workflows/:key/resume": {
    sample: async (callers) => {
      const { path } = await onWorkflow("")(callers);
      const made = await callers.tokens.agent("POST", `${path}/suspend`, { waitsFor: "event", what: "the window" });
      return { path: `${path}/resume`, body: { suspensionId: made.body.suspension.id, ok: false, error: "not yet" } };
    },
    expected: only({ agent: 200, ...each(["otherAgent", "host", "admin"], 404) }),
  },
  "GET /api/workflows": {
    sample: at(
      "/api/workflows?status=running&source=rest&agent=ag_0000000000000000000000&task=T-1&role=developer&project=shop&stuck=false&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~wf_0000000000000000000000&limit=5&format=json",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/workflows/summary": {
    sample: at(
      "/api/workflows/summary?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&task=T-1&role=developer&tz=Asia/Kathmandu&format=json",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/workflows/:id": {
    sample: at("/api/workflows/wf_0000000000000000000000"),
    expected: only(each([...devices, "admin"], 404)),
  },
  "POST /hooks/argo": {
    sample: () => ({
      path: "/hooks/argo",
      body: {
        workflow: `deploy-${randomBytes(6).toString("hex")}`,
        namespace: "ci",
        uid: "0b7c1f6e",
        node: "approve",
        question: "Deploy?",
        options: ["YES", "NO"],
        parameter: "approve",
        expiresInSeconds: 3_600,
        onExpiry: "NO",
        task: "T-1",
        role: "developer",
        agent: "builder-2",
      },
    }),
    expected: only(each(["agent", "otherAgent", "host", "admin"], 201)),
  },
  // Nobody's session or token counts there: the signature is the access.
  "POST /hooks/github": {
    sample: async ({ devices: { owner }, deviceIds }) => {
      const { secret } = (githubHooks[deviceIds.capability] ??= (await owner("POST", "/api/github/hooks", { name: "shop" })).body);
      return {
        path: "/hooks/github",
        body: { action: "completed", repository: {} },
        headers: (body) => ({
          "x-github-event": "star",
          "x-github-delivery": randomBytes(8).toString("hex"),
          "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
        }),
      };
    },
    expected: everybody(202),
  },
  "GET /api/github/hooks": { sample: at("/api/github/hooks"), expected: only(each(["owner", "admin"], 200)) },
  "POST /api/github/hooks": {
    sample: at("/api/github/hooks", { name: "acme/shop", accounts: ["anna"] }),
    expected: only(each(["owner", "admin"], 201)),
  },
  "DELETE /api/github/hooks/:id": {
    sample: at("/api/github/hooks/gh_0000000000000000000000"),
    expected: only(each(["owner", "admin"], 404)),
  },
  "PUT /api/argo": {
    sample: at("/api/argo", { url: "https://argo.example.com", token: "t0ken" }),
    expected: only(each(["owner", "admin"], 200)),
  },
  "GET /api/argo": {
    sample: async ({ devices: { owner } }) => {
      await owner("PUT", "/api/argo", { url: "https://argo.example.com", token: "t0ken" });
      return { path: "/api/argo" };
    },
    expected: only(each(["owner", "admin"], 200)),
  },
  "DELETE /api/argo": {
    sample: async ({ devices: { owner } }) => {
      await owner("PUT", "/api/argo", { url: "https://argo.example.com", token: "t0ken" });
      return { path: "/api/argo" };
    },
    expected: only(each(["owner", "admin"], 204)),
  },

  "POST /api/tasks": {
    sample: () => ({
      path: "/api/tasks",
      body: {
        title: "Add a column",
        body: "To **orders**",
        priority: "high",
        agent: { name: "builder-2" },
        role: "developer",
        project: "shop",
        labels: ["db"],
        dependencies: [],
        estimate: { p10: 1, p50: 2, p90: 4 },
        links: [{ kind: "issue", ref: "https://example.com/1", title: "Issue 1" }],
        deadlineAt: new Date(Date.now() + 86_400_000).toISOString(),
        key: randomBytes(8).toString("hex"),
        model: "gpt-5.1",
      },
    }),
    expected: only(each(["operator", "owner", "agent", "otherAgent", "host", "admin"], 201)),
  },
  "GET /api/tasks": {
    sample: at(
      "/api/tasks?status=pending&scope=team&agent=ag_0000000000000000000000&role=tester&task=T1&priority=high&project=shop&directory=wd_0000000000000000000000&search=col&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~tk_0000000000000000000000&limit=5&format=csv",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/tasks/summary": {
    sample: at(
      "/api/tasks/summary?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&agent=ag_0000000000000000000000&role=tester&project=shop",
    ),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/tasks/bulk": {
    sample: at("/api/tasks/bulk", { ids: ["tk_0000000000000000000000"], action: { kind: "assign", agent: { name: "builder-2" } } }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  // None is left for the first that asks, or the one that the sample made.
  "POST /api/tasks/claim": {
    sample: async ({ app }) => {
      await app.database.executeSql("update task set status = 'cancelled', ended_at = now() where ended_at is null");
      return { path: "/api/tasks/claim", body: { agent: { name: "builder-2", host: "laptop", sessionId: "s1" } } };
    },
    expected: only(each(["agent", "otherAgent", "host", "admin"], 204)),
  },
  "GET /api/tasks/:id": {
    sample: onTask("", undefined),
    expected: only({ ...each([...devices, "agent", "admin"], 200), ...each(["otherAgent", "host"], 404) }),
  },
  "PATCH /api/tasks/:id": {
    sample: onTask("", {
      version: 1,
      title: "Add two columns",
      body: null,
      priority: "low",
      agent: { name: "builder-2" },
      role: "tester",
      project: null,
      labels: ["db"],
      dependencies: [],
      estimate: { p10: 1, p50: 2, p90: 4 },
      links: [{ kind: "commit", ref: "abc" }],
      deadlineAt: null,
      status: "blocked",
      blockedBy: "The review",
    }),
    expected: only(each(["operator", "owner", "admin"], 200)),
  },
  "POST /api/tasks/:id/start": { sample: onTask("/start", taskReport), expected: only(ofAgent) },
  "POST /api/tasks/:id/progress": { sample: onTask("/progress", taskReport, "start"), expected: only(ofAgent) },
  "POST /api/tasks/:id/complete": { sample: onTask("/complete", taskReport, "start"), expected: only(ofAgent) },
  "POST /api/tasks/:id/fail": { sample: onTask("/fail", taskReport, "start"), expected: only(ofAgent) },
  "POST /api/tasks/:id/cancel": { sample: onTask("/cancel", taskReport), expected: only(ofAgent) },
  "POST /api/tasks/:id/retry": {
    sample: onTask("/retry", undefined, "cancel"),
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "POST /api/tasks/:id/boost": { sample: onTask("/boost", undefined), expected: only(each(["operator", "owner", "admin"], 200)) },
  "GET /api/tasks/:id/history": { sample: onTask("/history", undefined, "start"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/tasks/:id/suggestions": { sample: onTask("/suggestions", undefined), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/task-templates": { sample: at("/api/task-templates"), expected: only(each([...devices, "admin"], 200)) },
  "POST /api/task-templates": {
    sample: async ({ app }) => {
      await app.database.executeSql("delete from task_template");
      return { path: "/api/task-templates", body: taskTemplate };
    },
    expected: only(each(["operator", "owner", "admin"], 201)),
  },
  "PUT /api/task-templates/:id": { sample: onTemplate("", taskTemplate), expected: only(each(["operator", "owner", "admin"], 200)) },
  "DELETE /api/task-templates/:id": { sample: onTemplate(""), expected: only(each(["operator", "owner", "admin"], 204)) },
  "POST /api/task-templates/:id/create": { sample: onTemplate("/create"), expected: only(each(["operator", "owner", "admin"], 201)) },

  "GET /api/push/public-key": { sample: at("/api/push/public-key"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/devices/me/push-subscription": {
    sample: () => ({ path: "/api/devices/me/push-subscription", body: subscription() }),
    expected: only(each(devices, 200)),
  },
  "DELETE /api/devices/me/push-subscription": {
    sample: at("/api/devices/me/push-subscription"),
    expected: only(each(devices, 204)),
  },
  "POST /api/devices/me/test-notification": {
    sample: async ({ devices: own }) => {
      for (const kind of ["owner", "operator", "viewer"] as const)
        await own[kind]("PUT", "/api/devices/me/push-subscription", subscription());
      return { path: "/api/devices/me/test-notification" };
    },
    expected: only(each(devices, 202)),
  },
  "GET /api/deliveries": {
    sample: at(`/api/deliveries?requestId=${noSuchRequest}&cursor=1795000000000~dl_0000000000000000000000&limit=5`),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/deliveries/:id/ack": {
    sample: async (callers) => {
      await callers.devices.operator("PUT", "/api/devices/me/push-subscription", subscription());
      // More than a few in a minute are refused: then it is one of those.
      await callers.devices.operator("POST", "/api/devices/me/test-notification");
      const deliveryId = (await callers.devices.operator("GET", "/api/deliveries?limit=1")).body.items[0].id as string;
      return { path: `/api/deliveries/${deliveryId}/ack`, body: { event: "shown" }, claims: { deliveryId } };
    },
    // What a viewer's phone was shown is the viewer's to say: acknowledging is no answer.
    expected: only(each(["capability", "viewersCapability"], 204)),
  },

  "GET /api/devices/me/notification-policy": {
    sample: at("/api/devices/me/notification-policy"),
    expected: only(each(devices, 200)),
  },
  "PUT /api/people/me/notification-policy": {
    sample: at("/api/people/me/notification-policy", { ...defaultPolicy, quiet: { from: "22:00", to: "07:00" } }),
    expected: only(each(devices, 200)),
  },
  "PUT /api/devices/me/notification-policy": {
    sample: at("/api/devices/me/notification-policy", defaultPolicy),
    expected: only(each(devices, 200)),
  },
  "DELETE /api/devices/me/notification-policy": {
    sample: at("/api/devices/me/notification-policy"),
    expected: only(each(devices, 200)),
  },
  "GET /api/escalation-policy": { sample: at("/api/escalation-policy"), expected: only(each([...devices, "admin"], 200)) },
  "PUT /api/escalation-policy": {
    sample: at("/api/escalation-policy", defaultEscalation),
    expected: only(each(["owner", "admin"], 200)),
  },
  "GET /api/escalations": {
    sample: at("/api/escalations?occasion=nothing"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "GET /api/notification-channels": { sample: at("/api/notification-channels"), expected: only(each(["owner", "admin"], 200)) },
  "POST /api/notification-channels": {
    sample: async ({ devices: { owner } }) => {
      // There may be twenty.
      for (const { id } of (await owner("GET", "/api/notification-channels")).body.items)
        await owner("DELETE", `/api/notification-channels/${id}`);
      return { path: "/api/notification-channels", body: aChannel };
    },
    expected: only(each(["owner", "admin"], 201)),
  },
  "PUT /api/notification-channels/:id": { sample: onChannel("", aChannel), expected: only(each(["owner", "admin"], 200)) },
  "DELETE /api/notification-channels/:id": { sample: onChannel(""), expected: only(each(["owner", "admin"], 204)) },
  "POST /api/notification-channels/:id/test": { sample: onChannel("/test"), expected: only(each(["owner", "admin"], 202)) },

  "GET /api/health": { sample: at("/api/health"), expected: only(each([...devices, "admin", "local"], 200)) },
  "GET /api/sync": { sample: at("/api/sync?cursor=nothing&wait=0"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/stream": { sample: at("/api/stream?cursor=nothing"), expected: only(each([...devices, "admin"], 200)) },
};
