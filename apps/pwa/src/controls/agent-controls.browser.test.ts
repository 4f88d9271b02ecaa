import type { Session } from "@beckon/contracts/agents";
import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgentPage } from "../fleet/agent-page.ts";
import "../fleet/agent-page.ts";
import { ago, anAgent, aSessionOf, now } from "../fleet/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { aCommand, aHost, aProcess } from "./testing/rows.ts";
import "./act-sheet.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const controls = (page: AgentPage) => page.renderRoot.querySelector("agent-controls") ?? undefined;
const buttonsIn = (root: Element | ShadowRoot): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const names = (page: AgentPage) => buttonsIn(controls(page)!.renderRoot as ShadowRoot).map((one) => words(one).trim());
const tap = (page: AgentPage, name: string) =>
  buttonsIn(page.renderRoot as ShadowRoot)
    .find((one) => words(one).trim() === name)!
    .click();

type Given = { hosts?: Host[]; commands?: Command[]; run?: Partial<Session>; session?: Parameters<typeof aSession>[0] };
async function show({ hosts = [], commands = [], run = {}, session = {} }: Given) {
  const app = fakeApp({ session: aSession(session) });
  app.fleet.put({ agents: [anAgent("a")], sessions: [aSessionOf("a", run)] });
  app.controls.put({ hosts, commands });
  const mounting = mountIn<AgentPage>(app, "agent-page");
  document.querySelector("agent-page")!.agentId = "a";
  const page = await mounting;
  await page.updateComplete;
  await controls(page)?.updateComplete;
  return { app, page };
}
const devbox = (more: object = {}) => aHost("devbox", { processes: [aProcess("hp_1", { agentId: "a", ...more })] });

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("an agent that nothing acts on has no controls", async () => {
  const { page } = await show({});
  expect(controls(page)).toBeUndefined();
  expect(words(page)).not.toContain("Controls");
});

test("its process: where it is, what it takes, and what can be done at once", async () => {
  const { app, page } = await show({ hosts: [devbox()], run: { canPause: true } });
  expect(words(controls(page)!)).toContain("Running on devbox, pid 4711, started 12 min ago · 12 % of a core · 412 MB");
  expect(names(page)).toEqual(["Pause", "Restart…", "Stop…"]);
  tap(page, "Pause");
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "pause", hostId: "devbox", processId: "hp_1" }]);
  tap(page, "Restart…");
  await expect.poll(() => page.renderRoot.querySelector("act-sheet")).not.toBeNull();
  tap(page, "Restart");
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "restart", hostId: "devbox", processId: "hp_1" }]);
});

test("a machine that is away can still be asked, and it is said that it is away", async () => {
  const away = { ...devbox(), connected: false, lastSeenAt: ago(200) };
  const { page } = await show({ hosts: [away], commands: [aCommand("c", { kind: "stop" })] });
  expect(words(controls(page)!)).toContain("no word from it for 3 min");
  expect(words(controls(page)!)).toMatch(/Stop · Requested: no word from devbox since .* given up in 59 s/u);
  expect(names(page)).toContain("Cancel");
});

test("no machine, but it asks before it acts: at its next step, with time for one to come", async () => {
  const { app, page } = await show({ run: { canPause: true } });
  expect(names(page)).toEqual(["Pause at its next step"]);
  tap(page, "Pause at its next step");
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "pause", agentId: "a", timeoutSeconds: 900 }]);
});

test("held, it can go on", async () => {
  const pause = { id: "pa_1", state: "held", at: ago(40), heldAt: ago(30), by: "Ada", step: "Bash" } as const;
  const { app, page } = await show({ run: { canPause: true, pause } });
  expect(words(controls(page)!)).toContain("Held for 30 s, before Bash");
  expect(names(page)).toEqual(["Let it go on"]);
  tap(page, "Let it go on");
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "resume", agentId: "a" }]);
});

test("what came of it stays in sight when its process is gone", async () => {
  const { page } = await show({
    hosts: [devbox({ state: "exited", endedAt: ago(1) })],
    commands: [aCommand("c", { kind: "stop", state: "done", endedAt: ago(0.5), reason: "loops" })],
  });
  expect(words(controls(page)!)).toMatch(/Stop · Done, in 0\.5 s.*loops/u);
  expect(names(page)).toEqual([]);
});

test("a viewer sees how it stands, and no button", async () => {
  const { page } = await show({ hosts: [devbox()], commands: [aCommand("c")], session: { role: "viewer" } });
  expect(words(controls(page)!)).toContain("Running on devbox");
  expect(words(controls(page)!)).toContain("on its way to devbox");
  expect(names(page)).toEqual([]);
});

test("without a connection it says why nothing can be tapped", async () => {
  const { app, page } = await show({ run: { canPause: true } });
  app.connection.put({ state: "offline" });
  await expect.poll(() => words(controls(page)!)).toContain("nothing is kept for later");
  expect(deep(controls(page)!, "ui-button")!.hasAttribute("disabled")).toBe(true);
});
