import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { aRequest, decided } from "../platform/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "./testing/fake-app.ts";
import type { AppShell } from "./app-shell.ts";
import "./app-shell.ts";

const start = location.href;
const words = () => textOf(document.body).replace(/\s+/gu, " ");
const key = (name: string) => dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
const shows = (text: string) => expect.poll(words).toContain(text);

beforeEach(() => history.replaceState(null, "", "/"));
afterEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, "", start);
});

describe("the way through the app", () => {
  test("signed out there is only pairing, and the code goes to the server with a name", async () => {
    const app = fakeApp({ signedOut: true });
    await mountIn<AppShell>(app, "app-shell");
    await shows("Welcome to Beckon");
    expect(deep(document.body, "app-nav")).toBeUndefined();
    const page = deep(document.body, "pair-page")!;
    const input = deep<HTMLInputElement>(deep(page, "ui-field.code")!, "input")!;
    input.value = "k7qf2mxw";
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    await expect.poll(() => app.asked[0]).toEqual(["pair", "K7QF-2MXW", expect.any(String)]);
  });

  test("a link opens the card; the heading gets the focus, the title says where one is", async () => {
    await mountIn<AppShell>(fakeApp({ pending: [aRequest("dr_a"), aRequest("dr_b")], history: [decided("dr_c", "approve")] }), "app-shell");
    await shows("Needs you");
    deep<HTMLAnchorElement>(deep(document.body, "what-happened")!, "a")!.click();
    await shows("by Ada on laptop");
    expect(location.pathname).toBe("/decisions/dr_c");
    await expect.poll(() => document.title).toBe("Decision · Beckon");
    await expect.poll(() => deep(document.body, "app-shell")!.shadowRoot!.activeElement?.localName).toBe("h1");
    key("Escape");
    await shows("Needs you");
  });

  test("keys lead everywhere, but not while somebody writes", async () => {
    await mountIn<AppShell>(fakeApp(), "app-shell");
    await shows("No agent has asked yet");
    key("g");
    key("h");
    await shows("No decisions yet");
    const input = deep<HTMLInputElement>(deep(document.body, "history-page")!, "input")!;
    for (const name of ["g", "n"]) input.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, composed: true }));
    expect(location.pathname).toBe("/history");
    key("?");
    await shows("ask me again later");
  });

  test("who goes on before a page has come in skips its movement, and nothing fails", async () => {
    await mountIn<AppShell>(fakeApp(), "app-shell");
    const go = (letter: string) => ["g", letter].forEach(key);
    await shows("No agent has asked yet");
    go("h");
    await shows("No decisions yet");
    go("n");
    await shows("No agent has asked yet");
    const failed: unknown[] = [];
    const note = (event: PromiseRejectionEvent) => void failed.push(event.reason);
    addEventListener("unhandledrejection", note);
    const start = vi.spyOn(document, "startViewTransition");
    go("h");
    await expect.poll(() => start.mock.results.length, { interval: 1 }).toBe(1);
    const { finished } = start.mock.results[0]!.value as ViewTransition;
    go("n");
    await finished;
    await shows("No agent has asked yet");
    await expect.poll(() => start.mock.results.length).toBe(2);
    await (start.mock.results[1]!.value as ViewTransition).finished;
    removeEventListener("unhandledrejection", note);
    start.mockRestore();
    expect(failed).toEqual([]);
  });

  test("an address that leads nowhere says so", async () => {
    history.replaceState(null, "", "/nowhere");
    await mountIn<AppShell>(fakeApp(), "app-shell");
    await shows("There is nothing here");
  });
});

describe("what the frame says", () => {
  test("how many decisions wait, and beside it how many alerts nobody has taken; none of it where there is none", async () => {
    const app = fakeApp({ pending: [aRequest("dr_a")] });
    await mountIn<AppShell>(app, "app-shell");
    const link = () =>
      textOf(deep(deep(document.body, "app-nav")!, 'a[href="/"]')!)
        .replace(/\s+/gu, " ")
        .trim();
    await expect.poll(link).toBe("Now, waiting: 1");
    app.untaken.put({ count: 3 });
    await expect.poll(link).toBe("Now, waiting: 1, alerts that nobody has taken: 3");
    app.untaken.put({ count: 140 });
    await expect.poll(link).toBe("Now, waiting: 1, alerts that nobody has taken: 99+");
    app.untaken.put({ count: 0 });
    await expect.poll(link).toBe("Now, waiting: 1");
  });

  test("offline: since when, and what waits", async () => {
    const app = fakeApp({ pending: [aRequest("dr_a")] });
    await mountIn<AppShell>(app, "app-shell");
    app.connection.put({ state: "offline", asOf: "2026-11-21T09:12:00.000Z", pendingAnswers: 2 });
    await shows("No connection. This is how it was at");
    expect(words()).toContain("2 answers wait to be sent");
  });

  test.each([320, 390])("how old the screen is stands beside the title, which keeps its room, at %i px", async (width) => {
    await page.viewport(width, 800);
    history.replaceState(null, "", "/settings/notifications");
    const app = fakeApp();
    await mountIn<AppShell>(app, "app-shell");
    app.connection.put({ state: "connecting", asOf: "2024-12-20T22:48:00.000Z" });
    const sign = () => deep(deep(document.body, "live-sign")!, "div")!;
    await expect.poll(() => textOf(sign())).toMatch(/connecting\s+as of \w/u);
    const title = deep(document.body, "h1")!;
    await expect.poll(() => title.textContent).toBe("Notifications");
    expect(title.scrollWidth).toBeLessThanOrEqual(title.clientWidth);
  });

  test("a newer version waits for a yes", async () => {
    const app = fakeApp();
    await mountIn<AppShell>(app, "app-shell");
    app.update.put({ available: true });
    await shows("A newer version is ready");
    deep(deep(document.body, "app-banners")!, "ui-button")!.click();
    expect(app.asked).toContainEqual(["apply"]);
  });
});

/** What was done; the vital signs only read. */
const acts = (app: ReturnType<typeof fakeApp>) =>
  app.asked.map((call) => (call as string[])[0]).filter((name) => name !== "show" && name !== "load");

describe("Now", () => {
  test("keys answer the open card, and the next one opens when it is on its way", async () => {
    const app = fakeApp({
      pending: [aRequest("dr_a", { title: "First?" }), aRequest("dr_b", { title: "Second?", action: { tool: "Bash", command: "other" } })],
    });
    await mountIn<AppShell>(app, "app-shell");
    await shows("First?");
    await expect.poll(() => deep(document.body, "decision-answers")).toBeDefined();
    key("d");
    expect(app.asked).toContainEqual(["answerAll", ["dr_a"], { option: "deny" }]);
    const entry = { key: "k", requestId: "dr_a", input: { option: "deny" }, createdAt: "", attempts: 0, progress: "waiting" as const };
    app.decisions.put({ outbox: new Map([["dr_a", entry]]) });
    await shows("Denied · waiting to be sent");
    await expect.poll(() => deep(document.body, "decision-card")?.shadowRoot?.querySelector("h2")?.textContent).toContain("Second?");
  });

  test("grave risk with a passkey: first the passkey, then the answer; its failure is said", async () => {
    const app = fakeApp({ pending: [aRequest("dr_a", { risk: "high" })], session: aSession({ passkeys: 1 }) });
    await mountIn<AppShell>(app, "app-shell");
    await expect.poll(() => deep(document.body, "decision-answers")).toBeDefined();
    key("a");
    await expect.poll(() => acts(app)).toEqual(["stepUp", "answerAll"]);
    app.passkeys.stepUp = async () => {
      throw new Error("The passkey was not confirmed.");
    };
    key("a");
    await shows("The passkey was not confirmed.");
    expect(acts(app)).toHaveLength(2);
  });

  test("the first screen of a longer inbox is shown before the rest is read, without a number that is not known", async () => {
    const first = Array.from({ length: 24 }, (_, index) => aRequest(`dr_${index}`));
    const app = fakeApp({ pending: first });
    app.decisions.put({ ready: false });
    await mountIn<AppShell>(app, "app-shell");
    await shows("May dr_0 run?");
    expect(words()).not.toContain("Needs you 24");
    expect(deep(document.body, "app-nav")!.getAttribute("waiting")).toBe("0");
    const all = [...first, ...Array.from({ length: 276 }, (_, index) => aRequest(`dr_more_${index}`))];
    app.decisions.put({ ready: true, pending: all });
    await shows("Needs you 300");
    const rows = () => deep(document.body, "now-page")!.shadowRoot!.querySelectorAll("decision-row").length;
    await expect.poll(rows).toBeGreaterThanOrEqual(299);
  });

  test("accepted is said when the server has it", async () => {
    const app = fakeApp({ pending: [aRequest("dr_a")], history: [decided("dr_z", "deny")] });
    await mountIn<AppShell>(app, "app-shell");
    await expect.poll(() => deep(document.body, "decision-answers")).toBeDefined();
    key("a");
    await expect.poll(() => acts(app)).toEqual(["answerAll"]);
    app.decisions.put({ pending: [], history: [decided("dr_a", "approve")] });
    await shows("Approved: May dr_a run?");
    expect(words()).toContain("Nothing needs you");
  });
});
