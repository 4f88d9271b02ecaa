import { decisionRequestInput, type DecisionRequest } from "@beckon/contracts/decisions";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toldOf } from "./answer.ts";
import { askArguments, toRequest } from "./question.ts";

const owner = { name: "Laptop" };
const call = { agent: { vendor: "Claude Code" }, modern: true };

test("options become a choice, each with the tone of its word", () => {
  const said = askArguments.parse({
    question: "Deploy?",
    options: ["Yes", " Only staging ", "No"],
    risk: "high",
    context: "All is green.",
  });
  expect(toRequest(said, call, owner)).toEqual({
    kind: "choice",
    title: "Deploy?",
    body: "All is green.",
    options: [
      { id: "option-1", label: "Yes", tone: "approve" },
      { id: "option-2", label: "Only staging", tone: "neutral" },
      { id: "option-3", label: "No", tone: "deny" },
    ],
    allowText: false,
    risk: "high",
    agent: { name: "Laptop", vendor: "Claude Code" },
    expiresInSeconds: 86_400,
  });
});

test("a label that only begins with no is not a denial, which would need no passkey", () => {
  const options = ["No, delete everything", "Stop the database", "yes but", "no", "Don’t"];
  const tones = toRequest(askArguments.parse({ question: "?", options }), call, owner).options?.map(({ tone }) => tone);
  expect(tones).toEqual(["neutral", "neutral", "neutral", "deny", "deny"]);
});

test("without options the answer is free, whatever allow_text says", () => {
  expect(toRequest(askArguments.parse({ question: "Which?", allow_text: false, options: [] }), call, owner)).toMatchObject({
    kind: "question",
    allowText: true,
  });
});

test("a question too long for a title stands whole in the body, before its context", () => {
  const question = "x".repeat(298) + "🦊 and more";
  const { title, body } = toRequest(askArguments.parse({ question, context: "Why" }), call, owner);
  expect(title).toHaveLength(300);
  expect(title.isWellFormed()).toBe(true);
  expect(body).toBe(`${question}\n\nWhy`);
});

test("all that ask_human takes is a request that the server takes", () => {
  const word = (maxLength: number) => fc.string({ minLength: 1, maxLength, unit: "grapheme" });
  const said = fc.record(
    {
      question: word(600),
      options: fc.array(word(60), { maxLength: 14 }),
      allow_text: fc.boolean(),
      context: word(200),
      risk: fc.constantFrom("low", "critical"),
      expires_in_minutes: fc.integer({ min: 0, max: 43_201 }),
      wait_seconds: fc.double(),
      other: fc.anything(),
    },
    { requiredKeys: ["question"] },
  );
  let taken = 0;
  fc.assert(
    fc.property(said, (value) => {
      const asked = askArguments.safeParse(value);
      if (!asked.success) return;
      taken += 1;
      decisionRequestInput.parse(toRequest(asked.data, call, owner));
    }),
    { seed: 20_261_121, numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(20);
});

test.each([
  [{ question: "" }],
  [{ question: "  " }],
  [{ question: "a\0b" }],
  [{ question: "\ud800" }],
  [{ question: "?", options: ["a", "a "] }],
  [{ question: "?", options: Array.from({ length: 13 }, (_, index) => `o${index}`) }],
  [{ question: "?", wait_seconds: 3_301 }],
  [{ question: 7 }],
  [{}],
])("refused: %j", (value) => expect(askArguments.safeParse(value).success).toBe(false));

const request = (change: Partial<DecisionRequest>) =>
  ({
    id: "dr_0000000000000000000000",
    title: "Deploy?",
    options: [{ id: "option-1", label: "Yes" }],
    status: "pending",
    ...change,
  }) as DecisionRequest;
const decided = { decidedAt: "2026-11-21T10:00:00.000Z", decidedBy: { kind: "person", name: "Anna", device: "Phone" } } as const;

test.each<[Partial<DecisionRequest>, string, object]>([
  [
    { status: "decided", decision: { ...decided, option: "option-1", text: "but slowly" } },
    "Anna answered at 2026-11-21T10:00:00.000Z: Yes\nIn own words: but slowly",
    { status: "answered", option: "Yes", text: "but slowly", answered_by: "Anna", answered_at: decided.decidedAt },
  ],
  [
    { status: "decided", decision: { ...decided, text: "Use port 80" } },
    "Anna answered at 2026-11-21T10:00:00.000Z in own words:\nUse port 80",
    { status: "answered", text: "Use port 80" },
  ],
  [
    { status: "decided", decision: { ...decided, option: "option-1", decidedBy: { kind: "rule", name: "tests may run" } } },
    "The rule tests may run answered at 2026-11-21T10:00:00.000Z: Yes",
    { answered_by: "The rule tests may run" },
  ],
  [{ status: "expired" }, "This is not a yes", { status: "expired" }],
  [
    { status: "expired", decision: { option: "option-1", decidedAt: decided.decidedAt, decidedBy: { kind: "expiry" } } },
    "What was declared for that case stands: Yes",
    { status: "expired", answer: "Yes" },
  ],
  [{ status: "cancelled", cancelReason: "answered in the terminal" }, "Reason: answered in the terminal", { status: "withdrawn" }],
  [{ expiresAt: "2026-11-22T10:00:00.000Z" }, "Call wait_for_answer with request_id dr_0000000000000000000000", { status: "pending" }],
])("told of %j", (change, words, data) => {
  const told = toldOf(request(change));
  expect(told.content[0]?.text).toContain(words);
  expect(told.structuredContent).toMatchObject({ request_id: "dr_0000000000000000000000", ...data });
});
