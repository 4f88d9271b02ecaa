import type { Recovery, RecoveryPreview } from "@beckon/contracts/recovery";
import type { LitElement } from "lit";
import { afterEach, describe, expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { HoldButton } from "./hold-button.ts";
import "./recovery-banner.ts";
import type { RecoveryPage } from "./recovery-page.ts";
import "./recovery-page.ts";
import type { RecoverySheet } from "./recovery-sheet.ts";
import "./recovery-sheet.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const counts = { total: 3, waiting: 0, sent: 0, done: 3, failed: 0, skipped: 0 };
const aRecovery = (more: Partial<Recovery> = {}): Recovery => ({
  id: "rc_1",
  action: "pause_all",
  state: "done",
  by: { kind: "person", name: "Ada King" },
  requestedAt: "2026-11-21T09:00:00.000Z",
  endedAt: "2026-11-21T09:00:01.000Z",
  canResume: true,
  counts,
  problems: [],
  ...more,
});
const aPreview = (more: Partial<RecoveryPreview> = {}): RecoveryPreview => ({
  action: "pause_all",
  word: "pause",
  asOf: "2026-11-21T09:00:00.000Z",
  hash: "abc",
  total: 2,
  unreachable: 1,
  byKind: [
    { kind: "process", act: "pause", count: 2 },
    { kind: "run", act: "none", count: 1 },
  ],
  items: [
    { kind: "process", id: "hp_1", name: "builder-1", where: "devbox", before: "running", act: "pause", effect: "Stands still." },
    { kind: "run", id: "se_1", name: "<img src=x onerror=alert(1)>", before: "runs", act: "none", effect: "Goes on." },
  ],
  canResume: true,
  ...more,
});

async function drawn(root: Element): Promise<void> {
  await (root as Partial<LitElement>).updateComplete;
  for (const child of [...root.children, ...(root.shadowRoot?.children ?? [])]) await drawn(child);
}
async function show(recoveries: Recovery[] = [], more: Parameters<typeof fakeApp>[0] = {}) {
  const app = fakeApp(more);
  app.recovery.put({ recoveries });
  app.recovery.preview = async (action) => {
    app.asked.push(["previewRecovery", action]);
    return aPreview();
  };
  const page = await mountIn<RecoveryPage>(app, "recovery-page");
  await drawn(page);
  return { app, page };
}
const acts = (page: RecoveryPage) => [...page.renderRoot.querySelectorAll<HTMLButtonElement>(".act")];
async function open(page: RecoveryPage, action = "pause_all"): Promise<RecoverySheet> {
  acts(page)
    .find((one) => one.dataset.action === action)!
    .click();
  await expect.poll(() => page.renderRoot.querySelector("recovery-sheet")).not.toBeNull();
  const sheet = page.renderRoot.querySelector("recovery-sheet")!;
  await expect.poll(() => sheet.preview ?? action === "maintenance").toBeTruthy();
  await drawn(sheet);
  const button = hold(sheet);
  button.holdMs = 60;
  await button.updateComplete;
  return sheet;
}
const hold = (sheet: RecoverySheet): HoldButton => deep<HoldButton>(sheet, "hold-button")!;
const inner = (sheet: RecoverySheet) => hold(sheet).renderRoot.querySelector("button")!;
const pressed = (app: ReturnType<typeof fakeApp>) =>
  app.asked.filter((one) => Array.isArray(one) && /pressRecovery|resumeRecovery|stepUp/u.test(String(one[0])));
/** Longer than the button is to be held. */
const aWhile = () => new Promise((done) => setTimeout(done, 150));

afterEach(() => document.body.replaceChildren());

describe("the sheet", () => {
  test("says exactly what it will touch and what goes on, and is done by a long press", async () => {
    const { app, page } = await show();
    const sheet = await open(page);
    for (const part of [
      "2 agent processes stand still",
      "1 run cannot be reached, and goes on",
      "Hold to pause 2",
      "running → Stands still.",
    ])
      expect(words(sheet)).toContain(part);
    expect(deep(sheet, "img")).toBeUndefined();
    inner(sheet).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
    await expect.poll(() => pressed(app)).toEqual([["pressRecovery", { action: "pause_all", previewOf: "abc" }]]);
    await expect.poll(() => deep<HTMLDialogElement>(sheet, "dialog")?.open ?? false).toBe(false);
  });

  test("let go early, moved off, left, or with Escape: nothing happens", async () => {
    const { app, page } = await show();
    const sheet = await open(page);
    const down = () => inner(sheet).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
    const ends = [
      new PointerEvent("pointerup", { bubbles: true }),
      new PointerEvent("pointerleave"),
      new PointerEvent("pointercancel", { bubbles: true }),
      new PointerEvent("pointermove", { bubbles: true, clientX: -50, clientY: -50 }),
    ];
    for (const end of ends) {
      down();
      inner(sheet).dispatchEvent(end);
      await aWhile();
      expect(pressed(app), end.type).toEqual([]);
    }
    inner(sheet).dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }));
    inner(sheet).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    await aWhile();
    expect(pressed(app)).toEqual([]);
  });

  test("Space or Enter held does it; repeats of the key are no second press", async () => {
    const { app, page } = await show();
    const sheet = await open(page);
    for (const repeat of [false, true, true])
      inner(sheet).dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", repeat, bubbles: true, cancelable: true }));
    await expect.poll(() => pressed(app)).toHaveLength(1);
    await aWhile();
    expect(pressed(app)).toHaveLength(1);
  });

  test("the typed word does it too, and only the right one", async () => {
    const { app, page } = await show();
    const sheet = await open(page);
    const type = async (value: string) => {
      const input = deep<HTMLInputElement>(sheet, "input")!;
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      await drawn(sheet);
    };
    const button = () => deep<LitElement & { disabled: boolean }>(deep(sheet, ".typed")!, "ui-button")!;
    await type("paus");
    expect(button().disabled).toBe(true);
    await type(" Pause ");
    expect(button().disabled).toBe(false);
    button().click();
    await expect.poll(() => pressed(app)).toHaveLength(1);
  });

  test("with a passkey it is asked for first; what the server refuses is said, and what has changed is shown anew", async () => {
    const { app, page } = await show([], { session: aSession({ passkeys: 1 }) });
    const sheet = await open(page, "clear_queue");
    app.recovery.press = async (...args) => {
      app.asked.push(["pressRecovery", ...args]);
      throw new ApiProblem(409, {
        title: "What would be touched has changed",
        code: "recovery.preview_changed",
        detail: "Look at it as it is now.",
        preview: aPreview({
          action: "clear_queue",
          word: "clear",
          hash: "def",
          total: 7,
          byKind: [{ kind: "task", act: "cancel", count: 7 }],
        }),
      });
    };
    inner(sheet).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
    await expect.poll(() => words(sheet)).toContain("What would be touched has changed");
    expect(words(sheet)).toContain("7 tasks are taken off the queue");
    expect(pressed(app).map((one) => (one as unknown[])[0])).toEqual(["stepUp", "pressRecovery"]);
    expect(pressed(app)[0]).toEqual(["stepUp", "recovery"]);
  });
});

describe("the page", () => {
  test("a viewer sees what was done and by whom, and has no buttons", async () => {
    const { page } = await show([aRecovery()], { session: aSession({ role: "viewer" }) });
    expect(words(page)).toContain("Pause all agents");
    expect(words(page)).toContain("3 of 3 done");
    expect(acts(page)).toEqual([]);
    expect(deep(page, 'ui-button[variant="primary"]')).toBeUndefined();
  });

  test("without network it shows what is known, and every control says why it cannot act", async () => {
    const { app, page } = await show([aRecovery()]);
    app.connection.put({ state: "offline" });
    await drawn(page);
    expect(acts(page).every(({ disabled }) => disabled)).toBe(true);
    expect(words(page)).toContain("No connection. Controls act at once or not at all");
    expect(words(page)).toContain("3 of 3 done");
  });

  test("says how far it has come, names what failed, and resumes by a long press", async () => {
    const problems = [{ n: 1, name: "builder-2", where: "devbox", words: "1 of its 2 processes do not stand still" }];
    const { app, page } = await show([aRecovery({ counts: { ...counts, done: 2, failed: 1 }, problems })]);
    for (const part of ["2 of 3 done · 1 failed", "builder-2 · devbox", "1 of its 2 processes do not stand still"])
      expect(words(page)).toContain(part);
    deep(page, 'ui-button[variant="primary"]')!.click();
    await expect.poll(() => page.renderRoot.querySelector("recovery-sheet")).not.toBeNull();
    const sheet = page.renderRoot.querySelector("recovery-sheet")!;
    await drawn(sheet);
    hold(sheet).holdMs = 60;
    await drawn(sheet);
    inner(sheet).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
    await expect.poll(() => pressed(app)).toEqual([["resumeRecovery", "rc_1"]]);
  });

  test("what stands is told of on every screen", async () => {
    const app = fakeApp();
    app.recovery.put({
      recoveries: [
        aRecovery({ action: "maintenance", reason: "A new disk" }),
        aRecovery({ id: "rc_2", state: "resumed", canResume: false }),
      ],
    });
    const banner = await mountIn<LitElement>(app, "recovery-banner");
    await drawn(banner);
    expect(words(banner)).toContain("Maintenance by Ada King");
    expect(words(banner)).toContain("A new disk");
    expect(words(banner)).not.toContain("All agents");
  });
});
