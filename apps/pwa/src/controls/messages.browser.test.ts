import type { Session } from "@beckon/contracts/agents";
import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgentPage } from "../fleet/agent-page.ts";
import "../fleet/agent-page.ts";
import { ago, anAgent, aSessionOf, now } from "../fleet/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { AgentWork } from "./controls.store.ts";
import "./act-sheet.ts";
import "./message-sheet.ts";
import { aCommand, aHost, aProcess } from "./testing/rows.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const all = (root: Element | ShadowRoot, name: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(name),
  ...[...root.querySelectorAll("*")].flatMap((child) => (child.shadowRoot && child.localName !== name ? all(child.shadowRoot, name) : [])),
];
const button = (page: AgentPage, name: string) => all(page.renderRoot as ShadowRoot, "ui-button").find((one) => words(one).trim() === name);
const sheet = (page: AgentPage, name: string) => page.renderRoot.querySelector(name);

type Given = { hosts?: Host[]; commands?: Command[]; run?: Partial<Session>; role?: "viewer"; work?: AgentWork };
async function show({ hosts = [], commands = [], run = {}, role, work }: Given) {
  const app = fakeApp({ session: aSession(role ? { role } : {}) });
  app.fleet.put({ agents: [anAgent("a", { name: "builder" })], sessions: [aSessionOf("a", run)] });
  app.controls.put({ hosts, commands });
  if (work) app.controls.workOf = async () => work;
  const mounting = mountIn<AgentPage>(app, "agent-page");
  document.querySelector("agent-page")!.agentId = "a";
  const page = await mounting;
  await page.updateComplete;
  return { app, page };
}
const hears = { takes: ["message", "stop"] } satisfies Partial<Session>;
const write = async (page: AgentPage, text: string) => {
  const area = deep(sheet(page, "message-sheet")!, "textarea") as HTMLTextAreaElement;
  area.value = text;
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await (sheet(page, "message-sheet") as AgentPage | null)?.updateComplete;
  return area;
};

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("a message: when it is read, and what is sent, by the keyboard too", async () => {
  const { app, page } = await show({ run: hears });
  button(page, "Message…")!.click();
  await expect.poll(() => sheet(page, "message-sheet")).not.toBeNull();
  expect(words(sheet(page, "message-sheet")!)).toContain("builder reads this at its next step: with a call of a tool");
  expect(button(page, "Send")!.hasAttribute("disabled")).toBe(true);
  const area = await write(page, "  Use the new API.\nThen stop. ");
  area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, composed: true }));
  const wish = { kind: "message", agentId: "a", timeoutSeconds: 3_600, text: "Use the new API.\nThen stop." };
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", wish]);
});

test("too long is said and not sent; the last characters are counted", async () => {
  const { page } = await show({ run: { ...hears, turn: { open: false, endedAt: ago(20), running: 0 } } });
  button(page, "Message…")!.click();
  await expect.poll(() => sheet(page, "message-sheet")).not.toBeNull();
  expect(words(sheet(page, "message-sheet")!)).toContain("Its turn is over. builder reads this when it next has something to do.");
  await write(page, "🦊".repeat(3_990));
  await expect.poll(() => words(sheet(page, "message-sheet")!)).toContain("10 characters left");
  await write(page, "🦊".repeat(4_002));
  await expect.poll(() => words(sheet(page, "message-sheet")!)).toContain("2 characters too many");
  expect(button(page, "Send")!.hasAttribute("disabled")).toBe(true);
});

test("what was said is followed in words, as text", async () => {
  const said = { kind: "message", via: "step", agentId: "a", processId: undefined, hostId: undefined } as const;
  const { page } = await show({
    run: hears,
    commands: [
      aCommand("one", { ...said, text: "<img src=x> \u202egnorw" }),
      aCommand("two", {
        ...said,
        text: "Read the log.",
        state: "done",
        endedAt: ago(0),
        requestedAt: ago(4.2),
        result: "Went out with the answer to its call before Bash.",
      }),
    ],
  });
  const seen = words(page);
  expect(seen).toContain("Message · Waits: it reads this at its next step");
  expect(seen).toContain("<img src=x>");
  expect(seen).toContain("Message · Given to it, after 4.2 s: Went out with the answer to its call before Bash.");
  expect(all(page.renderRoot as ShadowRoot, "img")).toEqual([]);
});

test("no way to it, a viewer, or no connection: no button, or one that says why", async () => {
  expect(button((await show({ run: { canPause: true } })).page, "Message…")).toBeUndefined();
  document.body.replaceChildren();
  expect(button((await show({ run: hears, role: "viewer" })).page, "Message…")).toBeUndefined();
  document.body.replaceChildren();
  const { app, page } = await show({ run: { takes: ["message"] } });
  app.connection.put({ state: "offline" });
  await expect.poll(() => words(page)).toContain("nothing is kept for later");
  expect(button(page, "Message…")!.hasAttribute("disabled")).toBe(true);
});

test("a stop at its next step says what it does; one on its way is not asked for twice", async () => {
  const { app, page } = await show({ run: hears });
  button(page, "Stop at its next step…")!.click();
  await expect.poll(() => sheet(page, "act-sheet")).not.toBeNull();
  await expect.poll(() => words(sheet(page, "act-sheet")!)).toContain("It has no open tasks.");
  expect(words(sheet(page, "act-sheet")!)).toContain("At its next step it is told to end its work");
  button(page, "Stop")!.click();
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "stop", agentId: "a", timeoutSeconds: 900 }]);
  app.controls.put({ commands: [aCommand("s", { kind: "stop", via: "step", agentId: "a", processId: undefined, hostId: undefined })] });
  await expect.poll(() => button(page, "Stop at its next step…")!.hasAttribute("busy")).toBe(true);
});

const devbox = aHost("devbox", { processes: [aProcess("hp_1", { agentId: "a", agent: "builder" })] });
const work: AgentWork = {
  titles: ["Orders API", "Write the tests", "Release", "Docs", "Clean up", "One more"],
  more: false,
  best: { agentId: "ag_2", name: "tester-2", reason: "tester-2 is idle and did 9 of 10 like it" },
};

test.each([
  [undefined, { tasks: "requeue" }, "Once it is started again, they wait for whoever takes them next."],
  ["tester-2", { tasks: { agentId: "ag_2" } }, "they go to the one that fits best: tester-2 is idle and did 9 of 10 like it."],
  ["Nobody else", {}, "They stay as they are: nobody else can take them."],
])("restart: its tasks by name, and what becomes of them (%s)", async (choice, sent, says) => {
  const { app, page } = await show({ hosts: [devbox], work });
  button(page, "Restart…")!.click();
  await expect.poll(() => sheet(page, "act-sheet") && words(sheet(page, "act-sheet")!)).toContain("6 open tasks");
  expect(words(sheet(page, "act-sheet")!)).toMatch(/Orders API ?Write the tests ?Release ?Docs 2 others/u);
  if (choice)
    all(sheet(page, "act-sheet")!.shadowRoot!, "label")
      .find((one) => words(one).trim() === choice)!
      .click();
  await expect.poll(() => words(sheet(page, "act-sheet")!)).toContain(says);
  button(page, "Restart")!.click();
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "restart", hostId: "devbox", processId: "hp_1", ...sent }]);
});

test("its tasks cannot be read: it is said, and they are left alone", async () => {
  const { app, page } = await show({ hosts: [devbox] });
  app.controls.workOf = () => Promise.reject(new Error("away"));
  button(page, "Stop…")!.click();
  await expect.poll(() => sheet(page, "act-sheet") && words(sheet(page, "act-sheet")!)).toContain("could not be read; they stay with it");
  button(page, "Stop")!.click();
  await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "stop", hostId: "devbox", processId: "hp_1" }]);
});
