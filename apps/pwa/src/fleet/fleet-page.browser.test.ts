import type { Agent, Session } from "@beckon/contracts/agents";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aRequest } from "../platform/testing/rows.ts";
import { deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { AgentCard } from "./agent-card.ts";
import type { FleetPage } from "./fleet-page.ts";
import "./fleet-page.ts";
import { ago, anAgent, aSessionOf, now, someUsage } from "./testing/rows.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const cards = (page: FleetPage) => [...page.renderRoot.querySelectorAll<AgentCard>("agent-card")];
const chips = (page: FleetPage) => [...page.renderRoot.querySelectorAll<HTMLButtonElement>(".states button")];

async function show(agents: Agent[], sessions: Session[] = [], more: Parameters<typeof fakeApp>[0] = {}) {
  const app = fakeApp(more);
  app.fleet.put({ agents, sessions });
  const page = await mountIn<FleetPage>(app, "fleet-page");
  return { app, page };
}

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("a card says", () => {
  test.each<[string, Partial<Session>, string[]]>([
    [
      "what runs, and for how long",
      { doing: [{ callId: "c", tool: "Bash", command: "pnpm test", since: ago(130) }] },
      ["Working", "Running pnpm test for 2 min 10 s"],
    ],
    [
      "which file",
      { doing: [{ callId: "c", tool: "Edit", path: "/home/dev/shop-api/README.md", since: ago(3) }] },
      ["Edit on README.md for 3 s"],
    ],
    ["how old the last sign is", { lastSignalAt: ago(420) }, ["Stale", "No sign for 7 min"]],
    ["what goes on after the turn", { turn: { open: false, endedAt: ago(300), running: 2 } }, ["Working", "2 things it started still run"]],
    ["that the turn is over", { turn: { open: false, endedAt: ago(185), running: 0 } }, ["Idle", "Turn ended 3 min ago"]],
    ["that it ended", { endedAt: ago(7_200) }, ["Offline", "Ended 2 h ago"]],
    ["why it failed", { endedAt: ago(60), failed: true, error: "429 <b>limit</b>" }, ["Failed", "Failed 1 min ago: 429 <b>limit</b>"]],
    ["the task and how far it is", { task: { id: "t", subject: "Orders v2", progress: 40 } }, ["Orders v2 · 40 %"]],
    ["what is not known to cost", { usage: someUsage({ costMicros: null, unpriced: 2 }) }, ["cost unknown"]],
    ["what it cost", { usage: someUsage(), model: "claude-sonnet-5" }, ["$0.42", "claude-sonnet-5"]],
  ])("%s", async (_name, session, parts) => {
    const { page } = await show([anAgent("builder", { role: "developer" })], [aSessionOf("builder", session)]);
    const said = words(cards(page)[0]);
    for (const part of ["builder", "Claude Code · developer · shop-api · devbox", ...parts]) expect(said).toContain(part);
  });

  test("what it waits for, and leads there", async () => {
    const request = aRequest("dr_1", { title: "Deploy?", askedAt: ago(240), agent: { id: "a", name: "a", sessionId: "key-a" } });
    const { page } = await show([anAgent("a")], [aSessionOf("a")], { pending: [request] });
    expect(words(cards(page)[0])).toContain("Waits for you: Deploy? · 4 min");
    expect(deep<HTMLAnchorElement>(cards(page)[0]!, ".evidence a")!.pathname).toBe("/decisions/dr_1");
    expect(deep<HTMLAnchorElement>(cards(page)[0]!, ".cover")!.pathname).toBe("/agents/a");
  });

  test("nothing that is not known", async () => {
    const { page } = await show([anAgent("a", { host: undefined, vendor: undefined, lastSeenAt: ago(300) })]);
    expect(words(cards(page)[0])).not.toMatch(/undefined|null|NaN|\$|health/u);
  });

  test("health, and of what it is made", async () => {
    const { page } = await show([anAgent("a")], [aSessionOf("a", { lastSignalAt: ago(180) })]);
    expect(words(cards(page)[0])).toContain("Health 50 of 100 · degraded");
    expect(words(cards(page)[0])).toMatch(/Signs of life.*50.*weight 100 %.*not counted: tasks, response time/u);
  });

  test("its runs, where it has several, and its sub-agents with theirs below", async () => {
    const { page } = await show(
      [
        anAgent("lead"),
        anAgent("helper", { parentId: "lead" }),
        anAgent("deep", { parentId: "helper" }),
        anAgent("gone", { parentId: "deep" }),
      ],
      [
        aSessionOf("lead", { project: "website" }),
        aSessionOf("lead", { id: "se_2", key: "2", project: "infra" }),
        aSessionOf("helper", { lastSignalAt: ago(400) }),
        aSessionOf("deep"),
        aSessionOf("gone", { endedAt: ago(9) }),
      ],
    );
    expect(cards(page)).toHaveLength(1);
    const lines = [...cards(page)[0]!.renderRoot.querySelectorAll("li")];
    expect(lines.map((line) => line.querySelector("b")?.textContent?.trim())).toEqual(["website", "infra", "helper", "deep", undefined]);
    expect(words(lines[2])).toMatch(/No sign.*6 min/u);
    expect(words(lines[4]).trim()).toBe("and 1 ended");
    expect(deep(cards(page)[0]!, ".depth-1 .cover")!.getAttribute("href")).toBe("/agents/deep");
  });

  test("that it is of the demo", async () => {
    const { page } = await show([anAgent("a", { demo: true }), anAgent("b")]);
    expect(cards(page).map((card) => words(card).includes("Demo"))).toEqual([true, false]);
  });

  test("agents' text as text, with what hides in it named", async () => {
    const hostile = "<img src=x onerror=alert(1)> \u202Egpj";
    const { page } = await show(
      [anAgent("a", { name: hostile, role: hostile, host: hostile, vendor: hostile })],
      [
        aSessionOf("a", {
          project: hostile,
          title: hostile,
          model: hostile,
          doing: [{ callId: "c", tool: hostile, command: hostile, since: ago(1) }],
        }),
      ],
    );
    expect(deep(page, "img")).toBeUndefined();
    const said = words(cards(page)[0]);
    expect(said.match(/<img src=x onerror=alert\(1\)>/gu)!.length).toBeGreaterThanOrEqual(6);
    expect(said).not.toContain("\u202E");
  });
});

describe("finding some", () => {
  const agents = [anAgent("builder"), anAgent("tester", { host: "ci" }), anAgent("planner")];
  const sessions = [aSessionOf("builder"), aSessionOf("tester", { lastSignalAt: ago(400) }), aSessionOf("planner", { endedAt: ago(5) })];

  test("groups by state with counts; a state chosen leaves it alone, and again brings all back", async () => {
    const { page } = await show(agents, sessions);
    expect([...page.renderRoot.querySelectorAll("h2")].map((heading) => words(heading).trim())).toEqual([
      "Stale 1",
      "Working 1",
      "Offline 1",
    ]);
    expect(chips(page).map((chip) => words(chip).trim())).toEqual(["1 stale", "1 working", "1 offline"]);
    chips(page)[1]!.click();
    await expect.poll(() => cards(page).map(({ row }) => row.agent.id)).toEqual(["builder"]);
    expect(chips(page)[1]!.getAttribute("aria-pressed")).toBe("true");
    chips(page)[1]!.click();
    await expect.poll(() => cards(page).length).toBe(3);
  });

  test("search, nothing found, and back to all", async () => {
    const { app, page } = await show(agents, sessions);
    const input = deep<HTMLInputElement>(deep(page, "ui-field")!, "input")!;
    input.value = "CI tester";
    input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await expect.poll(() => cards(page).map(({ row }) => row.agent.id)).toEqual(["tester"]);
    app.fleet.lookAt({ q: "nobody" });
    await expect.poll(() => words(page)).toContain("None of 3 agents fits");
    deep(page, "ui-empty ui-button")!.click();
    await expect.poll(() => cards(page).length).toBe(3);
  });

  test("by machine", async () => {
    const { app, page } = await show(agents, sessions);
    app.fleet.lookAt({ by: "machine" });
    await expect
      .poll(() => [...page.renderRoot.querySelectorAll("h2")].map((heading) => words(heading).trim()))
      .toEqual(["ci 1", "devbox 2"]);
  });
});

test("no agent yet: the way to connect one", async () => {
  const { page } = await show([]);
  expect(words(page)).toContain("No agent is connected yet");
  expect(deep(page, "ui-button")!.getAttribute("href")).toBe("/connect");
});

test("before the replica is read nothing is claimed", async () => {
  const app = fakeApp();
  app.fleet.put({ ready: false });
  const page = await mountIn<FleetPage>(app, "fleet-page");
  expect(words(page).trim()).toBe("Loading");
  expect(app.asked).toContainEqual(["load"]);
});

test("time alone moves an agent, and its age goes on", async () => {
  const { page } = await show([anAgent("a")], [aSessionOf("a", { lastSignalAt: ago(298) })]);
  expect(words(cards(page)[0])).toContain("Last sign 4 min ago");
  vi.setSystemTime(now + 3_000);
  await expect.poll(() => words(cards(page)[0]), { timeout: 5_000 }).toContain("No sign for 5 min 1 s");
});

test("without a connection all is as of the last sync, and says so", async () => {
  const { app, page } = await show([anAgent("a")], [aSessionOf("a", { lastSignalAt: ago(10) })]);
  app.connection.put({ state: "offline", asOf: ago(0) });
  vi.setSystemTime(now + 720_000);
  app.fleet.lookAt({ q: "a" });
  await expect.poll(() => words(page)).toMatch(/As of .*, 12 min ago/u);
  expect(words(cards(page)[0])).toContain("Working");
  expect(words(cards(page)[0])).toContain("Last sign 10 s ago");
  app.connection.put({ state: "connecting", long: true });
  await page.updateComplete;
  expect(words(page)).toMatch(/As of .*, 12 min ago/u);
  // An app that only just opens has its sign for that.
  app.connection.put({ state: "connecting", long: false });
  await page.updateComplete;
  expect(words(page)).not.toContain("As of");
  app.connection.put({ state: "live" });
  await expect.poll(() => words(cards(page)[0])).toContain("No sign for 12 min");
  expect(words(page)).not.toContain("As of");
});

describe("500 agents", () => {
  const agents = Array.from({ length: 500 }, (_, index) =>
    anAgent(`agent-${String(index).padStart(3, "0")}`, { host: `node-${index % 9}` }),
  );
  const sessions = agents.map(({ id }) => aSessionOf(id, { doing: [{ callId: "c", tool: "Bash", since: ago(5) }] }));

  test("begin with a screenful and are all there in the end, under one heading", async () => {
    const { page } = await show(agents, sessions);
    expect(cards(page).length).toBeLessThan(100);
    await expect.poll(() => cards(page).length, { timeout: 20_000 }).toBe(500);
    expect(page.renderRoot.querySelectorAll("h2")).toHaveLength(1);
  });

  test("news of one draws one card anew", async () => {
    const { app, page } = await show(agents.slice(0, 60), sessions.slice(0, 60));
    await expect.poll(() => cards(page).length).toBe(60);
    const drawn: string[] = [];
    for (const card of cards(page)) {
      const render = card.render.bind(card);
      card.render = () => (drawn.push(card.row.agent.id), render());
    }
    const news = aSessionOf("agent-007", { doing: [{ callId: "new", tool: "Read", since: ago(1) }] });
    app.fleet.put({ sessions: [...sessions.slice(0, 60).filter(({ id }) => id !== news.id), news] });
    await expect.poll(() => drawn).toEqual(["agent-007"]);
  });

  test("going back finds the card that was opened where it stood; a new visit begins at the top", async () => {
    const visit = async (scrollTop: number) => {
      history.replaceState({ scrollTop }, "");
      const app = fakeApp();
      app.fleet.put({ agents, sessions, look: { q: "", by: "state", opened: { id: "agent-321", top: 120 } } });
      const page = await mountIn<FleetPage>(app, "fleet-page");
      return () =>
        cards(page)
          .find(({ row }) => row.agent.id === "agent-321")!
          .getBoundingClientRect().top;
    };
    const back = await visit(9_000);
    await expect.poll(() => Math.round(back())).toBe(120);
    scrollTo(0, 0);
    const anew = await visit(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(anew()).toBeGreaterThan(innerHeight);
  });
});
