import type { Decision, DecisionRequest } from "@beckon/contracts/decisions";
import { expect, test } from "vitest";
import { readAnswer } from "./answer.ts";

const action = { tool: "shell", command: "git push --force", cwd: "/srv" };
const options = [
  { id: "approve", label: "Approve" },
  { id: "deny", label: "Deny" },
];
const base = { status: "decided", options, action } as DecisionRequest;
const decided = (decision: Partial<Decision>, more: Partial<DecisionRequest> = {}) =>
  ({ ...base, ...more, decision: { decidedAt: "", decidedBy: { kind: "person" }, ...decision } }) as DecisionRequest;
const plain = { allowEdit: false, json: false };
const edits = { allowEdit: true, json: false };

test("first option, another, and text beside or instead of an option", () => {
  expect(readAnswer(decided({ option: "approve" }), plain)).toEqual({ lines: ["approve"], code: 0 });
  expect(readAnswer(decided({ option: "deny", text: "too late" }), plain)).toEqual({ lines: ["deny", "too late"], code: 1 });
  expect(readAnswer(decided({ text: "tomorrow" }), plain)).toEqual({ lines: ["tomorrow"], code: 1 });
  expect(readAnswer(decided({ text: "Ada" }, { options: [] }), plain)).toEqual({ lines: ["Ada"], code: 0 });
});

test("an edited command never passes for the one that was asked", () => {
  const edited = decided({ option: "approve", editedAction: { command: "git push --dry-run" } });
  expect(readAnswer(edited, plain)).toMatchObject({ lines: [], code: 1, note: expect.stringContaining("another command than asked") });
  expect(readAnswer(edited, { allowEdit: false, json: true }).code).toBe(1);
  expect(readAnswer(edited, edits)).toEqual({ lines: ["approve", "git push --dry-run"], code: 0 });
});

test("what a line cannot carry needs JSON; an edit that changes nothing is none", () => {
  const moved = decided({ option: "approve", editedAction: { cwd: "/tmp" } });
  expect(readAnswer(moved, edits)).toMatchObject({ lines: [], code: 1, note: expect.stringContaining("--allow-edit --json") });
  expect(readAnswer(moved, { allowEdit: true, json: true }).code).toBe(0);
  expect(readAnswer(decided({ option: "approve", editedAction: { command: action.command } }), plain)).toEqual({
    lines: ["approve"],
    code: 0,
  });
});

test("an expiry is one however the row says it", () => {
  expect(readAnswer(decided({ option: "approve", decidedBy: { kind: "expiry" } }), plain)).toMatchObject({ lines: ["approve"], code: 3 });
});
