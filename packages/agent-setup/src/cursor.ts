import { dayInSeconds, hookCommand, hookHeaders, reportSeconds } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";

const events: [event: string, seconds: number][] = [
  ["sessionStart", reportSeconds],
  ["sessionEnd", reportSeconds],
  ["beforeSubmitPrompt", reportSeconds],
  ["beforeShellExecution", dayInSeconds],
  ["afterShellExecution", reportSeconds],
  ["beforeMCPExecution", dayInSeconds],
  ["afterMCPExecution", reportSeconds],
  ["afterFileEdit", reportSeconds],
  ["subagentStart", reportSeconds],
  ["subagentStop", reportSeconds],
  ["stop", reportSeconds],
];

export const cursor: AgentSetup = {
  id: "cursor",
  name: "Cursor",
  programs: ["cursor", "cursor-agent"],
  home: { folder: "~/.cursor", name: "" },
  needsBeckon: true,
  files: (connection) => [
    {
      place: { folder: "~/.cursor", name: "hooks.json" },
      format: "json",
      secret: false,
      groups: [
        {
          id: "hooks",
          words: "Holds risky commands until you answered, and tells what happens.",
          operations: [
            { kind: "set", path: ["version"], value: 1 },
            ...events.map(([event, seconds]) => ({
              kind: "add" as const,
              path: ["hooks", event],
              mark: "hook cursor",
              value: { command: hookCommand(connection, "cursor"), timeout: seconds },
            })),
          ],
        },
      ],
    },
    {
      place: { folder: "~/.cursor", name: "mcp.json" },
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
              value: { url: `${connection.origin}/mcp`, headers: hookHeaders(connection, connection.token) },
            },
          ],
        },
      ],
    },
  ],
  can: [
    "Risky commands and MCP calls are held until you allow or deny them.",
    "Prompts, commands and edits are reported as they happen.",
    "It reads your messages when its turn ends.",
  ],
  cannot: [
    "It reports neither tokens nor cost: they stay unknown.",
    "Edits are told after they were made; a hook cannot hold them.",
    "What it does here follows its published documents; it has not been tried with a running Cursor, and not every event fires in its command line.",
  ],
  next: ["Restart Cursor; any prompt turns the light green."],
  checks: ["Does Settings, Hooks in Cursor list them without an error?", "Is `beckon` to be found where Cursor runs? Its hooks call it."],
};
