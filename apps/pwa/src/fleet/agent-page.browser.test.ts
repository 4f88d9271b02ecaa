import type { Agent, Session } from "@beckon/contracts/agents";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { aRequest, decided } from "../platform/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { AgentPage } from "./agent-page.ts";
import { aTask } from "../work/testing/rows.ts";
import "./agent-page.ts";
import { ago, anAgent, aSessionOf, now, someUsage } from "./testing/rows.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const section = (page: AgentPage, heading: string) =>
  [...page.renderRoot.querySelectorAll("section")].find((own) => words(own.querySelector("h2")!).trim().startsWith(heading));

async function show(agent: Agent, sessions: Session[], more: Parameters<typeof fakeApp>[0] & { agents?: Agent[] } = {}) {
  const app = fakeApp(more);
  app.fleet.put({ agents: [agent, ...(more.agents ?? [])], sessions });
  const root = mountIn<AgentPage>(app, "agent-page");
  document.querySelector("agent-page")!.agentId = agent.id;
  const page = await root;
  await page.updateComplete;
  return { app, page };
}

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("the timeline, in words", () => {
  const happened = (more: object) => [aSessionOf("a", { recent: [{ at: ago(5), kind: "tool.ended", ...more }] })];
  test.each([
    [{ tool: "Bash", ok: false, text: "git push origin main", durationMs: 2_100 }, "Ran git push origin main — failed after 2 s"],
    [{ tool: "run_shell_command", ok: true, text: "make", durationMs: 130_000 }, "Ran make in 2 min 10 s"],
    [{ tool: "Edit", ok: true, text: "README.md" }, "Edited README.md"],
    [{ tool: "Read", ok: true, text: "README.md", durationMs: 12 }, "Read README.md in 12 ms"],
    [{ tool: "mcp__github__search", ok: true }, "Used mcp__github__search"],
    [{ kind: "tool.decided", tool: "Bash", ok: false, text: "rm -rf /" }, "Was refused rm -rf /"],
    [{ kind: "turn.started", text: "Fix <b>it</b>" }, "Was asked: Fix <b>it</b>"],
    [{ kind: "turn.ended", ok: true }, "Turn ended"],
    [{ kind: "turn.ended", ok: false, text: "400" }, "Turn failed: 400"],
    [{ kind: "delegation.started", text: "explorer" }, "Gave work to explorer"],
    [{ kind: "commit.made", text: "Add it" }, "Committed: Add it"],
    [
      { kind: "model.called", model: "claude-sonnet-5", tokens: 12_400, costMicros: 20_000 },
      "Called claude-sonnet-5: 12,400 tokens, $0.02",
    ],
    [{ kind: "something.new", text: "of tomorrow" }, "something.new: of tomorrow"],
  ])("%o", async (happening, said) => {
    const { page } = await show(anAgent("a"), happened(happening));
    expect(words(deep(page, "agent-timeline li")!)).toContain(said);
    expect(deep(page, "agent-timeline b")).toBeUndefined();
  });

  test("questions and who answered them stand among what it did", async () => {
    const own = { agent: { id: "a", name: "a" } };
    const { page } = await show(anAgent("a"), happened({ tool: "Edit", text: "b.ts" }), {
      pending: [aRequest("dr_1", { ...own, title: "Deploy?", askedAt: ago(3) })],
      history: [
        decided("dr_2", "approve", { ...own, title: "Push?", resolvedAt: ago(60) }),
        decided("dr_3", "deny", { title: "Not its own" }),
      ],
    });
    const lines = [...deep(page, "agent-timeline")!.shadowRoot!.querySelectorAll("li > span")].map((line) => words(line));
    expect(lines).toEqual(["Asks: Deploy?", "Edited b.ts", "Asked: Push? — approved by Ada on laptop"]);
    expect(words(section(page, "Its decisions")!)).toMatch(/Deploy\?.*Push\?/u);
    expect(words(page)).not.toContain("Not its own");
  });

  test("a long one opens on request", async () => {
    const recent = Array.from({ length: 16 }, (_, index) => ({
      at: ago(100 - index),
      kind: "tool.ended",
      tool: "Read",
      text: `file-${index}`,
    }));
    const { page } = await show(anAgent("a"), [aSessionOf("a", { recent })]);
    const lines = () => deep(page, "agent-timeline")!.shadowRoot!.querySelectorAll("li").length;
    expect(lines()).toBe(12);
    deep(deep(page, "agent-timeline")!, "ui-button")!.click();
    await expect.poll(lines).toBe(16);
  });
});

test("what runs right now stands there exactly, dangers marked", async () => {
  const command = `echo ${"x".repeat(200)}; rm -rf /`;
  const { page } = await show(anAgent("a"), [aSessionOf("a", { doing: [{ callId: "c", tool: "Bash", command, since: ago(130) }] })]);
  expect(words(section(page, "Right now")!)).toContain("Bash for 2 min 10 s");
  expect(deep(section(page, "Right now")!, "ui-code")!.shadowRoot!.querySelector("pre")!.textContent).toContain(command);
});

test("cost with its tokens; what has no price is said to be unknown", async () => {
  const { page } = await show(anAgent("a"), [aSessionOf("a", { usage: someUsage() })]);
  expect(words(deep(page, "agent-usage")!)).toMatch(
    /\$0\.42 2 calls, at list price.*Input tokens 1,000.*Read from cache 5,000.*Written to cache 300.*Output tokens 200/u,
  );
  const unknown = await show(anAgent("a"), [aSessionOf("a", { usage: someUsage({ costMicros: null, unpriced: 2 }) })]);
  expect(words(deep(unknown.page, "agent-usage")!)).toMatch(/Cost unknown.*2 calls without a price/u);
  const none = await show(anAgent("a"), [aSessionOf("a")]);
  expect(words(deep(none.page, "agent-usage")!)).toContain("No model call was told of");
});

test("files seen from its folder, its sub-agents, and whom it works for", async () => {
  const agent = anAgent("b", { parentId: "a" });
  const files = [{ path: "/home/dev/shop-api/src/a.ts", edits: 3, at: ago(9) }];
  const { page } = await show(agent, [aSessionOf("b", { files }), aSessionOf("c", { lastSignalAt: ago(400) })], {
    agents: [anAgent("a"), anAgent("c", { parentId: "b" })],
  });
  expect(words(section(page, "Files")!)).toMatch(/src\/a\.ts 3 edits/u);
  expect(words(section(page, "Sub-agents")!)).toContain("No sign for 6 min");
  expect(deep<HTMLAnchorElement>(deep(page, "agent-head")!, "dd a")!.pathname).toBe("/agents/a");
});

describe("name and role", () => {
  const open = async (page: AgentPage) => {
    deep(deep(page, "agent-head")!, ".name ui-button")!.click();
    await expect.poll(() => deep(page, "agent-sheet")!.shadowRoot!.querySelector("ui-dialog")?.open).toBe(true);
    return [...deep(page, "agent-sheet")!.shadowRoot!.querySelectorAll("ui-field")];
  };
  const type = (field: Element, value: string) => {
    const input = field.shadowRoot!.querySelector("input")!;
    input.value = value;
    input.dispatchEvent(new Event("input"));
  };
  const save = (page: AgentPage) => deep(deep(page, "agent-sheet")!, "ui-button[variant=primary]")!.click();

  test("only what changed is sent; left empty it is the agent's own word again", async () => {
    const { app, page } = await show(anAgent("a", { role: "developer" }), []);
    const [name, role] = await open(page);
    type(name!, " Ada's builder ");
    save(page);
    await expect.poll(() => app.asked).toContainEqual(["changeAgent", "a", { name: "Ada's builder" }]);
    await expect.poll(() => deep(page, "agent-sheet")!.open).toBe(false);
    await open(page);
    type(role!, "");
    save(page);
    await expect.poll(() => app.asked.at(-1)).toEqual(["changeAgent", "a", { role: null }]);
  });

  test("how it is paid is chosen, and taken back", async () => {
    const { app, page } = await show(anAgent("a", { payment: "plan" }), []);
    await open(page);
    const choices = () => [...deep(deep(page, "agent-sheet")!, "ui-segmented")!.shadowRoot!.querySelectorAll("input")];
    expect(choices().map(({ checked }) => checked)).toEqual([false, false, true]);
    choices()[1]!.click();
    save(page);
    await expect.poll(() => app.asked.at(-1)).toEqual(["changeAgent", "a", { payment: "tokens" }]);
    await open(page);
    choices()[0]!.click();
    save(page);
    await expect.poll(() => app.asked.at(-1)).toEqual(["changeAgent", "a", { payment: null }]);
  });

  test("why it could not be saved is said, and what was written stays", async () => {
    const { app, page } = await show(anAgent("a"), []);
    app.fleet.change = async () => {
      throw new ApiProblem(0, { title: "The server cannot be reached" });
    };
    const [, role] = await open(page);
    type(role!, "tester");
    save(page);
    await expect.poll(() => words(deep(page, "agent-sheet")!)).toContain("The server cannot be reached.");
    expect(deep(page, "agent-sheet")!.open).toBe(true);
    expect(role!.value).toBe("tester");
  });

  test("a viewer cannot", async () => {
    const { page } = await show(anAgent("a"), [], { session: aSession({ role: "viewer" }) });
    expect(deep(deep(page, "agent-head")!, "ui-button")).toBeUndefined();
  });
});

test("earlier runs come from the server, page by page, and none is there twice", async () => {
  const { app, page } = await show(anAgent("a"), [aSessionOf("a", { project: "now" })]);
  const cursors: (string | undefined)[] = [];
  app.fleet.sessionsOf = async (_id: string, cursor?: string) => {
    cursors.push(cursor);
    const old = aSessionOf("a", { id: "se_old", key: "old", project: "long-ago", endedAt: ago(200_000), lastSignalAt: ago(200_000) });
    return cursor === undefined ? { items: [aSessionOf("a", { project: "now" })], cursor: "next" } : { items: [old] };
  };
  const runs = () => [...section(page, "Runs")!.querySelectorAll("ui-row")].map((row) => words(row).trim().split(" ")[0]);
  const more = () => [...page.renderRoot.querySelectorAll("ui-button")].find((button) => words(button).includes("Earlier runs"));
  more()!.click();
  await expect.poll(() => cursors).toEqual([undefined]);
  await expect.poll(() => more()?.busy).toBe(false);
  expect(runs()).toEqual(["now"]);
  more()!.click();
  await expect.poll(runs).toEqual(["now", "long-ago"]);
  expect(cursors).toEqual([undefined, "next"]);
  await expect.poll(more).toBeUndefined();
});

test("an agent that is not known here", async () => {
  const app = fakeApp();
  const page = await mountIn<AgentPage>(app, "agent-page");
  expect(words(page)).toContain("This agent is not known here");
});

describe("its tasks", () => {
  const assigned = aTask("tk_1", { title: "Build <b>it</b>", status: "assigned", agent: { id: "a", name: "a" } });
  const button = (page: AgentPage) => deep(page, "agent-tasks")!.shadowRoot!.querySelector<HTMLElement>("li ui-button");

  test("stand there while they are open, and go to another agent by two taps, with the reason", async () => {
    const others = [
      aTask("tk_2", { agent: { id: "b", name: "b" } }),
      aTask("tk_3", { agent: { id: "a", name: "a" }, status: "completed", endedAt: ago(60) }),
    ];
    const { app, page } = await show(anAgent("a"), []);
    expect(section(page, "Its tasks")).toBeUndefined();
    app.work.put({ tasks: [assigned, ...others] });
    await expect.poll(() => deep(page, "agent-tasks")?.shadowRoot?.querySelectorAll("li")).toHaveLength(1);
    expect(words(deep(page, "agent-tasks")!)).toContain("Build <b>it</b> Assigned");
    button(page)!.click();
    await expect.poll(() => words(deep(page, "assign-sheet")!)).toContain("builder · fits bestDid 9 of 10 like it");
    deep<HTMLButtonElement>(deep(page, "assign-sheet")!, "li button")!.click();
    await expect.poll(() => app.asked).toContainEqual(["changeTask", assigned, { agent: { id: "ag_1" } }]);
  });

  test("a viewer sees them, without a button", async () => {
    const { app, page } = await show(anAgent("a"), [], { session: aSession({ role: "viewer" }) });
    app.work.put({ tasks: [assigned] });
    await expect.poll(() => deep(page, "agent-tasks")?.shadowRoot?.querySelectorAll("li")).toHaveLength(1);
    expect(button(page)).toBeNull();
  });
});
