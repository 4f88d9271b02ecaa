import { shellWord } from "./connection.ts";
import type { AgentSetup } from "./setup.ts";

/** Aider, own scripts, and whatever has neither hooks nor telemetry. */
export const anything: AgentSetup = {
  id: "aider",
  name: "Aider and anything else",
  programs: ["aider"],
  home: { folder: "~", name: ".aider.conf.yml" },
  needsBeckon: true,
  files: () => [],
  shell: (connection) => {
    const beckon = connection.beckon ?? "npx pnpm@12 -s beckon";
    return [
      `export BECKON_URL=${shellWord(connection.origin)}`,
      `export BECKON_TOKEN=${shellWord(connection.token)}`,
      "# Starts a program, and tells when it runs and how it ended:",
      `${beckon} run --name my-agent -- aider`,
      "# Asks you, and waits for the answer:",
      `${beckon} ask "Deploy?" --option yes --option no`,
    ].join("\n");
  },
  can: ["Start, signs of life and the end with its exit code.", "Questions of its own by beckon ask, or by MCP where it knows it."],
  cannot: ["It reports no tokens, no cost and no tools, and asks nothing by itself."],
  next: ["Start it by beckon run; its first sign of life turns the light green."],
  checks: ["Are BECKON_URL and BECKON_TOKEN set in the same shell?"],
};
