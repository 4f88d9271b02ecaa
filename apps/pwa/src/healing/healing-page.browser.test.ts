import type { LitElement } from "lit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { HealingPage } from "./healing-page.ts";
import "./healing-page.ts";
import type { HealingState } from "./healing.store.ts";
import "./rule-sheet.ts";
import { aPlan, aRule, aRun, aStep, aTaken } from "./testing/rows.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const buttonsIn = (root: Element | ShadowRoot): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const button = (page: HealingPage, name: RegExp) => buttonsIn(page.renderRoot as ShadowRoot).find((one) => name.test(words(one)));
/** Each element draws its children, which then draw theirs. */
async function drawn(root: Element): Promise<void> {
  await (root as Partial<LitElement>).updateComplete;
  for (const child of [...root.children, ...(root.shadowRoot?.children ?? [])]) await drawn(child);
}

async function show(
  state: Partial<HealingState>,
  { role = "owner", offline = false }: { role?: "owner" | "viewer"; offline?: boolean } = {},
) {
  const app = fakeApp({ session: aSession({ role }) });
  app.healing.put(state);
  if (offline) app.connection.put({ state: "offline", asOf: ago(300) });
  const page = await mountIn<HealingPage>(app, "healing-page");
  await drawn(page);
  return { app, page };
}

beforeEach(() => vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("nothing to heal: says so, looks at once, and offers nothing to carry out", async () => {
  const { app, page } = await show({ plan: aPlan() });
  expect(words(page)).toContain("Nothing to heal");
  expect(app.asked).toContainEqual(["lookHealing"]);
  expect(button(page, /Carry out/u)).toBeUndefined();
  expect(words(page)).toContain("3 restarts an hour for each agent, the next one after 2 min");
});

test("the plan: each step with its reason, its evidence and what was seen here; what a limit refuses; what is left alone", async () => {
  const { app, page } = await show({
    plan: aPlan({
      steps: [
        aStep({ likelihood: { helped: 7, of: 9 } }),
        aStep({
          id: "2",
          act: "requeue",
          fault: "orphaned_task",
          subject: { kind: "task", id: "tk_1", name: "Build the cart" },
          reason: "builder-2 has ended.",
        }),
        aStep({
          id: "3",
          subject: { kind: "agent", id: "ag_3", name: "builder-3" },
          refusedBy: { limit: "restarts_per_hour", until: ago(-600) },
        }),
        aStep({ id: "4", act: "ask", fault: "crash_loop", subject: { kind: "agent", id: "ag_4", name: "builder‮-4" } }),
        aStep({ id: "5", act: "wait", fault: "rate_limit", subject: { kind: "agent", id: "ag_5", name: "planner" } }),
      ],
      left: [
        {
          subject: { kind: "agent", id: "ag_6", name: "tester" },
          reason: "It waits for a person's answer: that is no fault.",
          evidence: [],
          person: true,
        },
      ],
    }),
  });
  expect(words(page)).toMatch(/Restart builder-1 Hangs, since 25 min ago .* Helped here in 7 of 9 cases\. Evidence 2/u);
  expect(words(page)).toMatch(/Back to the queue Build the cart .* No history yet of how often this helps/u);
  expect(words(page)).toMatch(/builder-3 .* Not done: it has had all its restarts of this hour\. Possible from/u);
  expect(words(page)).not.toContain("‮");
  expect(words(page)).toMatch(/Left alone 1 tester left to you It waits for a person's answer/u);
  const go = button(page, /Carry out/u)!;
  // Neither what is refused nor what is waited for.
  expect(words(go)).toContain("Carry out 3 steps");
  go.click();
  await expect.poll(() => app.asked).toContainEqual(["runHealing"]);
});

test("another mode is looked at when it is chosen", async () => {
  const { app, page } = await show({ plan: aPlan() });
  const radios = deep(page, "ui-segmented")!.shadowRoot!.querySelectorAll("input");
  radios[2]!.click();
  await expect.poll(() => app.asked).toContainEqual(["lookHealing", "aggressive"]);
});

test("a run at work stands open at the top, and nothing else can be begun", async () => {
  const steps = [
    aTaken({ state: "doing" }),
    aTaken({ id: "hl_s2", state: "planned", subject: { kind: "agent", id: "ag_2", name: "builder-2" } }),
  ];
  const { app, page } = await show({ plan: aPlan({ steps: [aStep()] }), runs: [aRun("hl_1", { state: "running", steps })] });
  expect(words(page)).toMatch(/At work Smart · by Ada King · 10 min ago .* Under way .* builder-2 .* Planned/u);
  expect(button(page, /Carry out/u)?.hasAttribute("disabled")).toBe(true);
  expect(words(page)).toContain("A run is at work; wait until it is over.");
  const looks = () => app.asked.filter((one) => (one as string[])[0] === "lookHealing").length;
  expect(looks()).toBe(1);
  // Once it is over the plan is looked at anew.
  app.healing.put({ runs: [aRun("hl_1", { steps: [aTaken({ outcome: "pending" })] })] });
  await expect.poll(looks).toBe(2);
  expect(words(page)).toContain("Whether it helped is measured for half an hour.");
});

test("what it did: failed in the machine's words, helped or not, asked and answered, and by itself", async () => {
  const answer = { choice: "leave" as const, by: "Bo", at: ago(500) };
  const { page } = await show({
    plan: aPlan(),
    runs: [
      aRun("hl_1", {
        by: { kind: "rule", name: "Auto-heal" },
        steps: [
          aTaken({ outcome: "helped", outcomeNote: "At work after 1 min, and not back in 30 min." }),
          aTaken({ id: "s2", state: "failed", result: "No word from devbox for 60 s." }),
          aTaken({ id: "s3", act: "ask", fault: "poisoned_task", requestId: "dr_1", answer }),
          aTaken({ id: "s4", state: "refused", refusedBy: { limit: "cool_down" } }),
        ],
      }),
    ],
  });
  const text = words(page);
  expect(text).toMatch(/1 step done, 1 failed, 1 asked, 1 beyond its limits Smart · by itself/u);
  expect(text).toContain("Done, and it helped");
  expect(text).toContain("Failed: No word from devbox for 60 s.");
  expect(text).toMatch(/Bo said: leave it/u);
  expect(text).toContain("Not done yet: something was done about it a moment ago.");
});

test("very many runs are drawn in parts, only the newest of them open", async () => {
  const { page } = await show({ plan: aPlan(), runs: Array.from({ length: 50 }, (_, n) => aRun(`hl_${n}`, { steps: [aTaken()] })) });
  const cards = [...page.renderRoot.querySelectorAll("healing-run-card")];
  expect(cards.length).toBeGreaterThanOrEqual(40);
  expect(cards.filter((card) => card.renderRoot.querySelector("details")?.open)).toHaveLength(1);
});

test("a viewer sees all of it and has no buttons", async () => {
  const { page } = await show({ plan: aPlan({ steps: [aStep()] }), rule: aRule() }, { role: "viewer" });
  expect(words(page)).toContain("Restart builder-1");
  expect(button(page, /Carry out/u)).toBeUndefined();
  expect(deep(page, "ui-switch")).toBeUndefined();
  expect(words(page)).toMatch(/Conservative, every 2 min\. Switched on by Ada King, 2 h ago/u);
});

test("offline: what it did stands with its age, nothing can be asked for, and why", async () => {
  const { app, page } = await show({ runs: [aRun("hl_1", { steps: [aTaken()] })] }, { offline: true });
  expect(app.asked).not.toContainEqual(["lookHealing"]);
  expect(words(page)).toMatch(/As of .*5 min ago/u);
  expect(words(page)).toContain("No dry run without a connection");
  expect(words(page)).toContain("Controls act at once or not at all");
  expect(words(page)).toContain("1 step done");
  expect(deep(page, "ui-switch")?.hasAttribute("disabled")).toBe(true);
});

test("it runs by itself once that is confirmed, in the mode that was looked at; and is switched off at once", async () => {
  const { app, page } = await show({ plan: aPlan() });
  const turn = (on: boolean) => {
    const input = deep(page, "ui-switch")!.shadowRoot!.querySelector("input")!;
    if (input.checked !== on) input.click();
  };
  turn(true);
  await expect.poll(() => deep(page, "rule-sheet")).toBeDefined();
  expect(app.asked).not.toContainEqual(["switchOnHealing", expect.anything()]);
  await drawn(page);
  button(page, /Switch it on/u)!.click();
  const until = new Date(now + 8 * 3_600_000).toISOString();
  await expect.poll(() => app.asked).toContainEqual(["switchOnHealing", { mode: "smart", scope: {}, until }]);
  await expect.poll(() => deep(page, "rule-sheet")).toBeUndefined();
  app.healing.put({ rule: aRule({ until }) });
  await drawn(page);
  turn(false);
  await expect.poll(() => app.asked).toContainEqual(["switchOffHealing"]);
});

test("what the server does not take is said, and the switch stays as it is", async () => {
  const { app, page } = await show({ plan: aPlan({ steps: [aStep()] }), rule: aRule({ offAt: ago(60), offBy: "Ada King" }) });
  app.healing.run = async () => {
    throw new ApiProblem(409, {
      code: "healing.plan_changed",
      title: "What would be done is other than before",
      detail: "Look at the plan as it is now.",
    });
  };
  button(page, /Carry out/u)!.click();
  await expect.poll(() => words(page)).toContain("What would be done is other than before. Look at the plan as it is now.");
  expect(words(page)).toContain("Off: it acts only when somebody carries out a plan here.");
});
