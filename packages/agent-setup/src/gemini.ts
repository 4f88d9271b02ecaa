import { dayInSeconds, hookCommand, otlpHeaders, reportSeconds, setAll, toolHeaders, toolSeconds } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";
import type { Operation } from "./types.ts";

const overrides = [{ variable: "GEMINI_CLI_HOME", append: ".gemini" }];

/** What changes something: these are held for an answer. */
const changing = "run_shell_command|write_file|replace";
const events: [event: string, matcher: string | undefined, seconds: number][] = [
  ["BeforeTool", changing, dayInSeconds],
  ["AfterTool", "*", reportSeconds],
  ["BeforeAgent", undefined, reportSeconds],
  ["AfterAgent", undefined, reportSeconds],
  ["Notification", undefined, reportSeconds],
  ["SessionStart", undefined, reportSeconds],
  ["SessionEnd", undefined, reportSeconds],
];

/** Its time-outs are milliseconds. */
const hooks = (connection: Connection): Operation[] =>
  events.map(([event, matcher, seconds]) => ({
    kind: "add",
    path: ["hooks", event],
    mark: "hook gemini",
    value: {
      ...(matcher !== undefined && { matcher }),
      hooks: [{ name: "beckon", type: "command", command: hookCommand(connection, "gemini"), timeout: seconds * 1_000 }],
    },
  }));

export const gemini: AgentSetup = {
  id: "gemini",
  name: "Gemini CLI",
  programs: ["gemini"],
  home: { folder: "~/.gemini", name: "", overrides },
  needsBeckon: true,
  files: (connection) => [
    {
      place: { folder: "~/.gemini", name: "settings.json", overrides },
      format: "json",
      secret: true,
      cautions: [
        { path: ["hooksConfig", "enabled"], value: false, words: "hooksConfig.enabled is false: no hook runs, and nothing asks you." },
      ],
      groups: [
        {
          id: "telemetry",
          words: "Reports model calls, tokens and tools. No prompts.",
          operations: [
            ...setAll(["telemetry"], {
              enabled: true,
              target: "local",
              otlpEndpoint: `${connection.origin}/otlp`,
              otlpProtocol: "http",
            }),
            { kind: "set", path: ["telemetry", "logPrompts"], value: false, optional: true },
            { kind: "set", path: ["telemetry", "traces"], value: false, optional: true },
          ],
        },
        {
          id: "hooks",
          words: "Holds commands and edits that are risky until you answered, and tells what happens.",
          operations: hooks(connection),
        },
        {
          id: "tools",
          words: "Gives it tools to ask you, to report progress and to hand over work, without a confirmation for each.",
          operations: [
            {
              kind: "set",
              path: ["mcpServers", "beckon"],
              own: true,
              value: { httpUrl: `${connection.origin}/mcp`, headers: toolHeaders(connection), timeout: toolSeconds * 1_000, trust: true },
            },
          ],
        },
      ],
    },
    {
      // Its settings have no place for the telemetry's headers; this file is read at the start.
      place: { folder: "~/.gemini", name: ".env", overrides },
      format: "lines",
      secret: true,
      groups: [
        {
          id: "telemetry",
          words: "The token of the telemetry.",
          operations: [{ kind: "text", text: `OTEL_EXPORTER_OTLP_HEADERS="${otlpHeaders(connection)}"` }],
        },
      ],
    },
  ],
  can: [
    "Risky commands and edits are held before they run, until you let them pass or refuse them with a reason.",
    "Model calls, tokens and tools are reported; cost is worked out from the tokens.",
    "It reads your messages after a tool, with a prompt, or when its turn ends.",
  ],
  cannot: [
    "Its hooks can refuse or let pass, but not grant: where Gemini itself wants a confirmation, the terminal still asks.",
    "To be away from the terminal, run it with --approval-mode yolo: then the held calls are the ones that ask you.",
    "Headless in its default mode it has no shell and no edit tools at all.",
    "It reads the first .env file it finds from the project upward: a project with one of its own needs the line there too.",
  ],
  next: ["Start a new session; any prompt turns the light green."],
  checks: [
    "Was the session started after the settings were saved?",
    "Does the project have a .env file? Then Gemini CLI does not read ~/.gemini/.env; set OTEL_EXPORTER_OTLP_HEADERS in the shell.",
    "Is `beckon` to be found where gemini runs? Its hooks call it.",
  ],
};
