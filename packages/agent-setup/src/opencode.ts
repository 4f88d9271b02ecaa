import { toolHeaders, toolSeconds } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";
import type { SettingsFile } from "./types.ts";

const overrides = [{ variable: "OPENCODE_CONFIG_DIR" }, { variable: "XDG_CONFIG_HOME", append: "opencode" }];
const pluginOverrides = [
  { variable: "OPENCODE_CONFIG_DIR", append: "plugin" },
  { variable: "XDG_CONFIG_HOME", append: "opencode/plugin" },
];

/** The plugin's text with this connection in it. */
function filled(plugin: string, connection: Connection): string {
  const values: Record<string, string> = { URL: connection.origin, TOKEN: connection.token, HOST: connection.host ?? "" };
  return plugin.replace(/"__BECKON_(URL|TOKEN|HOST)__"/g, (_, name: string) => JSON.stringify(values[name]));
}

function pluginFile(connection: Connection): SettingsFile[] {
  if (connection.plugin === undefined) return [];
  return [
    {
      place: { folder: "~/.config/opencode/plugin", name: "beckon.js", overrides: pluginOverrides },
      format: "whole",
      secret: true,
      groups: [
        {
          id: "plugin",
          words: "Relays permissions and questions, and reports what happens, with tokens and cost.",
          operations: [{ kind: "text", text: filled(connection.plugin, connection) }],
        },
      ],
    },
  ];
}

export const opencode: AgentSetup = {
  id: "opencode",
  name: "OpenCode",
  programs: ["opencode"],
  home: { folder: "~/.config/opencode", name: "", overrides },
  needsBeckon: false,
  files: (connection) => [
    {
      place: { folder: "~/.config/opencode", name: "opencode.json", overrides, otherNames: ["opencode.jsonc"] },
      format: "json",
      secret: true,
      groups: [
        {
          id: "tools",
          words: "Gives it tools to ask you, to report progress and to hand over work.",
          operations: [
            {
              kind: "set",
              path: ["mcp", "beckon"],
              own: true,
              value: {
                type: "remote",
                url: `${connection.origin}/mcp`,
                headers: toolHeaders(connection),
                oauth: false,
                enabled: true,
                timeout: toolSeconds * 1_000,
              },
            },
          ],
        },
      ],
    },
    ...pluginFile(connection),
  ],
  can: [
    "Permissions and questions come to your phone, and the terminal's dialog closes when you answer there.",
    "The plugin reports messages with their tokens and cost, tools and files. No telemetry is needed.",
  ],
  cannot: [
    "opencode run refuses every permission by itself at once: to answer from your phone use its terminal, or opencode serve.",
    "It cannot be written to from here: its plugin passes on answers alone.",
    "At its first start after this it may install its plugin package by npm.",
  ],
  next: ["Start OpenCode anew; any prompt turns the light green."],
  checks: [
    "Was OpenCode started after the plugin was written? It loads plugins at its start only.",
    "Is a “permission” set to “ask” in opencode.json? With “allow” nothing is asked.",
    "opencode run answers permissions itself; use the terminal or opencode serve.",
  ],
};
