import { createECDH, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { Capability } from "@beckon/bff/notifications/capability.ts";
import { deadPushOrigin, kinds, type Callers, type Kind } from "./callers.ts";

/** One right call of a route, made for one caller alone. */
export type Sample = { path: string; body?: unknown; claims?: Partial<Capability> };

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

const credential = (response: object) => ({
  id: "AAAA",
  rawId: "AAAA",
  type: "public-key",
  clientExtensionResults: {},
  response: { clientDataJSON: "AAAA", ...response },
});

const noSuchRequest = "dr_0000000000000000000000";

/**
 * Every route: a right call of it, and what comes of it for every kind of caller. A route that the
 * router has and this table has not makes the tests fail: who adds one says here who may call it.
 */
export const routeTable: Record<string, Row> = {
  "GET /health": { sample: at("/health"), expected: everybody(200) },
  // Jobs do not run in the test's server, and it says so.
  "GET /ready": { sample: at("/ready"), expected: everybody(503) },
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
  "GET /api/sessions/:id/timeline": {
    sample: at("/api/sessions/se_0000000000000000000000/timeline?cursor=1795000000000~00000000-0000-0000-0000-000000000000"),
    expected: only(each([...devices, "admin"], 200)),
  },
  "POST /api/agents/heartbeat": {
    sample: at("/api/agents/heartbeat", {
      agent: { name: "builder-2", vendor: "Codex", role: "developer", host: "laptop", sessionId: "s1" },
      state: "working",
      taskId: "t1",
      progress: 40,
      load: 0.5,
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
  "DELETE /api/demo": { sample: at("/api/demo"), expected: only(each(["owner", "local", "admin"], 200)) },
  "GET /api/agents": {
    sample: at(
      "/api/agents?agent=ag_0000000000000000000000&role=tester&task=T1&from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&cursor=1795000000000~ag_0000000000000000000000&limit=5",
    ),
    expected: only(each([...devices, "admin"], 200)),
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
  "GET /api/usage/summary": {
    sample: at(
      "/api/usage/summary?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z&agent=ag_0000000000000000000000&session=se_0000000000000000000000&task=T-1&role=builder&project=shop&model=gpt-5.1&groupBy=agent&tz=Asia/Kathmandu&limit=5&cursor=WzEsMiwiYWciXQ",
    ),
    expected: only(each([...devices, "admin"], 200)),
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

  "GET /api/sync": { sample: at("/api/sync?cursor=nothing&wait=0"), expected: only(each([...devices, "admin"], 200)) },
  "GET /api/stream": { sample: at("/api/stream?cursor=nothing"), expected: only(each([...devices, "admin"], 200)) },
};
