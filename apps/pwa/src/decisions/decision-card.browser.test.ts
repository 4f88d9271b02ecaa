import type { DecisionRequest } from "@beckon/contracts/decisions";
import { afterEach, describe, expect, test } from "vitest";
import type { OutboxEntry } from "../platform/outbox-types.ts";
import { aRequest, decided } from "../platform/testing/rows.ts";
import { deep, textOf } from "../shell/testing/fake-app.ts";
import type { DecisionCard } from "./decision-card.ts";
import "./decision-card.ts";
import type { DecisionChoices } from "./decision-choices.ts";
import type { DecisionAnsweredEvent, DecisionSnoozedEvent, RefusalDismissedEvent } from "./decision-events.ts";

async function show(request: DecisionRequest, more: Partial<DecisionCard> = {}) {
  const card = Object.assign(document.createElement("decision-card"), { request, mayAnswer: true, ...more });
  const answers: DecisionAnsweredEvent[] = [];
  card.addEventListener("decision-answered", (event) => answers.push(event));
  document.body.replaceChildren(card);
  await card.updateComplete;
  await card.answers?.updateComplete;
  return { card, answers };
}
const words = (card: Element) => textOf(card).replace(/\s+/gu, " ");
const press = (card: Element, selector: string) => deep(card, selector)!.click();
const sheetOf = (card: Element, tag: string) =>
  deep<HTMLElement>(card, tag)?.shadowRoot?.querySelector("ui-dialog")?.shadowRoot?.querySelector("dialog");
const entry = (more: Partial<OutboxEntry>): OutboxEntry => ({
  key: "k",
  requestId: "a",
  input: { option: "approve" },
  createdAt: "2026-11-21T09:00:00.000Z",
  attempts: 1,
  progress: "waiting",
  ...more,
});

afterEach(() => document.body.replaceChildren());

describe("what a person sees", () => {
  test("risk in a word, who, the title, the exact command, why, and the fate", async () => {
    const request = aRequest("a", {
      risk: "high",
      riskReasons: ["Names production"],
      title: "Migrate?",
      action: { tool: "Bash", command: "pnpm db:migrate --env prod", cwd: "/work/shop" },
    });
    const said = words((await show(request, { likeThis: { approved: 2, denied: 1, other: 0, total: 3 } })).card);
    for (const part of [
      "High risk",
      "builder",
      "Migrate?",
      "pnpm db:migrate --env prod",
      "/work/shop",
      "Names production",
      "nothing, it waits for you",
      "approved 2, denied 1 of 3",
    ]) {
      expect(said).toContain(part);
    }
  });

  test("nothing is invented where nothing is known", async () => {
    const said = words(
      (await show(aRequest("a", { action: undefined }), { likeThis: { approved: 0, denied: 0, other: 0, total: 0 } })).card,
    );
    expect(said).not.toMatch(/Like this|undefined|null|NaN/u);
  });

  test("agents' text stays text, and what hides in it gets a name", async () => {
    const { card } = await show(
      aRequest("a", {
        title: "<img src=x> \u202Egpj",
        agent: { id: "x", name: "<b>boss</b>" },
        options: [{ id: "o", label: "<i>Yes</i>\u200B" }],
      }),
    );
    expect(deep(card, "img, b b, i")).toBeUndefined();
    expect(words(card)).toContain("<img src=x>");
    expect(words(card)).toContain("U+202E");
    expect(words(card)).toContain("U+200B");
  });

  test("a viewer sees why there are no buttons", async () => {
    const { card } = await show(aRequest("a"), { mayAnswer: false });
    expect(deep(card, "decision-answers")).toBeUndefined();
    expect(words(card)).toContain("Answering needs the role operator or owner");
  });
});

describe("answering", () => {
  test("approve and deny give the option, low risk at once", async () => {
    const { card, answers } = await show(aRequest("a"));
    press(card, "ui-button[variant=primary]");
    press(card, "ui-button[variant=danger]");
    expect(answers.map(({ requestIds, input, stepUp }) => [requestIds, input, stepUp])).toEqual([
      [["a"], { option: "approve" }, false],
      [["a"], { option: "deny" }, false],
    ]);
  });

  test("approve never stands at the edge", async () => {
    const { card } = await show(aRequest("a"));
    const buttons = [...deep(card, ".pair")!.children];
    expect([0, buttons.length - 1]).not.toContain(buttons.findIndex((button) => button.matches("[variant=primary]")));
  });

  test("grave risk without a passkey asks a second time; deny does not", async () => {
    const { card, answers } = await show(aRequest("a", { risk: "critical" }));
    press(card, "ui-button[variant=primary]");
    await expect.poll(() => sheetOf(card, "confirm-sheet")?.open).toBe(true);
    expect(answers).toEqual([]);
    press(deep(card, "confirm-sheet")!, "ui-button[variant=primary]");
    expect(answers.map(({ input, stepUp }) => [input, stepUp])).toEqual([[{ option: "approve" }, false]]);
    card.answers!.deny();
    expect(answers).toHaveLength(2);
  });

  test("grave risk with a passkey asks for it; deny does not", async () => {
    const { card, answers } = await show(aRequest("a", { risk: "high" }), { passkey: true });
    card.answers!.approve();
    card.answers!.deny();
    expect(answers.map(({ stepUp }) => stepUp)).toEqual([true, false]);
  });

  test("several that ask the same are answered together, or singly when switched off", async () => {
    const { card, answers } = await show(aRequest("a"), { alike: [aRequest("b"), aRequest("c")] });
    expect(words(card)).toContain("Answer all 3 together");
    card.answers!.approve();
    deep<HTMLInputElement>(card, "input[role=switch]")!.click();
    card.answers!.approve();
    expect(answers.map(({ requestIds }) => requestIds)).toEqual([["a", "b", "c"], ["a"]]);
  });

  test("an edited command goes with the approval, to this request alone", async () => {
    const { card, answers } = await show(aRequest("a"), { alike: [aRequest("b")] });
    card.answers!.edit();
    await expect.poll(() => sheetOf(card, "edit-sheet")?.open).toBe(true);
    const area = deep<HTMLTextAreaElement>(card, "edit-sheet ui-field textarea") ?? deep<HTMLTextAreaElement>(card, "textarea")!;
    area.value = "echo a --dry-run";
    area.dispatchEvent(new Event("input"));
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true }));
    expect(answers.map(({ requestIds, input }) => [requestIds, input])).toEqual([
      [["a"], { option: "approve", editedAction: { command: "echo a --dry-run" } }],
    ]);
  });

  test("thirty options and free text", async () => {
    const options = Array.from({ length: 30 }, (_, index) => ({ id: `o${index}`, label: `Option ${index}` }));
    const { card, answers } = await show(aRequest("a", { kind: "choice", options, allowText: true }));
    card.answers!.chooseAt(29);
    const area = deep<HTMLTextAreaElement>(card, ".words ui-field")!.shadowRoot!.querySelector("textarea")!;
    area.value = "  neither ";
    area.dispatchEvent(new Event("input"));
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", metaKey: true }));
    expect(answers.map(({ input }) => input)).toEqual([{ option: "o29" }, { text: "neither" }]);
  });

  test("of several that may be chosen, the labels are sent in their order, with what was written", async () => {
    const options = ["Postgres", "<b>Redis</b>", "Kafka"].map((label, index) => ({ id: `o${index}`, label }));
    const { card, answers } = await show(aRequest("a", { kind: "choice", options, allowText: true, multiple: true }));
    await customElements.whenDefined("decision-choices");
    await deep<DecisionChoices>(card, "decision-choices")!.updateComplete;
    const send = deep(card, "decision-choices")!.shadowRoot!.querySelector("ui-button")!;
    expect(send.disabled).toBe(true);
    send.click();
    card.answers!.chooseAt(2);
    card.answers!.chooseAt(0);
    card.answers!.chooseAt(1);
    card.answers!.chooseAt(1);
    await expect.poll(() => words(send)).toContain("Send 2 choices");
    const boxes = [...deep(card, "decision-choices")!.shadowRoot!.querySelectorAll("input")];
    expect(boxes.map(({ checked }) => checked)).toEqual([true, false, true]);
    boxes[1]!.click();
    const area = deep<HTMLTextAreaElement>(deep(card, "decision-choices ui-field") ?? deep(card, "ui-field")!, "textarea")!;
    area.value = " and a queue ";
    area.dispatchEvent(new Event("input"));
    await expect.poll(() => words(send)).toContain("Send 3 choices");
    send.click();
    expect(answers.map(({ input }) => input)).toEqual([{ text: "Postgres, <b>Redis</b>, Kafka, and a queue" }]);
    expect(deep(card, "b b")).toBeUndefined();
  });

  test("of two that may both be chosen, neither is sent by itself", async () => {
    const { card, answers } = await show(aRequest("a", { multiple: true }));
    card.answers!.chooseAt(0);
    expect(deep(card, ".pair")).toBeUndefined();
    expect(answers).toEqual([]);
  });

  test("snooze asks when, and tells until when", async () => {
    const { card } = await show(aRequest("a"));
    const snoozed: DecisionSnoozedEvent[] = [];
    card.addEventListener("decision-snoozed", (event) => snoozed.push(event));
    card.answers!.snooze();
    await expect.poll(() => sheetOf(card, "snooze-sheet")?.open).toBe(true);
    press(deep(card, "snooze-sheet")!, "ui-button[wide]");
    expect(snoozed[0]?.requestIds).toEqual(["a"]);
    expect(snoozed[0]!.until.getTime()).toBeGreaterThan(Date.now());
  });
});

describe("after the tap", () => {
  test("waiting is never called sent", async () => {
    const { card } = await show(aRequest("a"), { entry: entry({}) });
    expect(words(card)).toContain("Approved: waiting to be sent");
    expect(deep(card, "decision-answers")).toBeUndefined();
  });

  test("accepted is not executed", async () =>
    expect(words((await show(decided("a", "approve"))).card)).toContain("has not told yet what came of it"));

  test("executed and failed come with the output", async () => {
    const outcome = { status: "failed" as const, message: "exit code <1>", at: "2026-11-21T09:06:00.000Z" };
    const said = words((await show(decided("a", "approve", { outcome }))).card);
    expect(said).toMatch(/Approved.*by Ada on laptop.*it waited 5 min.*Failed.*exit code <1>/u);
  });

  test("somebody was faster: who, and what stands; it can be dismissed", async () => {
    const standing = decided("a", "deny");
    const { card } = await show(standing, {
      entry: entry({ progress: "refused", problem: { code: "decision.already_decided", title: "T", standing } }),
    });
    expect(words(card)).toMatch(/Answered on laptop .*: denied\. Your answer “Approved” was not used/u);
    const dismissed: RefusalDismissedEvent[] = [];
    card.addEventListener("refusal-dismissed", (event) => dismissed.push(event));
    press(deep(card, "decision-refusal")!, "ui-button");
    expect(dismissed[0]?.requestId).toBe("a");
  });

  test("a missing passkey leaves the buttons, and says what to do", async () => {
    const { card } = await show(aRequest("a", { risk: "high" }), {
      entry: entry({ progress: "refused", problem: { code: "decision.passkey_required", title: "T" } }),
    });
    expect(words(card)).toContain("needs your passkey");
    expect(deep(card, "decision-answers")).toBeDefined();
  });
});
