import {
  dayInSeconds,
  hookCommand,
  hookHeaders,
  otlpHeaders,
  reportSeconds,
  setAll,
  stepSeconds,
  toolHeaders,
  toolSeconds,
} from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";
import type { EditGroup, Json, Operation } from "./types.ts";

const overrides = [{ variable: "CLAUDE_CONFIG_DIR" }];
const mark = "/hooks/claude-code";

/** What should come to a person even where auto mode would let it pass: it leaves the machine, or cannot be undone. */
export const askRules = [
  "Bash(git push:*)",
  "Bash(git reset --hard:*)",
  "Bash(git clean:*)",
  "Bash(rm:*)",
  "Bash(sudo:*)",
  "Bash(npm publish:*)",
  "Bash(pnpm publish:*)",
  "Bash(docker push:*)",
  "Bash(gh pr merge:*)",
  "Bash(gh release:*)",
  "Bash(kubectl apply:*)",
  "Bash(kubectl delete:*)",
  "Bash(terraform apply:*)",
  "Bash(terraform destroy:*)",
];

const onTools = ["PreToolUse", "PostToolUse", "PostToolUseFailure", "PermissionDenied"];
const plain = [
  "UserPromptSubmit",
  "Notification",
  "Stop",
  "StopFailure",
  "SubagentStart",
  "SubagentStop",
  "TaskCreated",
  "TaskCompleted",
  "PreCompact",
  "SessionEnd",
];

/** Where it works: only a program on its machine can ask git, and the first of these calls no address at all. */
const places = ["SessionStart", "CwdChanged"];
const place = (connection: Connection, event: string): Operation => ({
  kind: "add",
  path: ["hooks", event],
  mark: "hook claude-code",
  value: { hooks: [{ type: "command", command: hookCommand(connection, "claude-code"), timeout: reportSeconds }] },
});

function hooks(connection: Connection): Operation[] {
  const add = (event: string, more: { [key: string]: Json }, seconds: number, query = ""): Operation => ({
    kind: "add",
    path: ["hooks", event],
    mark,
    value: {
      ...more,
      hooks: [
        {
          type: "http",
          url: `${connection.origin}/hooks/claude-code${query}`,
          timeout: seconds,
          headers: hookHeaders(connection, "$BECKON_TOKEN"),
          allowedEnvVars: ["BECKON_TOKEN"],
        },
      ],
    },
  });
  const query = (event: string) => (event === "PreToolUse" && connection.gate === "risky" ? "?gate=risky" : "");
  return [
    { kind: "set", path: ["env", "BECKON_TOKEN"], value: connection.token, own: true },
    add("PermissionRequest", { matcher: "*" }, dayInSeconds),
    ...onTools.map((event) => add(event, { matcher: "*" }, event === "PreToolUse" ? stepSeconds : reportSeconds, query(event))),
    ...plain.map((event) => add(event, {}, event === "SessionEnd" ? 3 : reportSeconds)),
    ...(connection.beckon === undefined ? [] : places.map((event) => place(connection, event))),
  ];
}

const perSignal = ["LOGS", "METRICS", "TRACES"].flatMap((signal) =>
  ["ENDPOINT", "HEADERS", "PROTOCOL"].map((what) => ["env", `OTEL_EXPORTER_OTLP_${signal}_${what}`]),
);

function settings(connection: Connection): EditGroup[] {
  const groups: EditGroup[] = [
    {
      id: "telemetry",
      words: "Reports model calls, tokens, cost and tools. No prompts and no answers.",
      clashes: [...perSignal, ["otelHeadersHelper"]],
      operations: [
        ...setAll(["env"], {
          CLAUDE_CODE_ENABLE_TELEMETRY: "1",
          OTEL_METRICS_EXPORTER: "otlp",
          OTEL_LOGS_EXPORTER: "otlp",
          OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
          OTEL_EXPORTER_OTLP_ENDPOINT: `${connection.origin}/otlp`,
          OTEL_LOG_TOOL_DETAILS: "1",
        }),
        {
          kind: "set",
          path: ["env", "OTEL_EXPORTER_OTLP_HEADERS"],
          value: otlpHeaders(connection),
          own: { path: ["env", "OTEL_EXPORTER_OTLP_ENDPOINT"], text: `${connection.origin}/otlp` },
        },
      ],
    },
    {
      id: "hooks",
      words:
        "Sends permissions, questions and plans to your phone, and tells what happens. The terminal stays usable: who answers first, counts.",
      operations: hooks(connection),
    },
  ];
  groups.push({
    id: "tools",
    words: "Lets it use Beckon's own tools without a question for each: they only speak to you.",
    operations: [{ kind: "add", path: ["permissions", "allow"], value: "mcp__beckon" }],
  });
  if ((connection.gate ?? "ask") === "ask") {
    groups.push({
      id: "gate",
      words: "Asks before these commands, also in auto mode, which otherwise lets them pass by its own check without asking anybody.",
      operations: askRules.map((rule) => ({ kind: "add", path: ["permissions", "ask"], value: rule })),
    });
  }
  return groups;
}

export const claudeCode: AgentSetup = {
  id: "claude-code",
  name: "Claude Code",
  programs: ["claude"],
  home: { folder: "~/.claude", name: "", overrides },
  needsBeckon: false,
  files: (connection) => [
    {
      place: { folder: "~/.claude", name: "settings.json", overrides },
      format: "json",
      secret: true,
      groups: settings(connection),
      cautions: [
        { path: ["disableAllHooks"], value: true, words: "disableAllHooks is set: no hook runs, and nothing asks you." },
        { path: ["allowManagedHooksOnly"], value: true, words: "allowManagedHooksOnly is set: these hooks do not run." },
      ],
    },
    {
      place: { folder: "~", name: ".claude.json", overrides },
      format: "json",
      secret: true,
      groups: [
        {
          id: "tools",
          words: "Gives it tools to ask you, to report progress and to hand over work.",
          operations: [
            {
              kind: "set",
              path: ["mcpServers", "beckon"],
              own: true,
              value: { type: "http", url: `${connection.origin}/mcp`, headers: toolHeaders(connection), timeout: toolSeconds * 1_000 },
            },
          ],
        },
      ],
    },
  ],
  can: [
    "Permissions, questions and plans come to your phone and wait up to a day; edited commands and “always allow” work from there.",
    "Model calls, tokens, cost, tools, files and sub-agents are reported as they happen.",
    "A run can be paused: it waits before its next tool until you let it go on.",
    "It reads your messages at its next step, and ends its turn there when you stop it.",
  ],
  cannot: [
    "In auto mode, the default of a fresh session, its own safety check lets calls pass without asking anybody. The ask rules in this block, or the risk gate, bring them back to you.",
    "In print mode (claude -p) there is no terminal dialog: when nobody answers, the call is denied.",
    "Settings of one project can switch hooks or telemetry off again.",
  ],
  next: ["Start a new session: running ones keep their old settings. Any prompt turns the light green."],
  checks: [
    "Was the session started after the settings were saved? Running ones do not read them again.",
    "Does `claude --debug` show export or hook errors?",
    "In a folder you have not trusted yet, hooks only run once you accept its trust question.",
    "Does the project's own .claude/settings.json set disableAllHooks?",
  ],
};
