import type { Host } from "@beckon/contracts/hosts";
import type { Command } from "@beckon/contracts/controls";
import type { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import type { FleetPage } from "../fleet/fleet-page.ts";
import "../fleet/fleet-page.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { aCommand, aHost, aProcess, aProfile } from "./testing/rows.ts";
import "./act-sheet.ts";
import "./forget-sheet.ts";
import "./machine-list.ts";
import "./start-sheet.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const cards = (page: FleetPage) => [...page.renderRoot.querySelector("machine-list")!.renderRoot.querySelectorAll("host-card")];
const lines = (page: FleetPage) => cards(page).flatMap((card) => [...card.renderRoot.querySelectorAll("host-process")]);
const buttonsIn = (root: Element | ShadowRoot): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const button = (root: Element, name: RegExp) => buttonsIn(root.shadowRoot ?? root).find((one) => name.test(words(one)));
const sheet = (page: FleetPage, tag: string) => page.renderRoot.querySelector(tag) ?? undefined;

async function show(hosts: Host[], commands: Command[] = [], more: Parameters<typeof fakeApp>[0] = {}) {
  history.replaceState(null, "", "?view=machines");
  const app = fakeApp(more);
  app.controls.put({ hosts, commands });
  const page = await mountIn<FleetPage>(app, "fleet-page");
  await drawn(page);
  return { app, page };
}
/** Each element draws its children, which then draw theirs. */
async function drawn(root: Element): Promise<void> {
  await (root as Partial<LitElement>).updateComplete;
  for (const child of [...root.children, ...(root.shadowRoot?.children ?? [])]) await drawn(child);
}
/** Opens the line of a process. */
async function unfold(page: FleetPage, index = 0) {
  lines(page)[index]!.renderRoot.querySelector("summary")!.click();
  await expect.poll(() => lines(page)[index]!.renderRoot.querySelector("process-controls")).not.toBeNull();
  return lines(page)[index]!;
}
const running = aHost("devbox", { processes: [aProcess("hp_1")] });

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

describe("a machine says", () => {
  test("that it is connected, what runs there and what each takes", async () => {
    const { page } = await show([running]);
    const said = words(cards(page)[0]);
    for (const part of [
      "devbox",
      "Connected",
      "Linux x64",
      "builder hp_1",
      "Running · started 12 min ago · builder",
      "7 s ago 12 tests passed",
    ])
      expect(said).toContain(part);
    for (const part of ["12 % of a core", "412 MB", "1 of 3 in use"]) expect(said).toContain(part);
  });

  test("for how long nothing was heard of it, and that the rest is as of then", async () => {
    const { page } = await show([{ ...running, connected: false, lastSeenAt: ago(190) }]);
    expect(words(cards(page)[0])).toMatch(/No word for 3 min.*As of its last word/u);
    expect(words(page)).toContain("Machines · 1 away");
  });

  test("how each of its processes ended", async () => {
    const ended = (id: string, more: object) => aProcess(id, { state: "failed", endedAt: ago(180), output: [], ...more });
    const { page } = await show([
      aHost("devbox", {
        processes: [
          ended("1", { signal: "SIGKILL" }),
          ended("2", { problem: "The program is not there" }),
          ended("3", { state: "exited", exitCode: 0 }),
        ],
      }),
    ]);
    const said = lines(page).map((line) => words(line));
    expect(said[0]).toContain("Failed 3 min ago: killed by SIGKILL · builder");
    expect(said[1]).toContain("Failed 3 min ago: The program is not there");
    expect(said[2]).toContain("Ended 3 min ago: exit code 0");
  });

  test("each state by its own shape and word", async () => {
    const states = ["starting", "running", "paused", "stopping", "exited", "failed"] as const;
    const { page } = await show([aHost("devbox", { processes: states.map((state) => aProcess(state, { state })) })]);
    const looks = lines(page).map((line) => [
      deep(line, "ui-icon")!.getAttribute("name"),
      words(line.renderRoot.querySelector("small")!).split(" ·")[0],
    ]);
    expect(new Set(looks.map(([shape]) => shape)).size).toBe(6);
    expect(looks.map(([, word]) => word!.trim().split(" ")[0])).toEqual(["Starting", "Running", "Paused", "Stopping", "Ended", "Failed"]);
  });

  test("hostile text as text, with what hides in it named", async () => {
    const hostile = "<img src=x onerror=alert(1)> \u202Egpj";
    const process = aProcess("hp_1", {
      agent: hostile,
      profile: hostile,
      role: hostile,
      vendor: hostile,
      folder: hostile,
      output: [hostile],
      problem: hostile,
    });
    const host = aHost("h", {
      name: hostile,
      platform: hostile,
      version: hostile,
      profiles: [aProfile(hostile, { command: hostile, folder: hostile })],
      processes: [process],
    });
    const { app, page } = await show(
      [host],
      [
        aCommand("c", {
          hostId: "h",
          subject: hostile,
          state: "failed",
          result: hostile,
          reason: hostile,
          by: { kind: "person", name: hostile },
        }),
      ],
    );
    app.controls.output = async () => [hostile, "\u001b[31mred\u001b[0m\u001b]0;title\u0007"];
    const line = await unfold(page);
    await expect.poll(() => words(line)).toContain("red");
    button(cards(page)[0]!, /Start/u)!.click();
    await expect.poll(() => sheet(page, "start-sheet")).toBeDefined();
    expect(deep(document.body, "img")).toBeUndefined();
    expect(words(page).match(/<img src=x onerror=alert\(1\)>/gu)!.length).toBeGreaterThanOrEqual(12);
    expect(words(page)).not.toContain("\u202E");
    expect(words(page)).not.toContain("\u001b");
  });

  test("what is many after a tap", async () => {
    const processes = Array.from({ length: 60 }, (_, index) =>
      aProcess(`hp_${index}`, index < 40 ? {} : { state: "exited", endedAt: ago(index) }),
    );
    const { page } = await show([aHost("devbox", { processes })]);
    expect(lines(page)).toHaveLength(15);
    button(cards(page)[0]!, /Show 45 more/u)!.click();
    await expect.poll(() => lines(page).length).toBe(60);
  });
});

describe("an action", () => {
  test("pause goes at once, and to exactly this process", async () => {
    const { app, page } = await show([aHost("devbox", { processes: [aProcess("hp_1"), aProcess("hp_2")] })]);
    button(await unfold(page, 1), /Pause/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "pause", hostId: "devbox", processId: "hp_2" }]);
  });

  test.each([
    ["running", ["Pause", "Restart…", "Stop…"]],
    ["paused", ["Resume", "Restart…", "Stop…"]],
    ["starting", ["Stop…"]],
    ["stopping", []],
    ["exited", []],
    ["failed", []],
  ] as const)("of what is %s: %o", async (state, expected) => {
    const { page } = await show([aHost("devbox", { processes: [aProcess("hp_1", { state })] })]);
    const line = await unfold(page);
    expect(buttonsIn(deep(line, "process-controls")!.shadowRoot!).map((one) => words(one).trim())).toEqual(expected);
  });

  test.each([
    ["pause", { Pause: "busy", "Restart…": "disabled", "Stop…": "ready" }],
    ["stop", { Pause: "disabled", "Restart…": "disabled", "Stop…": "busy" }],
  ] as const)("while a %s is on its way: %o", async (kind, expected) => {
    const { page } = await show([running], [aCommand("c", { kind, state: "delivered" })]);
    const all = buttonsIn(deep(await unfold(page), "process-controls")!.shadowRoot!);
    const state = (one: Element) => (one.hasAttribute("busy") ? "busy" : one.hasAttribute("disabled") ? "disabled" : "ready");
    expect(Object.fromEntries(all.map((one) => [words(one).trim(), state(one)]))).toEqual(expected);
  });

  test.each(["Stop", "Restart"])("%s asks once, and says what exactly will happen to whom", async (verb) => {
    const { app, page } = await show([running]);
    button(await unfold(page), new RegExp(verb, "u"))!.click();
    await expect.poll(() => sheet(page, "act-sheet")).toBeDefined();
    const asked = words(sheet(page, "act-sheet")!);
    for (const part of [`${verb} builder hp_1?`, "pid 4711", "/home/dev/shop", "devbox asks the process and all that it started to end"])
      expect(asked).toContain(part);
    expect(app.asked.filter((one) => (one as unknown[])[0] === "sendCommand")).toEqual([]);
    const why = deep<HTMLInputElement>(deep(sheet(page, "act-sheet")!, "ui-field")!, "input")!;
    why.value = " loops ";
    why.dispatchEvent(new Event("input"));
    button(sheet(page, "act-sheet")!, new RegExp(`^\\s*${verb}`, "u"))!.click();
    await expect
      .poll(() => app.asked)
      .toContainEqual(["sendCommand", { kind: verb.toLowerCase(), hostId: "devbox", processId: "hp_1", reason: "loops" }]);
    await expect.poll(() => sheet(page, "act-sheet")).toBeUndefined();
  });

  test("left alone, nothing is sent", async () => {
    const { app, page } = await show([running]);
    button(await unfold(page), /Stop/u)!.click();
    await expect.poll(() => deep<HTMLDialogElement>(page, "dialog")?.open).toBe(true);
    button(sheet(page, "act-sheet")!, /Leave it/u)!.click();
    await expect.poll(() => sheet(page, "act-sheet")).toBeUndefined();
    expect(app.asked.filter((one) => (one as unknown[])[0] === "sendCommand")).toEqual([]);
  });

  test("why the server did not take it stands in the question, which stays", async () => {
    const { app, page } = await show([running]);
    app.controls.send = async () => {
      throw new ApiProblem(409, { title: "That cannot be done now", detail: "It has ended." });
    };
    button(await unfold(page), /Stop/u)!.click();
    await expect.poll(() => sheet(page, "act-sheet")).toBeDefined();
    button(sheet(page, "act-sheet")!, /^\s*Stop/u)!.click();
    await expect.poll(() => words(sheet(page, "act-sheet")!)).toContain("That cannot be done now. It has ended.");
    const toasts: string[] = [];
    page.addEventListener("toast", ({ toast }) => toasts.push(toast.text));
    button(sheet(page, "act-sheet")!, /Leave it/u)!.click();
    button(lines(page)[0]!, /Pause/u)!.click();
    await expect.poll(() => toasts).toEqual(["That cannot be done now. It has ended."]);
  });

  test("start shows what will run, and how many fit", async () => {
    const host = aHost("devbox", {
      profiles: [aProfile("builder", { command: "claude --model opus", worktree: true })],
      processes: [aProcess("hp_1")],
    });
    const { app, page } = await show([host]);
    button(cards(page)[0]!, /Start/u)!.click();
    await expect.poll(() => sheet(page, "start-sheet")).toBeDefined();
    const own = () => sheet(page, "start-sheet")!;
    for (const part of ["Start builder", "claude --model opus", "1 of 3 in use now", "git worktree"])
      await expect.poll(() => words(own())).toContain(part);
    const more = buttonsIn(own().shadowRoot!).find((one) => one.getAttribute("label") === "One more")!;
    more.click();
    await expect.poll(() => words(own())).toContain("Start 2");
    expect(more.hasAttribute("disabled")).toBe(true);
    button(own(), /Start 2/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["sendCommand", { kind: "start", hostId: "devbox", profile: "builder", count: 2 }]);
    await expect.poll(() => sheet(page, "start-sheet")).toBeUndefined();
  });

  test("where a profile is full there is no Start", async () => {
    const { page } = await show([aHost("devbox", { profiles: [aProfile("builder", { most: 1 })], processes: [aProcess("hp_1")] })]);
    expect(button(cards(page)[0]!, /Start/u)).toBeUndefined();
    expect(words(cards(page)[0])).toContain("1 of 1 in use");
  });

  test("a viewer sees all and can do nothing", async () => {
    const { page } = await show([running], [aCommand("c")], { session: aSession({ role: "viewer" }) });
    const line = await unfold(page);
    expect(words(line)).toContain("on its way to devbox");
    expect(
      buttonsIn(cards(page)[0]!.renderRoot as ShadowRoot).filter((one) => /Pause|Stop|Restart|Start|Cancel/u.test(words(one))),
    ).toEqual([]);
  });

  test("without a connection nothing can be tapped, and it is said why", async () => {
    const { app, page } = await show([running], [aCommand("c")]);
    app.connection.put({ state: "offline" });
    const line = await unfold(page);
    const all = buttonsIn(cards(page)[0]!.renderRoot as ShadowRoot).filter((one) => /Pause|Stop|Restart|Start/u.test(words(one)));
    expect(all).toHaveLength(4);
    expect(all.every((one) => one.hasAttribute("disabled"))).toBe(true);
    expect(words(line)).toContain("No connection. Controls act at once or not at all");
    expect(button(line, /Cancel/u)).toBeUndefined();
  });
});

describe("what was asked for is followed", () => {
  const followed: [string, Partial<Command>, string][] = [
    ["requested", {}, "Pause · Requested, on its way to devbox"],
    ["delivered", { state: "delivered", deliveredAt: ago(0) }, "Pause · Delivered to devbox"],
    ["acknowledged", { state: "acknowledged" }, "Pause · devbox has begun"],
    ["done", { state: "done", endedAt: ago(0.2) }, "Pause · Done, in 0.8 s"],
    ["failed", { state: "failed", endedAt: ago(0), result: "It had ended." }, "Pause · Failed: It had ended."],
    [
      "expired",
      { state: "expired", endedAt: ago(0), result: "No word from devbox for 60 s" },
      "Pause · Expired: No word from devbox for 60 s",
    ],
    ["taken back", { state: "cancelled", endedAt: ago(0) }, "Pause · Taken back"],
  ];
  test.each(followed)("%s", async (_name, more, said) => {
    const { page } = await show([running], [aCommand("c", more)]);
    // Also while the line is closed.
    expect(words(lines(page)[0])).toContain(said);
    expect(words(lines(page)[0])).toContain("Ada King");
  });

  test("in the same line, and taken back only while nobody has begun", async () => {
    const { app, page } = await show([running], [aCommand("c")]);
    button(lines(page)[0]!, /Cancel/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["cancelCommand", "c"]);
    app.controls.put({ commands: [aCommand("c", { state: "acknowledged" })] });
    await expect.poll(() => words(lines(page)[0])).toContain("devbox has begun");
    expect(button(lines(page)[0]!, /Cancel/u)).toBeUndefined();
  });

  test("a start, before the machine tells of its process, and in its line from then on", async () => {
    const start = aCommand("c", { kind: "start", processId: "hp_new", subject: "builder" });
    const { app, page } = await show([aHost("devbox")], [start]);
    expect(words(cards(page)[0])).toContain("Start builder · Requested, on its way to devbox");
    app.controls.put({
      hosts: [aHost("devbox", { processes: [aProcess("hp_new")] })],
      commands: [{ ...start, state: "done", endedAt: ago(0) }],
    });
    await expect.poll(() => words(lines(page)[0])).toContain("Start · Done");
    expect(words(cards(page)[0]!.renderRoot.querySelector("section")!)).not.toContain("Start builder ·");
  });
});

test("the last lines come on request, and again on request", async () => {
  const { app, page } = await show([running]);
  let answer = ["compiling", "12 tests passed"];
  app.controls.output = async (host: string, process: string) => {
    expect([host, process]).toEqual(["devbox", "hp_1"]);
    return answer;
  };
  const line = await unfold(page);
  await expect.poll(() => deep(line, "pre")?.textContent?.trim()).toBe("compiling\n12 tests passed");
  answer = [...answer, "done"];
  buttonsIn(deep(line, "process-output")!.shadowRoot!)[0]!.click();
  await expect.poll(() => deep(line, "pre")?.textContent?.trim()).toContain("done");
});

describe("forgetting a machine", () => {
  const away = { ...running, connected: false, lastSeenAt: ago(4_000) };
  test("is the owner's, of one that is away, and asked about", async () => {
    const { app, page } = await show([away]);
    button(cards(page)[0]!, /Forget/u)!.click();
    await expect.poll(() => sheet(page, "forget-sheet")).toBeDefined();
    expect(words(sheet(page, "forget-sheet")!)).toContain("What runs there is not touched");
    button(sheet(page, "forget-sheet")!, /^\s*Forget/u)!.click();
    await expect.poll(() => app.asked).toContainEqual(["forgetHost", "devbox"]);
    await expect.poll(() => sheet(page, "forget-sheet")).toBeUndefined();
  });

  test("of one that is connected, and by an operator: no", async () => {
    const { page } = await show([running]);
    expect(button(cards(page)[0]!, /Forget/u)).toBeUndefined();
    const other = await show([away], [], { session: aSession({ role: "operator" }) });
    expect(button(cards(other.page)[0]!, /Forget/u)).toBeUndefined();
  });
});

test("no machine yet: what to do, to be copied", async () => {
  const { page } = await show([]);
  expect(words(page)).toContain("No machine has a runner yet");
  expect(words(page)).toContain("beckon token create --name devbox --scope host");
  expect(words(page)).toContain(`export BECKON_URL=${location.origin}`);
});

test("agents and machines change places, and the address follows", async () => {
  const { page } = await show([running]);
  const choose = (index: number) => deep<HTMLInputElement>(deep(page, "ui-segmented")!, `label:nth-of-type(${index}) input`)!.click();
  choose(1);
  await expect.poll(() => words(page)).toContain("No agent is connected yet");
  expect(location.pathname + location.search).toBe("/fleet");
  choose(2);
  await expect.poll(() => words(page)).toContain("builder hp_1");
  expect(location.pathname + location.search).toBe("/fleet?view=machines");
});
