import { dayInSeconds, hookCommand, hookHeaders, reportSeconds, setAll, toolHeaders, toolSeconds } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";
import type { Json, Operation } from "./types.ts";

const overrides = [{ variable: "CODEX_HOME" }];

const events: [event: string, matcher: boolean, seconds: number, status: string][] = [
  ["SessionStart", false, reportSeconds, "Telling Beckon"],
  ["UserPromptSubmit", false, reportSeconds, "Telling Beckon"],
  ["PreToolUse", true, dayInSeconds, "Asking Beckon"],
  ["PermissionRequest", true, dayInSeconds, "Waiting for an answer in Beckon"],
  ["PostToolUse", true, reportSeconds, "Telling Beckon"],
  ["SubagentStart", false, reportSeconds, "Telling Beckon"],
  ["SubagentStop", false, reportSeconds, "Telling Beckon"],
  ["Stop", false, reportSeconds, "Telling Beckon"],
  // Codex gives these two no more than three seconds.
  ["Interrupt", false, 3, "Telling Beckon"],
  ["SessionEnd", false, 3, "Telling Beckon"],
];

/** One handler as Codex runs it; every field is given, so that what it asks you to trust is known. */
const handler = (connection: Connection, seconds: number, status: string) => ({
  type: "command",
  command: hookCommand(connection, "codex"),
  timeout: seconds,
  statusMessage: status,
});

function hooks(connection: Connection): Operation[] {
  return events.map(([event, matcher, seconds, status]) => ({
    kind: "add",
    path: ["hooks", event],
    mark: "hook codex",
    value: { ...(matcher && { matcher: "*" }), hooks: [handler(connection, seconds, status)] } as { [key: string]: Json },
  }));
}

/**
 * What Codex hashes (SHA-256) when you trust a hook, by the event's name in its settings:
 * compact JSON with sorted keys. For looking whether a hook is trusted, and for nothing else.
 */
export function trustedForms(connection: Connection): Record<string, string> {
  const forms = events.map(([event, matcher, seconds, status]) => {
    const { command, statusMessage, timeout, type } = handler(connection, seconds, status);
    const name = event.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
    const form = { event_name: name, hooks: [{ async: false, command, statusMessage, timeout, type }], ...(matcher && { matcher: "*" }) };
    return [event, JSON.stringify(form)] as const;
  });
  return Object.fromEntries(forms);
}

export const codex: AgentSetup = {
  id: "codex",
  name: "Codex",
  programs: ["codex"],
  home: { folder: "~/.codex", name: "", overrides },
  needsBeckon: true,
  files: (connection) => [
    {
      place: { folder: "~/.codex", name: "config.toml", overrides },
      format: "toml",
      secret: true,
      cautions: [{ path: ["features", "hooks"], value: false, words: "features.hooks is false: no hook runs, and nothing asks you." }],
      groups: [
        {
          id: "telemetry",
          words:
            "Reports model calls, tokens and tools by its log. Its traces and metrics are left out: megabytes a turn, and nothing that the log lacks.",
          operations: [
            {
              kind: "set",
              path: ["otel", "exporter"],
              own: { path: ["otel", "exporter"], text: `${connection.origin}/otlp/` },
              value: {
                "otlp-http": {
                  endpoint: `${connection.origin}/otlp/v1/logs`,
                  protocol: "json",
                  headers: hookHeaders(connection, connection.token),
                },
              },
            },
            // Without a word of its own it would follow the exporter above.
            { kind: "set", path: ["otel", "trace_exporter"], value: "none", optional: true },
          ],
        },
        {
          id: "tools",
          words: "Gives it tools to ask you, to report progress and to hand over work, without a permission question for each.",
          operations: setAll(["mcp_servers", "beckon"], {
            url: `${connection.origin}/mcp`,
            http_headers: toolHeaders(connection),
            tool_timeout_sec: toolSeconds,
            default_tools_approval_mode: "approve",
          }).map((operation) => ({ ...operation, own: true as const })),
        },
        {
          id: "hooks",
          words: "Sends permissions to your phone, before the terminal asks, and tells what happens.",
          operations: hooks(connection),
        },
      ],
    },
  ],
  can: [
    "Permissions come to your phone before the terminal asks: allow, or deny with a message.",
    "Its log reports model calls, tokens and tools; cost is worked out from the tokens.",
    "It reads your messages after a tool, with a prompt, or when its turn ends.",
    "Headless (codex exec) dangerous calls are held before they run, and its tools can ask you.",
  ],
  cannot: [
    "Hooks run only after you trusted them once in its terminal. Until then they are skipped without a word.",
    "codex exec never asks for permission by itself: its approval policy is always “never”.",
    "While a question waits for your phone, the terminal shows no dialog of its own.",
    "A changed command cannot go back through a permission, only allow or deny.",
  ],
  next: ["Start codex once in a terminal and choose to trust the hooks; /hooks shows them. Then any prompt turns the light green."],
  checks: [
    "Have you trusted the hooks? Start codex and look at /hooks. Untrusted ones are skipped silently.",
    "Is `beckon` to be found where codex runs? Its hooks call it.",
    "Does config.toml have another [otel] exporter, or features.hooks = false?",
  ],
};
