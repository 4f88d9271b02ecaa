import { dayInSeconds, hookCommand, otlpHeaders, pauseSeconds, reportSeconds, shellWord, toolHeaders } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";
import type { SettingsFile } from "./types.ts";

const events: [event: string, seconds: number][] = [
  ["sessionStart", reportSeconds],
  ["sessionEnd", reportSeconds],
  ["userPromptSubmitted", reportSeconds],
  ["preToolUse", pauseSeconds],
  ["permissionRequest", dayInSeconds],
  ["postToolUse", reportSeconds],
  ["postToolUseFailure", reportSeconds],
  ["agentStop", reportSeconds],
  ["notification", reportSeconds],
];

/** Set for this program alone: in the whole shell, other programs would report too. */
const shellFunction = (connection: Connection): string =>
  [
    "copilot() {",
    `  OTEL_EXPORTER_OTLP_ENDPOINT=${shellWord(`${connection.origin}/otlp`)} OTEL_EXPORTER_OTLP_PROTOCOL=http/json \\`,
    `  OTEL_EXPORTER_OTLP_HEADERS=${shellWord(otlpHeaders(connection))} COPILOT_OTEL_ENABLED=true command copilot "$@"`,
    "}",
  ].join("\n");

function startFile(connection: Connection): SettingsFile[] {
  const name = { zsh: ".zshrc", bash: ".bashrc" }[connection.shell ?? ""];
  if (name === undefined) return [];
  return [
    {
      place: { folder: "~", name, ...(name === ".zshrc" && { overrides: [{ variable: "ZDOTDIR" }] }) },
      format: "lines",
      secret: true,
      groups: [
        {
          id: "telemetry",
          words: "Reports model calls, tokens and tools, of copilot alone.",
          operations: [{ kind: "text", text: shellFunction(connection) }],
        },
      ],
    },
  ];
}

export const copilot: AgentSetup = {
  id: "copilot",
  name: "Copilot CLI",
  programs: ["copilot"],
  home: { folder: "~/.copilot", name: "" },
  needsBeckon: true,
  files: (connection) => [
    {
      place: { folder: "~/.copilot/hooks", name: "beckon.json" },
      format: "json",
      secret: false,
      groups: [
        {
          id: "hooks",
          words: "Sends permissions to your phone, and tells what happens.",
          operations: [
            { kind: "set", path: ["version"], value: 1 },
            ...events.map(([event, seconds]) => {
              // What it sends does not say which event it is.
              const command = `${hookCommand(connection, "copilot")} ${event}`;
              return {
                kind: "add" as const,
                path: ["hooks", event],
                mark: "hook copilot",
                value: { type: "command", bash: command, powershell: command, timeoutSec: seconds },
              };
            }),
          ],
        },
      ],
    },
    {
      place: { folder: "~/.copilot", name: "mcp-config.json" },
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
              // How long it waits for a tool is not known: the default, short waits, is safe.
              value: { type: "http", url: `${connection.origin}/mcp`, headers: withoutWait(connection), tools: ["*"] },
            },
          ],
        },
      ],
    },
    ...startFile(connection),
  ],
  shell: (connection) => `# In the start file of your shell (~/.zshrc or ~/.bashrc):\n${shellFunction(connection)}`,
  can: [
    "Permissions come to your phone: allow, deny, or leave it to the terminal.",
    "Model calls, tokens and tools are reported by its telemetry.",
    "It reads your messages when its turn ends.",
  ],
  cannot: [
    "What it does here follows its published documents; it has not been tried with a running Copilot CLI.",
    "Its telemetry can only be switched on by variables of the shell, so a small function stands in its start file.",
  ],
  next: ["Open a new terminal and start copilot; any prompt turns the light green."],
  checks: [
    "Is it a new terminal? The function with the telemetry's variables is read when a shell starts.",
    "Is `beckon` to be found where copilot runs? Its hooks call it.",
  ],
};

function withoutWait(connection: Connection): { [key: string]: string } {
  const { "X-Beckon-Wait": _, ...headers } = toolHeaders(connection);
  return headers;
}
