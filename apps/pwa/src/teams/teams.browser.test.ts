import type { Host } from "@beckon/contracts/hosts";
import type { Team } from "@beckon/contracts/teams";
import type { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aHost, aProfile } from "../controls/testing/rows.ts";
import { ago, now } from "../fleet/testing/rows.ts";
import type { FleetPage } from "../fleet/fleet-page.ts";
import "../fleet/fleet-page.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { aMember, aTeam } from "./testing/rows.ts";
import "./dissolve-sheet.ts";
import "./start-team-sheet.ts";
import "./team-list.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const list = (page: FleetPage) => page.renderRoot.querySelector("team-list")!;
const cards = (page: FleetPage) => [...list(page).renderRoot.querySelectorAll("team-card")];
const buttonsIn = (root: Element | ShadowRoot): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const button = (root: Element, name: RegExp) =>
  buttonsIn(root.shadowRoot ?? root).find((one) => name.test(one.getAttribute("label") ?? words(one)));
const switches = (root: Element) => [...(root.shadowRoot ?? root).querySelectorAll("ui-switch")];
const turn = (one: Element) => one.shadowRoot!.querySelector("input")!.click();
const sheet = (page: FleetPage, tag: string) => page.renderRoot.querySelector(tag) ?? undefined;
const type = (root: Element, label: RegExp, value: string) => {
  const field = [...root.shadowRoot!.querySelectorAll("ui-field")].find((one) => label.test(one.label))!;
  const input = deep<HTMLInputElement>(field, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input"));
};

type Shown = { teams?: Team[]; hosts?: Host[]; more?: Parameters<typeof fakeApp>[0] };
const machines = [
  aHost("devbox", { profiles: [aProfile("b", { role: "builder", most: 3 }), aProfile("r", { role: "reviewer", most: 1 })] }),
];
const handOut = { on: true, by: { kind: "person" as const, name: "Ada King" }, stuck: [] };
const place = {
  wish: 0,
  count: 1,
  hostId: "devbox",
  hostName: "devbox",
  profile: "b",
  command: "claude -p next",
  folder: "/x",
  worktree: true,
  free: 3,
};

async function show({ teams = [], hosts = machines, more = {} }: Shown = {}) {
  history.replaceState(null, "", "?view=teams");
  const app = fakeApp(more);
  app.controls.put({ hosts });
  app.teams.put({ teams, handOut: { loading: false, body: handOut } });
  app.teams.preview = async (members) => {
    app.asked.push(["previewTeam", members]);
    return { places: [place], short: [] };
  };
  const page = await mountIn<FleetPage>(app, "fleet-page");
  await drawn(page);
  return { app, page };
}
/** Each element draws its children, which then draw theirs. */
async function drawn(root: Element): Promise<void> {
  await (root as Partial<LitElement>).updateComplete;
  for (const child of [...root.children, ...(root.shadowRoot?.children ?? [])]) await drawn(child);
}

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

describe("a team says", () => {
  test("who is in it and how each stands, what it works on, what it has spent of what", async () => {
    const members = [
      aMember("1"),
      aMember("2", { state: "failed", problem: "exit code 1", nextTryAt: ago(-20), starts: 3 }),
      aMember("3", { state: "given_up", problem: "Out of credit", requestId: "dr_1" }),
      aMember("4", { state: "stopped", problem: "Stopped by Ada." }),
    ];
    const { page } = await show({
      teams: [
        aTeam("Release", {
          members,
          keep: true,
          task: { id: "tk_1", title: "Rebuild the cart" },
          spent: { micros: 4_100_000, unpriced: 2, asOf: ago(30) },
          budget: { micros: 5_000_000, warnedAt: ago(60) },
        }),
      ],
    });
    const said = words(cards(page)[0]);
    for (const part of [
      "Release",
      "1 of 4 running · kept at strength",
      "by Ada King",
      "Works on Rebuild the cart",
      "$4.10 of $5.00 and 2 calls without a price",
      "API equivalent, counted 30 s ago",
      "builder-1 Running · devbox",
      "builder-2 Failed · devbox · exit code 1 · again in 20 s · start 3",
      "builder-3 Given up · devbox · Out of credit · a person is asked",
      "builder-4 Stopped · devbox · Stopped by Ada.",
    ])
      expect(said).toContain(part);
    expect(deep<HTMLElement>(cards(page)[0]!, "ui-share")?.className).toContain("near");
    expect(deep<HTMLAnchorElement>(cards(page)[0]!, "li a")?.getAttribute("href")).toBe("/agents/ag_1");
  });

  test("that it is declared and off, dissolving, or dissolved", async () => {
    const declared = { origin: "config" as const, hostId: "devbox", hostName: "devbox" };
    const { page } = await show({
      teams: [
        aTeam("Night", { ...declared, state: "off", members: [aMember("1", { state: "waiting" })] }),
        aTeam("Ending", { state: "dissolving", tasks: "requeue", members: [aMember("1", { state: "stopping" })] }),
        aTeam("Gone", {
          state: "dissolved",
          tasks: "requeue",
          givenBack: 2,
          endedAt: ago(60),
          members: [aMember("1", { state: "ended" })],
        }),
      ],
    });
    const said = cards(page).map((card) => words(card));
    expect(said[0]).toMatch(/Ending Being dissolved · 1 still here/u);
    expect(said[1]).toMatch(/Night Off · 1 member .*Declared by the configuration of devbox.*Starts it now/u);
    expect(said[2]).toMatch(/Gone Dissolved · 1 min ago .*2 tasks went back to the queue/u);
    expect(button(cards(page)[0]!, /Dissolve/u)).toBeUndefined();
    expect(switches(cards(page)[2]!)).toEqual([]);
  });

  test("hostile text as text", async () => {
    const hostile = "<img src=x onerror=alert(1)> \u202Egpj";
    const member = aMember("1", { agent: hostile, hostName: hostile, profile: hostile, role: "r", problem: hostile, state: "failed" });
    const { page } = await show({ teams: [aTeam(hostile, { reason: hostile, task: { id: "tk_1", title: hostile }, members: [member] })] });
    expect(deep(document.body, "img")).toBeUndefined();
    expect(words(page).match(/<img src=x onerror=alert\(1\)>/gu)!.length).toBeGreaterThanOrEqual(6);
    expect(words(page)).not.toContain("\u202E");
  });

  test("of many members what fits, the rest after a tap", async () => {
    const members = Array.from({ length: 40 }, (_, index) => aMember(String(index)));
    const { page } = await show({ teams: [aTeam("Crowd", { members })] });
    const rows = () => cards(page)[0]!.renderRoot.querySelectorAll("li").length;
    expect(rows()).toBe(12);
    button(cards(page)[0]!, /Show 28 more/u)!.click();
    await expect.poll(rows).toBe(40);
  });
});

describe("what is asked for", () => {
  test("a team is two taps from here: the sheet says what would run, and starts it", async () => {
    const { app, page } = await show();
    expect(words(list(page))).toContain("No team is at work");
    button(list(page), /Start a team/u)!.click();
    await expect.poll(() => sheet(page, "start-team-sheet")).toBeDefined();
    const own = () => sheet(page, "start-team-sheet")!;
    await expect.poll(() => words(own())).toContain("1 × b on devbox, in a git worktree of its own: claude -p next");
    expect(app.asked).toContainEqual([
      "previewTeam",
      [
        { role: "builder", count: 1 },
        { role: "reviewer", count: 1 },
      ],
    ]);
    button(own(), /One builder more/u)!.click();
    await expect.poll(() => words(own())).toContain("Start 3");
    expect(button(own(), /One reviewer more/u)!.hasAttribute("disabled")).toBe(true);
    type(own(), /Task/u, " Rebuild the cart ");
    type(own(), /Budget/u, "5 apples");
    await expect.poll(() => button(own(), /^\s*Start/u)!.hasAttribute("disabled")).toBe(true);
    type(own(), /Budget/u, "5.50");
    await expect.poll(() => button(own(), /^\s*Start/u)!.hasAttribute("disabled")).toBe(false);
    button(own(), /^\s*Start/u)!.click();
    const team = {
      name: "Team 1",
      members: [
        { role: "builder", count: 2 },
        { role: "reviewer", count: 1 },
      ],
      task: { title: "Rebuild the cart" },
      budgetMicros: 5_500_000,
      keep: false,
    };
    await expect.poll(() => app.asked).toContainEqual(["startTeam", team]);
    await expect.poll(() => sheet(page, "start-team-sheet")).toBeUndefined();
  });

  test("who would find no place is said with the reason; where nobody would, nothing can be started", async () => {
    const { app, page } = await show();
    app.teams.preview = async () => ({ places: [], short: [{ wish: 0, missing: 1, why: "All places for the role builder are taken." }] });
    button(list(page), /Start a team/u)!.click();
    await expect.poll(() => words(page)).toContain("1 × builder waits: All places for the role builder are taken.");
    expect(button(sheet(page, "start-team-sheet")!, /^\s*Start/u)!.hasAttribute("disabled")).toBe(true);
  });

  test("why the server did not take it stands in the question, which stays", async () => {
    const { app, page } = await show();
    app.teams.start = async () => {
      throw new ApiProblem(409, { title: "Nobody of this team can be started", detail: "No machine has a runner." });
    };
    button(list(page), /Start a team/u)!.click();
    await expect.poll(() => words(page)).toContain("1 × b on devbox");
    button(sheet(page, "start-team-sheet")!, /^\s*Start/u)!.click();
    await expect.poll(() => words(page)).toContain("Nobody of this team can be started. No machine has a runner.");
  });

  test("dissolve asks once, and says what becomes of processes and tasks", async () => {
    const team = aTeam("Release", { members: [aMember("1"), aMember("2")] });
    const { app, page } = await show({ teams: [team] });
    button(cards(page)[0]!, /Dissolve/u)!.click();
    await expect.poll(() => sheet(page, "dissolve-sheet")).toBeDefined();
    const own = sheet(page, "dissolve-sheet")!;
    await expect.poll(() => words(own)).toMatch(/Dissolve Release\?.*Its 2 processes are asked to end.*Give its tasks back to the queue/u);
    turn(switches(own)[0]!);
    button(own, /^\s*Dissolve/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["dissolveTeam", "Release", "keep"]);
    await expect.poll(() => sheet(page, "dissolve-sheet")).toBeUndefined();
  });

  test("keep at strength, one member again, and the hand-out go at once", async () => {
    const team = aTeam("Release", { members: [aMember("1", { state: "failed" })] });
    const { app, page } = await show({ teams: [team] });
    turn(switches(cards(page)[0]!)[0]!);
    await expect.poll(() => app.asked).toContainEqual(["keepTeam", "Release", true]);
    button(cards(page)[0]!, /Start builder-1/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["startMember", "Release", "mb_1"]);
    turn(deep(list(page), "hand-out-card")!.shadowRoot!.querySelector("ui-switch")!);
    await expect.poll(() => app.asked).toContainEqual(["switchHandOut", false]);
  });

  test("a viewer sees all and can do nothing", async () => {
    const { page } = await show({
      teams: [aTeam("Release", { members: [aMember("1", { state: "failed" })] })],
      more: { session: aSession({ role: "viewer" }) },
    });
    expect(words(page)).toContain("0 of 1 running");
    expect(words(page)).toContain("Waiting tasks are handed out");
    expect(buttonsIn(list(page).renderRoot as ShadowRoot)).toEqual([]);
    expect(deep(list(page), "ui-switch")).toBeUndefined();
  });

  test("without a connection nothing can be tapped, and it is said why", async () => {
    const { app, page } = await show({ teams: [aTeam("Release", { members: [aMember("1", { state: "failed" })] })] });
    app.connection.put({ state: "offline" });
    await expect.poll(() => words(page)).toContain("No connection. Controls act at once or not at all");
    await drawn(page);
    const all = buttonsIn(list(page).renderRoot as ShadowRoot);
    expect(all.length).toBeGreaterThan(2);
    expect(all.every((one) => one.hasAttribute("disabled"))).toBe(true);
    expect(switches(cards(page)[0]!).every((one) => one.disabled)).toBe(true);
  });

  test("without a machine there is nothing to start with, and it is said where machines are", async () => {
    const { page } = await show({ hosts: [] });
    expect(words(list(page))).toContain("For that a machine needs a runner");
    expect(button(list(page), /Start a team/u)).toBeUndefined();
  });
});

test("what could not be handed out, one line for each cause, with the question", async () => {
  const { app, page } = await show();
  const stuck = [
    { role: "cook", tasks: 2, since: ago(240), why: "no agent with it is here", requestId: "dr_1", left: false },
    { tasks: 1, since: ago(60), why: "no agent is here", left: true },
  ];
  app.teams.put({ handOut: { loading: false, body: { ...handOut, stuck } } });
  await expect
    .poll(() => words(list(page)))
    .toMatch(
      /2 tasks for cook: no agent with it is here, for 4 min · What now\? .*1 task: no agent is here, for 1 min · left so by a person/u,
    );
});
