import type { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { anOutcome } from "./testing/fake-outcomes.ts";
import "./hours-basis.ts";
import "./outcomes-page.ts";
import "./task-outcome-part.ts";

const asOf = "2026-11-21T10:00:00.000Z";
const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string | RegExp) => (typeof text === "string" ? expect.poll(words).toContain(text) : expect.poll(words).toMatch(text));
const all = <E extends Element>(root: Element | ShadowRoot, tag: string): E[] => [
  ...root.querySelectorAll<E>(tag),
  ...[...root.querySelectorAll("*")].flatMap((child) => (child.shadowRoot ? all<E>(child.shadowRoot, tag) : [])),
];
const buttons = () => all<HTMLElement>(document.body, "ui-button").filter((one) => one.checkVisibility());
const button = (name: string) => {
  const found = buttons().find((one) => textOf(one).replace(/\s+/gu, " ").trim() === name);
  if (!found) throw new Error(`no button “${name}” among ${buttons().map((one) => textOf(one).trim())}`);
  return found;
};
const press = (name: string) => deep<HTMLElement>(button(name), "button, a")!.click();
const typeIn = (label: string, value: string) => {
  const field = all<HTMLElement & { label: string }>(document.body, "ui-field").find((one) => one.label === label)!;
  const input = deep<HTMLInputElement>(field, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};
const open = async (app: ReturnType<typeof fakeApp>) => {
  const page = await mountIn<LitElement>(app, "outcomes-page");
  await page.updateComplete;
};
const costs = {
  window: { from: asOf, to: asOf },
  asOf,
  attributed: { billedMicros: 1_000_000, planMicros: null, apiEquivalentMicros: 1_000_000, unpriced: 0, sessions: 2 },
  unattributed: { billedMicros: 420_000, planMicros: null, apiEquivalentMicros: 500_000, unpriced: 0, sessions: 1 },
  unlinked: [
    {
      sessionId: "se_9",
      agent: "tester",
      project: "shop",
      cost: { billedMicros: 420_000, planMicros: null, apiEquivalentMicros: 500_000, unpriced: 0 },
    },
  ],
};
const given = (app: ReturnType<typeof fakeApp>, items = [anOutcome()]) =>
  app.outcomes.put({
    page: { loading: false, at: asOf, body: { items, n: items.length, asOf } },
    costs: { loading: false, at: asOf, body: costs },
  });

let address = "";
beforeEach(() => {
  address = location.href;
  vi.useFakeTimers({ now: Date.parse(asOf), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  history.replaceState(null, "", address);
  document.body.replaceChildren();
});

test("a row opens to how it is linked, its hours with their grade, its cost by column, and whether it stands", async () => {
  const app = fakeApp();
  given(app);
  await open(app);
  await shows("feat(shop): orders get a column");
  await shows(/Stands · 8\.0 h B · \$3\.41 billed · feature · builder/);
  all<HTMLElement>(document.body, "summary")
    .find((one) => words().includes("orders") && textOf(one).includes("orders"))!
    .click();
  for (const text of [
    /2 runs of builder · made its commits, worked in its branch/,
    "0d1a26e6",
    "not accepted",
    /shop#12 · merged/,
    "4.0–14.0 h",
    "Grade B, estimated before the work began. The task’s estimate by Ada King, locked when its run began",
    "$4.12",
    "A run worked on 2 outcomes: each bears an equal part.",
    "Stood after 7 days, as far as was told",
    "47 min from opening to merge",
  ])
    await shows(text);
  await shows("1 run of 3 runs led to no outcome that is known");
  await shows("$0.42");
});

test("corrected and withdrawn by a sheet, with what was seen; what does not fit is said", async () => {
  const app = fakeApp();
  given(app);
  await open(app);
  all<HTMLDetailsElement>(document.body, "details").find((one) => textOf(one).includes("orders"))!.open = true;
  press("Correct…");
  await shows("Correct this outcome");
  typeIn("At least", "20");
  press("Correct it");
  await shows("At least ≤ likely ≤ at most.");
  typeIn("At least", "2");
  typeIn("The agents’ part, in percent", "50");
  press("Correct it");
  await expect
    .poll(() => app.asked.find((one) => (one as unknown[])[0] === "correctOutcome"))
    .toEqual([
      "correctOutcome",
      "oc_1",
      { hours: { p10: 2_000, p50: 8_000, p90: 14_000, judgedBy: "person" }, agentShare: 500_000, version: 3 },
    ]);
  await expect.poll(() => all(document.body, "outcome-sheet")).toEqual([]);
  press("Withdraw…");
  await shows("Withdraw this outcome?");
  press("Withdraw it");
  await shows("Say why: others will ask.");
  typeIn("Why?", "Not ours");
  press("Withdraw it");
  await expect.poll(() => app.asked).toContainEqual(["withdrawOutcome", "oc_1", "Not ours"]);
});

test("a viewer has no buttons; offline they are off, and it is said of when the list is", async () => {
  const viewer = fakeApp({ session: aSession({ role: "viewer" }) });
  given(viewer);
  await open(viewer);
  await shows("orders get a column");
  expect(buttons().map((one) => textOf(one).trim())).not.toContain("By hand…");
  document.body.replaceChildren();
  const app = fakeApp();
  app.connection.put({ state: "offline" });
  given(app);
  app.outcomes.put({ page: { ...app.outcomes.state.page, error: "No connection" } });
  await open(app);
  await shows("Outcomes are shown as of the last one; they are changed only with one.");
  await shows(/As of .* ago\. No connection\./);
  expect(button("By hand…").hasAttribute("disabled")).toBe(true);
});

test("nothing yet, nothing that fits, and nothing to be had are three different things", async () => {
  const app = fakeApp();
  given(app, []);
  await open(app);
  await shows("No accepted result yet");
  document.body.replaceChildren();
  history.replaceState(null, "", "/value/outcomes?state=reverted&grade=D");
  await open(app);
  await shows("Nothing like that in this time");
  expect(app.asked.findLast((one) => (one as unknown[])[0] === "showOutcomes")).toEqual([
    "showOutcomes",
    { range: "90d", state: "reverted", grade: "D" },
  ]);
  app.outcomes.put({ page: { loading: false, error: "No connection" } });
  await shows("No connection. Nothing of this is kept on this device.");
});

test("what agents and GitHub say is text, never markup or an address of another kind", async () => {
  const app = fakeApp();
  const evil = "<img src=x onerror=alert(1)>\u202e";
  given(app, [
    anOutcome({
      title: evil,
      url: "javascript:alert(1)",
      acceptedBy: evil,
      parts: [{ kind: "pull_request", ref: evil, url: "https://github.com/x/y/pull/1" }],
      durability: {
        d: 0,
        state: "reverted",
        incident: true,
        evidence: [{ at: asOf, kind: "reverted", from: "webhook", ref: "javascript:alert(1)", detail: evil }],
      },
    }),
  ]);
  await open(app);
  await shows("Taken back");
  expect(all(document.body, "img")).toEqual([]);
  expect(all<HTMLAnchorElement>(document.body, "a").filter(({ protocol }) => protocol === "javascript:")).toEqual([]);
});

test("a completed task is accepted from its page, once it is known that nobody did", async () => {
  const app = fakeApp();
  const mounting = mountIn<LitElement>(app, "task-outcome-part");
  Object.assign(document.querySelector("task-outcome-part")!, { task: { id: "tk_1", status: "completed", scope: "team" } });
  await mounting;
  await expect.poll(() => app.asked).toContainEqual(["showTaskOutcome", "tk_1"]);
  await shows("Looking whether it was accepted.");
  app.outcomes.put({ ofTask: { loading: false, at: asOf, body: { items: [], n: 0, asOf } } });
  await expect.poll(() => button("Accept the result").hasAttribute("disabled")).toBe(false);
  press("Accept the result");
  await expect.poll(() => app.asked).toContainEqual(["acceptOutcome", { taskId: "tk_1" }]);
  app.outcomes.put({ ofTask: { loading: false, at: asOf, body: { items: [anOutcome()], n: 1, asOf } } });
  await shows("Accepted by anna");
});

describe("GitHub is connected in a sheet", () => {
  const openSheet = async (app: ReturnType<typeof fakeApp>) => {
    history.replaceState(null, "", "/value/outcomes?connect=github");
    given(app);
    await open(app);
    await shows("nothing is sent to GitHub");
  };

  test("a secret on the spot, what to enter and to tick, and a light for the first delivery; closed, the secret is forgotten", async () => {
    const app = fakeApp();
    await openSheet(app);
    press("Make its secret");
    await shows("Say of which repository or organisation.");
    typeIn("Repository or organisation", "acme/shop");
    typeIn("Accounts that your agents use", "not a login!");
    press("Make its secret");
    await shows("One of the accounts is no login of GitHub.");
    typeIn("Accounts that your agents use", "@acme-agent, robo[bot]");
    press("Make its secret");
    await expect.poll(() => app.asked).toContainEqual(["makeHook", { name: "acme/shop", accounts: ["acme-agent", "robo[bot]"] }]);
    for (const text of ["https://beckon.example/hooks/github", "gk_secret", "application/json", "Pull request reviews"]) await shows(text);
    const links = all<HTMLAnchorElement>(document.body, "a").map(({ href }) => href);
    expect(links).toContain("https://github.com/acme/shop/settings/hooks/new");
    await shows("Waiting for the first delivery");
    const [hook] = app.github.state.items;
    app.github.put({ items: [{ ...hook!, last: { at: asOf, event: "ping", outcome: "ignored" } }] });
    await shows("GitHub is connected");
    press("Close");
    await expect.poll(() => app.github.state.made).toBeUndefined();
    expect(location.search).not.toContain("connect");
  });

  test("an address that GitHub cannot reach is said; what is connected stands there, and is removed in two taps", async () => {
    const session = aSession();
    const app = fakeApp({ session: { ...session, server: { ...session.server, publicOrigin: "http://localhost:8787" } } });
    const last = { at: asOf, event: "pull_request", outcome: "taken" as const };
    app.github.put({ items: [{ id: "gh_7", name: "acme", accounts: [], createdAt: asOf, last, processing: { n: 1, p50: 4, p95: 4 } }] });
    await openSheet(app);
    await shows("looks like an address it cannot reach");
    await shows("pull request taken");
    press("Remove");
    await shows("Really remove");
    expect(app.asked).not.toContainEqual(["removeHook", "gh_7"]);
    press("Really remove");
    await expect.poll(() => app.asked).toContainEqual(["removeHook", "gh_7"]);
  });

  test("who is no owner is told so, and nothing is asked of the server", async () => {
    const app = fakeApp({ session: aSession({ role: "operator" }) });
    await openSheet(app);
    await shows("Only an owner can connect GitHub.");
    expect(app.asked).not.toContainEqual(["loadHooks"]);
  });
});

describe("what the hours rest on", () => {
  const baselines = [
    {
      taskType: "feature",
      words: ["feat"],
      hours: { p10: 4_000, p50: 8_000, p90: 14_000 },
      setAt: asOf,
      history: { n: 6, hours: { p10: 5_000, p50: 6_000, p90: 9_000 } },
    },
    { taskType: "fix", words: [], history: { n: 0, hours: null } },
  ];
  const holdOut = { taskId: "tk_9", title: "Split the index", taskType: "feature", markedAt: asOf };
  const show = async (more: Parameters<typeof aSession>[0] = {}) => {
    const app = fakeApp({ session: aSession(more) });
    app.outcomes.put({
      baselines: { loading: false, at: asOf, body: { items: baselines } },
      holdOuts: { loading: false, at: asOf, body: { settings: { share: 50_000 }, items: [holdOut] } },
    });
    await mountIn<LitElement>(app, "hours-basis");
    await shows(/4\.0–14\.0 h, likely 8\.0 h.* 6 hold-outs measured: 5\.0–9\.0 h, grade A · also “feat”/u);
    return app;
  };

  test("a baseline is said in a sheet, with the words that mean its type; left empty, nothing is said of it", async () => {
    const app = await show();
    await shows("nothing said");
    const edit = buttons().filter((one) => (one as HTMLElement & { label: string }).label.startsWith("Say what"));
    deep<HTMLElement>(edit[1]!, "button")!.click();
    await shows("What “fix” takes people");
    typeIn("At least", "1");
    press("Save");
    await shows("Write all three as hours");
    typeIn("Likely", "2");
    typeIn("At most", "3,5");
    typeIn("Labels and prefixes that mean it, with commas", "bug, hotfix");
    press("Save");
    const said = { hours: { p10: 1_000, p50: 2_000, p90: 3_500 }, words: ["bug", "hotfix"] };
    await expect.poll(() => app.asked).toContainEqual(["setBaseline", "fix", said]);
  });

  test("what a hold-out took is written down; a viewer only reads", async () => {
    const app = await show();
    await shows("not measured yet");
    press("Hours…");
    await shows("What did it take?");
    typeIn("Hours", "6.5");
    press("Save");
    await expect.poll(() => app.asked).toContainEqual(["measureHoldOut", "tk_9", 6_500]);
    document.body.replaceChildren();
    await show({ role: "viewer" });
    await shows("5 % of new tasks.");
    expect(buttons()).toEqual([]);
  });
});
