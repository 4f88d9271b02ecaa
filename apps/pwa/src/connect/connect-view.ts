import { agentSetups } from "@beckon/agent-setup/agents";
import type { Connection, Gate } from "@beckon/agent-setup/connection";
import { pasteBlock, placeName } from "@beckon/agent-setup/paste-block";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import type { EditGroup, SettingsFile } from "@beckon/agent-setup/types";
import { connectBlocks } from "./connect-blocks.ts";

/** One text to paste, and where to. */
export type PasteBlock = { title: string; /** What it brings, one sentence each. */ words: string[]; text: string; label: string };
/** A kind of agent to choose. */
export type AgentTile = { id: string; name: string; brings: string };
export type Way = "command" | "paste";

const brought: Record<string, string> = { hooks: "asks you", plugin: "asks you", telemetry: "cost", tools: "tools" };
const order = ["asks you", "cost", "tools"];

/** What can be chosen, with what it brings in a few words. */
export function agentTiles(): AgentTile[] {
  return agentSetups.map((setup) => {
    const groups = setup.files({ origin: "", token: "", plugin: "", shell: "zsh" }).flatMap((file) => file.groups);
    const words = new Set(groups.map((group) => brought[group.id]).concat(setup.id === "opencode" ? ["cost"] : []));
    return { id: setup.id, name: setup.name, brings: order.filter((word) => words.has(word)).join(" · ") || "runs, asks you" };
  });
}

/** The ways to connect it, the one to recommend first. */
export const waysOf = (setup: AgentSetup): Way[] =>
  setup.files({ origin: "", token: "" }).length === 0 ? [] : setup.needsBeckon ? ["command", "paste"] : ["paste", "command"];

/** The one command, run in Beckon's folder on the agent's machine. */
export function commandBlock(setup: AgentSetup, connection: Connection): string {
  const gate = connection.gate !== undefined && connection.gate !== "ask" ? ` --gate ${connection.gate}` : "";
  return [
    `export BECKON_URL=${connection.origin}`,
    `export BECKON_TOKEN=${connection.token}`,
    `npx pnpm@12 -s beckon connect ${setup.id} --use-token${gate}`,
  ].join("\n");
}

/** What is pasted by hand, file by file. Hooks that call `beckon` are left out: only the command knows where it lies. */
export function pasteBlocks(setup: AgentSetup, connection: Connection): PasteBlock[] {
  const byHand = (group: EditGroup) => !(setup.needsBeckon && group.id === "hooks");
  const files = setup
    .files(connection)
    .map((file): SettingsFile => ({ ...file, groups: file.groups.filter(byHand) }))
    .filter(({ groups }) => groups.length > 0)
    .map((file): PasteBlock => {
      const name = placeName(file.place);
      return { title: name, words: file.groups.map(({ words }) => words), text: pasteBlock(file), label: `block for ${name}` };
    });
  if (files.length === 0 || !setup.shell) return files;
  return [...files, { title: "Your shell's start file", words: [], text: setup.shell(connection), label: "lines for the shell" }];
}

/** For everything that is no agent with settings of its own. */
export function programBlocks(setup: AgentSetup, connection: Connection): { value: string; label: string; text: string; where: string }[] {
  const run = setup.shell?.(connection) ?? "";
  const watch = {
    value: "run",
    label: "Run it",
    where: "In Beckon's folder. It tells when the program runs, and how it ended.",
    text: run,
  };
  return [watch, ...connectBlocks({ url: connection.origin, token: connection.token })];
}

export const gates: readonly { value: Gate; label: string; words: string }[] = [
  { value: "ask", label: "Ask rules", words: "Fourteen kinds of commands, such as git push and rm, always ask. You can edit the list." },
  { value: "risky", label: "Risk gate", words: "A hook judges every call before it runs; what is of medium risk or more asks you." },
  { value: "none", label: "None", words: "Auto mode decides alone. Only what it asks by itself comes to you." },
];
