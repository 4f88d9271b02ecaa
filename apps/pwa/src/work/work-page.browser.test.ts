import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { cardHeight } from "./task-card.styles.ts";
import type { TaskPage } from "./task-page.ts";
import { aRun, aTask } from "./testing/rows.ts";
import type { WorkPage } from "./work-page.ts";
import "./task-page.ts";
import "./work-page.ts";
import "./workflow-page.ts";

const start = location.href;
const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const task = (id: string, more = {}) => aTask(id, { createdAt: at(60), updatedAt: at(5), ...more });
const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);
/** Every match below the page, through all shadow roots. */
function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document.body): T[] {
  const below = [...root.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? all<T>(selector, element.shadowRoot) : []));
  return [...root.querySelectorAll<T>(selector), ...below];
}
const press = (text: string) => {
  const button = all<HTMLElement>("ui-button, button").find((element) => textOf(element).trim() === text);
  if (!button) throw new Error(`no button ${text}: ${words()}`);
  button.click();
};
const open = async (search: string, tasks: ReturnType<typeof aTask>[], more: Parameters<typeof fakeApp>[0] = {}) => {
  history.replaceState(null, "", `/work${search}`);
  const app = fakeApp(more);
  app.work.put({ tasks });
  await mountIn<WorkPage>(app, "work-page");
  return app;
};

/** A lane of five hundred, to be scrolled. */
const openLong = async () => {
  await open(
    "",
    Array.from({ length: 500 }, (_, index) => task(`t${index}`)),
  );
  await expect.poll(() => all("task-card").length).toBeGreaterThan(5);
  const list = all("virtual-rows")[0]!;
  const cards = () => [...list.shadowRoot!.querySelectorAll("task-card")];
  const step = (to: number) => (list.hasAttribute("scrolls") ? (list.scrollTop = to) : scrollTo(0, to));
  return { list, cards, step };
};

// Lanes side by side.
beforeEach(() => page.viewport(1_440, 900));
afterEach(async () => {
  await page.viewport(414, 896);
  document.body.replaceChildren();
  history.replaceState(null, "", start);
});

describe("the board", () => {
  test("says when there is no task, and offers the first one only to who may write it", async () => {
    await open("", []);
    await shows("No task yet");
    expect(words()).toContain("New task");
    await open("", [], { session: aSession({ role: "viewer" }) });
    await shows("No task yet");
    expect(words()).not.toContain("New task");
  });

  test("keeps what the next visit begins with while a busy team changes it all the time, and when it is left", async () => {
    const app = await open("", [task("a", { title: "First" })]);
    const kept = () => app.asked.filter((one) => Array.isArray(one) && one[0] === "keepFirst");
    await shows("First");
    for (let round = 1; kept().length === 0 && round <= 60; round += 1) {
      app.work.put({ tasks: [task("a", { title: `Round ${round}` })] });
      await shows(`Round ${round}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(kept().length).toBeGreaterThan(0);
    app.work.put({ tasks: [task("a", { title: "The last" })] });
    await shows("The last");
    document.body.replaceChildren();
    await expect.poll(() => JSON.stringify(kept().at(-1))).toContain("The last");
  });

  test("keeps what is searched and filtered in the address, and a link shows the same", async () => {
    await open("?view=list", [task("a", { title: "Fix login" }), task("b", { title: "Write notes" })]);
    const input = deep<HTMLInputElement>(deep(document.body, "ui-field")!, "input")!;
    input.value = "login";
    input.dispatchEvent(new Event("input"));
    await shows("1 task of 2");
    expect(location.search).toBe("?view=list&q=login");
    await open(location.search, [task("a", { title: "Fix login" }), task("b", { title: "Write notes" })]);
    await shows("1 task of 2");
    expect(words()).not.toContain("Write notes");
  });

  test("moves by the menu to legal states only, the deliberate ones with a second step", async () => {
    const app = await open("?view=list", [task("a")]);
    await expect.poll(() => all(".more").length).toBe(1);
    all(".more")[0]!.click();
    await shows("Move to");
    expect(words()).not.toContain("Mark as done");
    press("Cancel…");
    await shows("Cancelled, it stays ended");
    expect(app.asked).not.toContainEqual(expect.arrayContaining(["changeTask"]));
    press("Cancel the task");
    await expect.poll(() => app.asked).toContainEqual(["changeTask", expect.objectContaining({ id: "a" }), { status: "cancelled" }]);
  });

  test("a card is dropped only where the state may follow", async () => {
    const app = await open("", [task("a")]);
    await expect.poll(() => all("[data-lane]").length).toBe(6);
    const card = all("task-card")[0]!;
    const lift = (lane: string) => {
      const to = all(`[data-lane=${lane}]`)[0]!.getBoundingClientRect();
      const from = card.getBoundingClientRect();
      const event = (type: string, x: number, y: number) =>
        new PointerEvent(type, { bubbles: true, composed: true, pointerType: "mouse", button: 0, pointerId: 1, clientX: x, clientY: y });
      card.dispatchEvent(event("pointerdown", from.x + 9, from.y + 9));
      dispatchEvent(event("pointermove", to.x + 20, to.y + 60));
      return () => dispatchEvent(event("pointerup", to.x + 20, to.y + 60));
    };
    const drag = (lane: string) => void lift(lane)();
    const drop = lift("completed");
    // What hangs at the pointer says what the card says, its age too.
    await expect.poll(() => all("task-card[aria-hidden]").map((ghost) => textOf(ghost))).toEqual([textOf(card)]);
    expect(textOf(card)).toContain("1 h");
    drop();
    drag("in_progress");
    await expect.poll(() => app.asked).toContainEqual(["changeTask", expect.objectContaining({ id: "a" }), { status: "in_progress" }]);
    expect(app.asked.filter((call) => Array.isArray(call) && call[0] === "changeTask")).toHaveLength(1);
  });

  test("a viewer reads: no menu, no picking, no new task", async () => {
    await open("?view=list", [task("a")], { session: aSession({ role: "viewer" }) });
    await shows("Do a");
    expect(all(".more")).toEqual([]);
    expect(words()).not.toContain("Select");
  });

  test("many are changed together, and it says how many could not be", async () => {
    const app = await open("?view=list", [task("a"), task("b"), task("c")]);
    await shows("Do c");
    press("Select");
    await shows("0 tasks picked");
    for (const cover of all("button.pick").slice(0, 2)) cover.click();
    await shows("2 tasks picked");
    press("Boost");
    await expect.poll(() => app.asked).toContainEqual(["bulk", ["a", "b"], { kind: "boost" }]);
  });

  test("of five thousand only what is in sight is drawn", async () => {
    await open(
      "",
      Array.from({ length: 5_000 }, (_, index) => task(`t${index}`, { status: index % 2 ? "pending" : "in_progress" })),
    );
    await expect.poll(() => all("task-card").length).toBeGreaterThan(5);
    expect(all("task-card").length).toBeLessThan(120);
    await shows("5,000 tasks");
    const lane = all("virtual-rows")[0]!;
    lane.scrollTop = cardHeight * 1_500;
    await expect.poll(() => all("task-card").some((card) => Number(card.ariaPosInSet) > 1_480)).toBe(true);
  });

  test("in a window that has hardly room for a head it is no more", async () => {
    await page.viewport(390, 240);
    await open(
      "",
      Array.from({ length: 5_000 }, (_, index) => task(`t${index}`)),
    );
    await expect.poll(() => all("task-card").length).toBeGreaterThan(0);
    expect(all("task-card").length).toBeLessThan(12);
  });

  test("rows that come take over the elements of those that left, and not their focus", async () => {
    const { list, cards, step } = await openLong();
    const titles = () => cards().map((card) => card.shadowRoot!.querySelector("h3")!.textContent!.trim());
    // At rest: what lies beyond is drawn.
    step(cardHeight * 20);
    await expect.poll(() => cards()[0]?.ariaPosInSet).toBe("16");
    const before = new Set(cards());
    cards()[0]!.shadowRoot!.querySelector<HTMLElement>("a.cover")!.focus();
    expect(list.shadowRoot!.activeElement).toBe(cards()[0]);
    for (let row = 21; row <= 24; row += 1) {
      step(cardHeight * row);
      await expect.poll(() => cards()[0]?.ariaPosInSet).toBe(String(row - 4));
      await expect.poll(titles).toEqual(cards().map((card) => `Do t${Number(card.ariaPosInSet) - 1}`));
    }
    expect(cards().filter((card) => !before.has(card))).toEqual([]);
    expect(list.shadowRoot!.activeElement).toBeNull();
  });

  test("a scroll moves nothing in the document; at rest it is in the order of reading, around the row that has the focus", async () => {
    const { list, cards, step } = await openLong();
    const places = () => cards().map((card) => Number(card.ariaPosInSet));
    const settled = () => places().every((place, at) => at === 0 || place === places()[at - 1]! + 1);
    // At rest: all elements that it takes are there.
    step(cardHeight * 20);
    await expect.poll(() => settled() && places()[0]).toBe(16);
    let moved = 0;
    const watch = new MutationObserver((changes) => (moved += changes.length));
    watch.observe(list.shadowRoot!.querySelector(".all")!, { childList: true });
    for (let row = 21; row <= 24; row += 1) {
      step(cardHeight * row);
      await expect.poll(() => Math.min(...places())).toBe(row - 4);
    }
    expect(moved + watch.takeRecords().length).toBe(0);
    expect(settled()).toBe(false);
    // The one that stands first in the document now has come last.
    const [first] = cards();
    first!.shadowRoot!.querySelector<HTMLElement>("a.cover")!.focus();
    await expect.poll(settled).toBe(true);
    expect(list.shadowRoot!.activeElement).toBe(first);
    watch.disconnect();
  });

  test("a change on its way, one that was refused, and what cannot be read are said on the card", async () => {
    const file = { directoryId: "wd_1", path: "a.yaml", document: 0, lane: "inbox", writable: false, problem: "line 3: no YAML" };
    const app = await open("?view=list", [task("a"), task("b"), task("c", { file })]);
    const change = (taskId: string, more = {}) =>
      [taskId, { taskId, patch: { version: 1, status: "blocked" as const }, at: at(0), ...more }] as const;
    app.work.put({ changes: new Map([change("a"), change("b", { refused: { reason: "Changed meanwhile.", by: "Ada" } })]) });
    await shows("To Blocked: waiting to be sent");
    await shows("Not moved to Blocked: Ada was faster");
    await shows("line 3: no YAML");
  });
});

describe("a task", () => {
  const openTask = async (tasks: ReturnType<typeof aTask>[], id = "a") => {
    const app = fakeApp();
    app.work.put({ tasks });
    const page = await mountIn<TaskPage>(app, "task-page");
    page.taskId = id;
    return app;
  };

  test("shows both where reporter and timestamps contradict each other", async () => {
    const started = { startedAt: "2026-11-20T06:31:00.000Z", endedAt: "2026-11-20T06:35:00.000Z", reportedSeconds: 300.5 };
    await openTask([task("a", { status: "completed", ...started })]);
    await shows("It took 4 min by its timestamps; its reporter says 5 min.");
  });

  test("opens only https links, and gives nothing away", async () => {
    const links = ["https://x.example/1", "javascript:alert(1)", "http://x.example"].map((ref) => ({ kind: "other" as const, ref }));
    await openTask([task("a", { links })]);
    await shows("javascript:alert(1)");
    const outside = all<HTMLAnchorElement>("a[target=_blank]");
    expect(outside.map(({ href, rel }) => [href, rel])).toEqual([["https://x.example/1", "noopener noreferrer"]]);
  });

  test("names what must be done before and what waits for it", async () => {
    await openTask([task("a", { dependencies: ["b", "gone"] }), task("b"), task("c", { dependencies: ["a"] })]);
    await shows("must be done before");
    await shows("waits for this one");
    await shows("not on this device");
  });

  test("is blocked with a reason, tried again, and given to whom fits, with the reason", async () => {
    const app = await openTask([task("a", { status: "in_progress" })]);
    await shows("Block…");
    press("Block…");
    await shows("What does it wait for?");
    const input = deep<HTMLInputElement>(deep(document.body, "task-actions")!, "input")!;
    input.value = "the copy";
    input.dispatchEvent(new Event("input"));
    press("Block the task");
    await expect.poll(() => app.asked).toContainEqual(["changeTask", expect.anything(), { status: "blocked", blockedBy: "the copy" }]);
    press("Assign…");
    await shows("Did 9 of 10 like it");
    app.work.put({ tasks: [task("a", { status: "failed", endedAt: at(1), error: "exit 1" })] });
    await shows("Try again");
    press("Try again");
    await expect.poll(() => app.asked).toContainEqual(["retryTask", "a"]);
  });

  test("that nobody knows says so", async () => {
    await openTask([], "tk_none");
    await shows("This task is not known here");
  });
});

test("on a phone there is one lane at a time, chosen by tabs and kept in the address", async () => {
  await page.viewport(390, 844);
  await open("", [task("a"), task("b", { status: "blocked", blockedBy: "the copy" })]);
  await expect.poll(() => all("[role=tab]").length).toBe(6);
  expect(words()).not.toContain("Do b");
  press("Blocked 1");
  await shows("Do b");
  expect(location.search).toBe("?lane=blocked");
});

describe("workflows", () => {
  test("show stages, what is waited for, and the stuck first; figures that are not known are said to be", async () => {
    history.replaceState(null, "", "/work?view=workflows");
    const app = fakeApp();
    const stages = [{ name: "testing", order: 1, status: "running" as const, attempts: 2, startedAt: at(60 * 25) }];
    const suspensions = [
      { id: "su_1", waitsFor: "person" as const, what: "May it go out?", since: at(30), requestId: "dr_1", attempts: [] },
    ];
    app.work.put({ runs: [aRun("ok", { startedAt: at(9) }), aRun("old", { startedAt: at(60 * 26), stages, suspensions })] });
    await mountIn<WorkPage>(app, "work-page");
    await shows("Stuck: testing for 1 d 1 h");
    await shows("2 tries");
    await shows("No figures on this device");
    expect(deep<HTMLAnchorElement>(deep(document.body, "run-card")!, ".waits a")!.getAttribute("href")).toBe("/decisions/dr_1");
    expect(words().indexOf("Run old")).toBeLessThan(words().indexOf("Run ok"));
  });
});

describe("the layout", () => {
  const hostile = [
    "x".repeat(300),
    "راجع طلب السحب الخاص بالدفع قبل الإصدار 12",
    "<img src=x onerror=alert(1)> \u202eexe.png",
    "a b ".repeat(70),
  ];
  const some = Array.from({ length: 12 }, (_, n) =>
    task(`t${n}`, {
      title: hostile[n % 4],
      project: hostile[(n + 1) % 4],
      status: n % 2 ? "failed" : "in_progress",
      error: hostile[n % 4],
      priority: "critical",
    }),
  );

  test.each([320, 390, 820, 1280])("%i px wide: nothing pushes the page wider, whatever tasks are called", async (width) => {
    await page.viewport(width, 800);
    for (const search of ["", "?view=list", "?view=workflows"]) {
      await open(search, some);
      await expect.poll(() => all("task-card, workflow-list").length).toBeGreaterThan(0);
      expect(document.documentElement.scrollWidth, search).toBeLessThanOrEqual(width);
    }
  });

  test("at 1280 px every lane of the board is in view", async () => {
    // The room that the rail leaves.
    await page.viewport(1_280 - 88 - 2 * 26, 800);
    await open("", some);
    await expect.poll(() => all(".lane").length).toBe(6);
    const lanes = all(".lanes")[0]!;
    expect(lanes.scrollWidth).toBeLessThanOrEqual(lanes.clientWidth);
  });

  test("on a phone a card without project and priority still says which line it is, and saving workflows stands beside the filters", async () => {
    await page.viewport(390, 844);
    await open("", [task("a", { labels: [] }), task("b", { labels: ["release-12"] })]);
    await shows("no project");
    await shows("release-12");
    await open("?view=workflows", []);
    await expect.poll(() => all("workflow-list").length).toBe(1);
    const [filters, save] = [
      all("ui-button").find((button) => textOf(button).trim() === "Filters")!,
      all('ui-button[icon="download"]')[0]!,
    ];
    expect(Math.abs(save.getBoundingClientRect().top - filters.getBoundingClientRect().top)).toBeLessThan(8);
  });

  test("on a phone the way out of picking is in sight at once, however much the bar holds", async () => {
    await page.viewport(390, 844);
    await open("", [task("a")]);
    await shows("Select");
    press("Select");
    await expect.poll(() => all('ui-button[label="Stop picking"]').length).toBe(1);
    const { left, right } = all('ui-button[label="Stop picking"]')[0]!.getBoundingClientRect();
    expect([left >= 0, right <= 390]).toEqual([true, true]);
  });

  test("of very many stages those around the one that runs are in sight, and how many the others are is said", async () => {
    const stages = Array.from({ length: 30 }, (_, order) => ({
      name: `stage ${order}`,
      order,
      status: order < 20 ? ("succeeded" as const) : order === 20 ? ("running" as const) : ("waiting" as const),
      attempts: 1,
    }));
    const app = await open("?view=workflows", []);
    app.work.put({ runs: [aRun("wf_many", { stages })] });
    await shows("17 before");
    expect(words()).toContain("3 more");
    expect(words()).toContain("stage 20");
    expect(words()).not.toContain("stage 5 ");
  });
});
