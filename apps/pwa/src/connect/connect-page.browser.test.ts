import type { Agent, Session } from "@beckon/contracts/agents";
import { afterEach, expect, test } from "vitest";
import { aRequest } from "../platform/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { ConnectPage } from "./connect-page.ts";
import type { FirstSignal } from "./first-signal.ts";
import "./connect-page.ts";

const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);
const token = { id: "tok_1", name: "claude-code on laptop", token: "bk_agent_secret" };
const at = "2026-11-21T10:00:00.000Z";
const later = "2026-11-21T10:00:09.000Z";
const madeToken = { id: "tok_1", name: token.name, scope: "agent" as const, createdAt: at };

const agent = (more: Partial<Agent> = {}): Agent => ({
  id: "ag_1",
  name: token.name,
  vendor: "Claude Code",
  host: "laptop",
  firstSeenAt: later,
  lastSeenAt: later,
  ...more,
});
const run = (more: Partial<Session> = {}): Session => ({
  id: "se_1",
  key: "k",
  agentId: "ag_1",
  project: "shop-api",
  startedAt: later,
  lastSignalAt: later,
  doing: [],
  files: [],
  usage: { calls: 1, tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }, costMicros: null, unpriced: 0, models: [] },
  recent: [{ at: later, kind: "tool.ended", tool: "Bash", text: "git status\u202e", ok: true, durationMs: 120 }],
  ...more,
});

/** Chooses an agent's tile. */
function choose(page: ConnectPage, name: string): void {
  const choice = deep(page, "agent-choice")!.shadowRoot!;
  const tile = [...choice.querySelectorAll("label")].find((label) => label.textContent?.includes(name));
  tile!.querySelector("input")!.click();
}

afterEach(() => document.body.replaceChildren());

test("a token is made on the spot, named for agent and machine, and stands in the block to paste", async () => {
  const app = fakeApp();
  const page = await mountIn<ConnectPage>(app, "connect-page");
  await shows('"BECKON_TOKEN": "YOUR_TOKEN"');
  const field = deep<HTMLInputElement>(page, "ui-field")!.shadowRoot!.querySelector("input")!;
  field.value = "laptop";
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  deep(page, "ui-button[variant=primary]")!.click();
  await expect.poll(() => app.asked).toContainEqual(["create", { name: "claude-code on laptop", scope: "agent" }]);
  app.tokens.put({ created: token });
  await shows('"BECKON_TOKEN": "bk_agent_secret"');
  expect(words()).toContain('"X-Beckon-Host": "laptop"');
  expect(words()).toContain("is shown this once");
});

test("every agent has its block; the one that was made for another is not put into it", async () => {
  const app = fakeApp();
  const page = await mountIn<ConnectPage>(app, "connect-page");
  app.tokens.put({ created: token, items: [madeToken] });
  for (const [name, text] of [
    ["Codex", "beckon connect codex"],
    ["Gemini CLI", "beckon connect gemini"],
    ["OpenCode", '"mcp": {'],
    ["Copilot CLI", "beckon connect copilot"],
    ["Cursor", "beckon connect cursor"],
    ["Aider and anything else", "beckon run --name my-agent -- aider"],
  ] as const) {
    choose(page, name);
    await shows(text);
    expect(words()).not.toContain("bk_agent_secret");
  }
  choose(page, "OpenCode");
  await shows("~/.config/opencode/plugin/beckon.js");
  choose(page, "Claude Code");
  await shows("bk_agent_secret");
});

test("what is pasted by hand has no hooks that call a program which may not be there", async () => {
  const page = await mountIn<ConnectPage>(fakeApp(), "connect-page");
  choose(page, "Codex");
  await shows("beckon connect codex");
  const ways = deep(page, "setup-ways")!.shadowRoot!.querySelector("ui-segmented")!.shadowRoot!;
  ways.querySelector<HTMLInputElement>("input[value=paste]")!.click();
  await shows("[mcp_servers.beckon]");
  expect(words()).not.toContain("hook codex");
  expect(words()).toContain("Permissions need the one command");
});

test("how auto mode asks is chosen, and goes into block and command", async () => {
  const page = await mountIn<ConnectPage>(fakeApp(), "connect-page");
  await shows('"Bash(git push:*)"');
  const gate = deep(page, "setup-ways")!.shadowRoot!.querySelector(".gate ui-segmented")!.shadowRoot!;
  gate.querySelector<HTMLInputElement>("input[value=risky]")!.click();
  await shows("/hooks/claude-code?gate=risky");
  expect(words()).not.toContain("Bash(git push:*)");
  const ways = deep(page, "setup-ways")!.shadowRoot!.querySelector("ui-segmented")!.shadowRoot!;
  ways.querySelector<HTMLInputElement>("input[value=command]")!.click();
  await shows("beckon connect claude-code --use-token --gate risky");
});

test("why no token could be made is said beside the name", async () => {
  const app = fakeApp();
  app.tokens.create = async () => {
    throw new Error("There are too many tokens.");
  };
  const page = await mountIn<ConnectPage>(app, "connect-page");
  deep(page, "ui-button[variant=primary]")!.click();
  await shows("There are too many tokens.");
});

test("the light: dark, then half at the token's first use, then green at the first real signal, then its question", async () => {
  const app = fakeApp();
  await mountIn<ConnectPage>(app, "connect-page");
  await shows("Waiting for the first signal");
  app.tokens.put({ created: token, items: [{ ...madeToken, lastUsedAt: later }] });
  await shows("The token was used");
  // Others, older ones and the demo's do not count.
  const others = [
    agent({ id: "ag_2", name: "x", vendor: "Codex" }),
    agent({ id: "ag_3", lastSeenAt: "2026-11-21T09:59:59.000Z" }),
    agent({ id: "ag_4", demo: true }),
  ];
  app.fleet.put({ agents: others });
  await shows("The token was used");
  app.fleet.put({ agents: [...others, agent()], sessions: [run()] });
  await shows("claude-code on laptop is connected");
  expect(words()).toMatch(/Ran git status.* in 120 ms · (just now|.* ago) · shop-api, laptop/u);
  const open = () => deep(document.body, "first-signal")!.shadowRoot!.querySelector("ui-button")?.getAttribute("href");
  expect(open()).toBe("/agents/ag_1");
  app.decisions.put({ pending: [aRequest("dr_old"), aRequest("dr_new", { askedAt: later, agent: { id: "ag_1", name: token.name } })] });
  await shows("claude-code on laptop asks");
  expect(open()).toBe("/decisions/dr_new");
});

test("after a while without a sign, what to look at is open, for this kind of agent", async () => {
  const app = fakeApp();
  const page = await mountIn<ConnectPage>(app, "connect-page");
  const light = deep<FirstSignal>(page, "first-signal")!;
  const details = () => light.shadowRoot!.querySelector("details")!.open;
  expect(details()).toBe(false);
  light.lateAfter = 1;
  await light.updateComplete;
  expect(details()).toBe(false);
  app.tokens.put({ created: token, items: [madeToken] });
  await expect.poll(details).toBe(true);
  expect(words()).toContain("Nothing for a minute. What to look at:");
  expect(words()).toContain("Was the session started after the settings were saved?");
});

test("who is no owner is told whom to ask, and can still copy the block", async () => {
  await mountIn<ConnectPage>(fakeApp({ session: aSession({ role: "operator" }) }), "connect-page");
  expect(words()).toContain("Only an owner can make a token");
  expect(deep(document.body, "ui-button[variant=primary]")).toBeUndefined();
  await shows("CLAUDE_CODE_ENABLE_TELEMETRY");
});

test("a secret is forgotten when the page is left", async () => {
  const app = fakeApp();
  let forgotten = 0;
  app.tokens.forgetCreated = () => void (forgotten += 1);
  const page = await mountIn<ConnectPage>(app, "connect-page");
  page.remove();
  expect(forgotten).toBe(1);
});
