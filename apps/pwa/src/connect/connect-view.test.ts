import { agentSetups } from "@beckon/agent-setup/agents";
import type { Agent } from "@beckon/contracts/agents";
import { describe, expect, test } from "vitest";
import { arrived } from "./arrived.ts";
import { agentTiles, commandBlock, pasteBlocks, programBlocks, waysOf } from "./connect-view.ts";

const connection = { origin: "https://beckon.example", token: "bk_secret", host: "laptop" };
const withSettings = agentSetups.filter((setup) => waysOf(setup).length > 0);

test("every kind of agent is there to choose, with what it really brings", () => {
  expect(agentTiles().map(({ id, brings }) => `${id}: ${brings}`)).toEqual([
    "claude-code: asks you · cost · tools",
    "codex: asks you · cost · tools",
    "gemini: asks you · cost · tools",
    "opencode: asks you · cost · tools",
    "copilot: asks you · cost · tools",
    "cursor: asks you · tools",
    "aider: runs, asks you",
  ]);
});

test.each(withSettings)("$id: the command and every block name this server and this token", (setup) => {
  const texts = [commandBlock(setup, connection), ...pasteBlocks(setup, connection).map(({ text }) => text)];
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(text).toContain("bk_secret");
  expect(texts.join("\n")).toContain("https://beckon.example/mcp");
  expect(waysOf(setup)[0]).toBe(setup.needsBeckon ? "command" : "paste");
  // A hook that calls a program which is not there would be an error at every step of the agent.
  expect(texts.slice(1).join("\n")).not.toMatch(/\bhook (codex|gemini|copilot|cursor)\b/);
});

test("programs without settings run under beckon, or ask by themselves", () => {
  const setup = agentSetups.at(-1)!;
  expect(waysOf(setup)).toEqual([]);
  const blocks = programBlocks(setup, connection);
  expect(blocks.map(({ value }) => value)).toEqual(["run", "shell", "curl", "node"]);
  for (const { text } of blocks) expect(text).toContain("bk_secret");
});

describe("what arrived", () => {
  const at = "2026-11-21T10:00:00.000Z";
  const agent = (id: string, more: Partial<Agent> = {}): Agent => ({
    id,
    name: id,
    firstSeenAt: at,
    lastSeenAt: "2026-11-21T10:00:05.000Z",
    ...more,
  });
  const from = (agents: Agent[], vendor: string | undefined = "Codex") =>
    arrived({ at, tokenName: "codex on laptop", vendor, agents, sessions: [], requests: [] })?.agent?.id;

  test("the token's own agent goes before others of its kind; others, older ones and the demo's do not count", () => {
    expect(from([])).toBeUndefined();
    expect(
      from([agent("a", { vendor: "Cursor" }), agent("b", { vendor: "Codex", lastSeenAt: "2026-11-21T09:59:59.999Z" })]),
    ).toBeUndefined();
    expect(from([agent("a", { vendor: "Codex", demo: true })])).toBeUndefined();
    const kin = agent("kin", { vendor: "Codex", lastSeenAt: "2026-11-21T10:00:09.000Z" });
    expect(from([agent("a"), kin])).toBe("kin");
    expect(from([agent("own", { name: "codex on laptop" }), kin])).toBe("own");
  });
});
