import type { DecisionRequest } from "@beckon/contracts/decisions";
import { type LitElement, render } from "lit";
import { renderSince } from "../decisions/now-parts.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { RuleEditPage } from "./rule-edit-page.ts";
import type { RuleNote } from "./rule-note.ts";
import type { RulePage } from "./rule-page.ts";
import type { RulesPage } from "./rules-page.ts";
import { anOffRule, aProposal, aReplay, aRule } from "./testing/rows.ts";
import "./rule-edit-page.ts";
import "./rule-note.ts";
import "./rule-page.ts";
import "./rules-page.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const shows = (text: string | RegExp) =>
  typeof text === "string" ? expect.poll(() => words()).toContain(text) : expect.poll(() => words()).toMatch(text);
const buttonsIn = (root: Element | ShadowRoot): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const button = (name: string) => {
  const found = buttonsIn(document.body).find((one) => words(one).trim() === name && one.checkVisibility());
  if (!found) throw new Error(`no button “${name}”`);
  return found;
};
const names = () =>
  buttonsIn(document.body)
    .filter((one) => one.checkVisibility())
    .map((one) => words(one).trim());
const typeIn = (label: string, value: string) => {
  const fields = (root: Element | ShadowRoot): Element[] => [
    ...root.querySelectorAll("ui-field"),
    ...[...root.querySelectorAll("*")].flatMap((child) => (child.shadowRoot ? fields(child.shadowRoot) : [])),
  ];
  const field = fields(document.body).find((one) => (one as Element & { label: string }).label === label)!;
  const input = deep<HTMLInputElement>(field, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};
const drawn = async (page: LitElement) => {
  await page.updateComplete;
  return page;
};
/** The page of one rule. */
const openRule = async (app: ReturnType<typeof fakeApp>, ruleId: string, tag: "rule-page" | "rule-edit-page" = "rule-page") => {
  const mounting = mountIn<RulePage | RuleEditPage>(app, tag);
  document.querySelector(tag)!.ruleId = ruleId;
  return drawn(await mounting);
};
const note = async (app: ReturnType<typeof fakeApp>, request: Partial<DecisionRequest>) => {
  const mounting = mountIn<RuleNote>(app, "rule-note");
  (document.querySelector("rule-note") as RuleNote).request = request as DecisionRequest;
  return drawn(await mounting);
};

let address = "";
beforeEach(() => {
  address = location.href;
  vi.useFakeTimers({ now, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  history.replaceState(null, "", address);
  document.body.replaceChildren();
});

test("without rules it says what one is; a viewer has no button", async () => {
  await mountIn<RulesPage>(fakeApp(), "rules-page");
  await shows("You answer everything yourself");
  expect(names()).toEqual(["Write a rule"]);
  await mountIn<RulesPage>(fakeApp({ session: aSession({ role: "viewer" }) }), "rules-page");
  await shows("You answer everything yourself");
  expect(names()).toEqual([]);
});

test("what is on, what is off and why, and how much each did", async () => {
  const app = fakeApp();
  app.rules.put({
    rules: [
      aRule("ru_1", { left: 3 }),
      aRule("ru_2", { name: "Over", until: ago(5) }),
      anOffRule("ru_3", { name: "New" }),
      anOffRule("ru_4", { name: "Off", off: { because: "person", at: ago(9), by: { kind: "person", name: "Bo" } }, answered: 1 }),
    ],
  });
  await mountIn<RulesPage>(app, "rules-page");
  await shows("Look at git Approve · On, ends in 6 d · answered 12, left 3 to you by its limit".replace("git Approve", "gitApprove"));
  for (const part of [
    "OverApprove · Its time is over",
    "Off: not switched on yet · answered nothing yet",
    "Off: switched off by Bo · answered 1",
  ])
    expect(words()).toContain(part);
});

test("a proposal says why and what it would have answered; it is written, or never proposed again", async () => {
  const app = fakeApp();
  app.rules.put({ proposals: [aProposal("rp_1")] });
  await mountIn<RulesPage>(app, "rules-page");
  await shows("You have answered this the same way 3 times since");
  expect(words()).toContain("Would have answered 3 of 5, none against you.");
  button("Never propose it").click();
  await expect.poll(() => app.asked).toContainEqual(["dismissProposal", "rp_1"]);
  await expect.poll(() => button("Write this rule").hasAttribute("busy")).toBe(false);
  button("Write this rule").click();
  await expect.poll(() => app.asked).toContainEqual(["writeRule", { ...aProposal("rp_1").rule, proposalId: "rp_1" }]);
  await expect.poll(() => location.pathname).toBe("/settings/rules/ru_new");
});

test("very many: 200 rules and 20 proposals stand in one list each", async () => {
  const app = fakeApp();
  const rules = Array.from({ length: 200 }, (_, index) => aRule(`ru_${index}`, { name: `${"Long name ".repeat(7)}${index}` }));
  app.rules.put({ rules, proposals: Array.from({ length: 20 }, (_, index) => aProposal(`rp_${index}`)) });
  const page = await mountIn<RulesPage>(app, "rules-page");
  expect(page.renderRoot.querySelectorAll("ui-row")).toHaveLength(200);
  expect(page.renderRoot.querySelectorAll("proposal-card")).toHaveLength(20);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(document.documentElement.clientWidth);
});

test("replayed with nothing against the person, it is switched on at once", async () => {
  const app = fakeApp();
  app.rules.put({ rules: [anOffRule("ru_1")], agentNames: new Map([["ag_1", "builder"]]) });
  app.rules.replay = async () => aReplay();
  await openRule(app, "ru_1");
  await shows("Off: not switched on yet");
  for (const part of ["Begins with", "git status", "In the folder", "/src/shop", "Agent builder".replace(" b", "b"), "low only"])
    expect(words().replace(/(\w) (?=builder)/u, "$1")).toContain(part);
  expect(names()).not.toContain("Switch on");
  button("Replay the last 30 days").click();
  await shows("Would have answered 31 of 52, none against you.");
  expect(words()).toContain("29 as you did, 2 that no person had answered.");
  button("Switch on").click();
  await expect.poll(() => app.asked).toContainEqual(["switchOn", "ru_1", { replayId: "rr_1" }]);
});

test("what would have been against the person is listed, each opens, and its number has to be typed", async () => {
  const app = fakeApp();
  app.rules.put({ rules: [anOffRule("ru_1")] });
  const item = { ...aReplay().would[0]!, yours: "Deny", fits: "against" as const };
  app.rules.replay = async () =>
    aReplay({ figures: { ...aReplay().figures, against: 2 }, against: [item, { ...item, requestId: "dr_2" }] });
  await openRule(app, "ru_1");
  button("Replay the last 30 days").click();
  await shows("Would have answered 31 of 52, 2 against you.");
  expect(words()).toContain("You: Deny · rule: Approve · builder");
  expect(deep(document.body, "replay-result")!.shadowRoot!.querySelector("ui-row")!.getAttribute("href")).toBe("/decisions/dr_1");
  button("Switch on…").click();
  await shows("Switch it on all the same?");
  const confirm = buttonsIn(deep(document.body, "switch-on-sheet")!.shadowRoot!).find((one) => words(one).trim() === "Switch on")!;
  typeIn("Type 2 to confirm", "3");
  await expect.poll(() => confirm.hasAttribute("disabled")).toBe(true);
  typeIn("Type 2 to confirm", "2");
  await expect.poll(() => confirm.hasAttribute("disabled")).toBe(false);
  confirm.click();
  await expect.poll(() => app.asked).toContainEqual(["switchOn", "ru_1", { replayId: "rr_1", against: 2 }]);
});

test("a replay that is old, or of other terms, switches nothing on", async () => {
  const app = fakeApp();
  app.rules.put({ rules: [anOffRule("ru_1")] });
  app.rules.replay = async () => aReplay({ freshUntil: ago(1) });
  await openRule(app, "ru_1");
  button("Replay the last 30 days").click();
  await shows("Replay it again before you switch it on");
  expect(names()).not.toContain("Switch on");
});

test("on, it is switched off at once; without a connection nothing can be tapped, and why; a viewer has no button", async () => {
  const app = fakeApp();
  app.rules.put({ rules: [aRule("ru_1")] });
  await openRule(app, "ru_1");
  await shows("On, ends in 6 d");
  button("Switch off").click();
  await expect.poll(() => app.asked).toContainEqual(["switchOff", "ru_1"]);
  app.connection.put({ state: "offline" });
  await shows("No connection. Rules are shown as of the last one");
  for (const name of ["Switch off", "Change", "Delete…"]) expect(button(name).hasAttribute("disabled")).toBe(true);

  const seen = fakeApp({ session: aSession({ role: "viewer" }) });
  seen.rules.put({ rules: [aRule("ru_1")] });
  await openRule(seen, "ru_1");
  await shows("It has answered 12.");
  expect(names()).toEqual([]);
});

test("a rule is written: what is missing is said, what is sent is what stands there", async () => {
  const app = fakeApp();
  await openRule(app, "", "rule-edit-page");
  button("Save").click();
  await shows("Give it a name");
  expect(words()).toContain("Say what it approves");
  typeIn("Name", "Look at git");
  typeIn("First words", "bash -c");
  await shows("can run anything");
  typeIn("First words", "git  status");
  await expect.poll(() => words()).not.toContain("can run anything");
  button("Save").click();
  await expect
    .poll(() => app.asked.find((each) => (each as string[])[0] === "writeRule"))
    .toEqual([
      "writeRule",
      {
        name: "Look at git",
        scope: { command: { begins: ["git", "status"] } },
        answer: { tone: "approve" },
        maxRisk: "low",
        until: new Date(now + 7 * 86_400_000).toISOString(),
        mostPerHour: 30,
      },
    ]);
});

test("a rule is changed: all that it says stays but what was changed", async () => {
  const app = fakeApp();
  const rule = aRule("ru_1", { scope: { ...aRule("x").scope, kinds: ["permission"] } });
  app.rules.put({ rules: [rule] });
  await openRule(app, "ru_1", "rule-edit-page");
  await shows("Any change but its name switches it off");
  typeIn("At most in an hour", "5");
  await drawn(document.querySelector("rule-edit-page")!);
  button("Save").click();
  const { name, scope, answer, maxRisk, until } = rule;
  await expect.poll(() => app.asked).toContainEqual(["editRule", "ru_1", { name, scope, answer, maxRisk, until, mostPerHour: 5 }]);
});

test("below a decision: which rule answered it, and how to be asked next time", async () => {
  const app = fakeApp();
  app.rules.put({ rules: [aRule("ru_1")] });
  const decided = {
    id: "dr_9",
    status: "decided",
    decision: { option: "approve", decidedAt: ago(9), decidedBy: { kind: "rule", name: "Look at git", ruleId: "ru_1" } },
  } as const;
  await note(app, decided);
  await shows(/Answered by the rule Look at git, which ends .*waits for you/u);
  button("Switch the rule off").click();
  await expect.poll(() => app.asked).toContainEqual(["switchOff", "ru_1"]);
  app.rules.put({ rules: [anOffRule("ru_1")] });
  await shows("which is off now: the next one waits for you.");
  app.rules.put({ rules: [] });
  await shows("which was deleted since");
});

test("below a decision that was answered the same way before: always answer like this", async () => {
  const app = fakeApp();
  app.rules.put({ proposals: [aProposal("rp_1")] });
  const asked: Partial<DecisionRequest> = {
    id: "dr_9",
    kind: "permission",
    status: "pending",
    risk: "low",
    options: [{ id: "approve", label: "Approve", tone: "approve" }],
    action: { tool: "Bash", command: "pnpm test" },
    agent: { id: "ag_1", name: "builder" },
  };
  await note(app, asked);
  await shows("Answered the same way 3 times, never otherwise: Approve.");
  button("Always answer like this…").click();
  await expect.poll(() => app.asked).toContainEqual(["writeRule", { ...aProposal("rp_1").rule, proposalId: "rp_1" }]);
  // Another command is another matter.
  await note(app, { ...asked, action: { tool: "Bash", command: "pnpm test; rm -rf /" } });
  expect(names()).toEqual([]);
  const seen = fakeApp({ session: aSession({ role: "viewer" }) });
  seen.rules.put({ proposals: [aProposal("rp_1")] });
  await note(seen, asked);
  expect(names()).toEqual([]);
});

test("Now says how many rules answered since the last look; none where none did", () => {
  const past = (id: string, kind: "rule" | "person", minutes: number) => ({
    id,
    kind: "permission" as const,
    title: "Run it?",
    options: [{ id: "approve", label: "Approve", tone: "approve" as const }],
    allowText: false,
    actionHash: "h",
    risk: "low" as const,
    riskReasons: [],
    agent: { id: "ag_1", name: "builder" },
    status: "decided" as const,
    askedAt: ago(minutes * 60),
    resolvedAt: ago(minutes * 60),
    decision: { option: "approve", decidedAt: ago(minutes * 60), decidedBy: { kind, name: "Look at git" } },
  });
  const rows: DecisionRequest[] = [past("dr_1", "rule", 1), past("dr_2", "rule", 2), past("dr_3", "person", 3), past("dr_4", "rule", 90)];
  render(renderSince(rows, ago(3_600)), document.body);
  expect(words()).toContain("2 answered by rules since you last looked.");
  render(renderSince(rows, undefined), document.body);
  expect(words()).not.toContain("answered by rules");
});
