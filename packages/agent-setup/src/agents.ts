import { anything } from "./anything.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { copilot } from "./copilot.ts";
import { cursor } from "./cursor.ts";
import { gemini } from "./gemini.ts";
import { opencode } from "./opencode.ts";
import type { AgentSetup } from "./setup.ts";

/** Every kind of agent that can be connected, in the order they are shown. */
export const agentSetups: readonly AgentSetup[] = [claudeCode, codex, gemini, opencode, copilot, cursor, anything];

/** The setup of that name; common other names are understood. */
export function findSetup(name: string): AgentSetup | undefined {
  const known: Record<string, string> = { claude: "claude-code", "gemini-cli": "gemini", "copilot-cli": "copilot", anything: "aider" };
  const id = Object.hasOwn(known, name) ? known[name] : name;
  return agentSetups.find((setup) => setup.id === id);
}
