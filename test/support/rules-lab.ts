import type { Rule, RuleInput, RuleReplay } from "@beckon/contracts/rules";
import { expect } from "vitest";
import type { Call } from "./test-app.ts";

/** A rule that approves `git status` and what begins so. */
export const gitStatus = (more: Partial<RuleInput> = {}): RuleInput => ({
  name: "Look at git",
  scope: { command: { begins: ["git", "status"] } },
  answer: { tone: "approve" },
  maxRisk: "medium",
  ...more,
});

/** What an agent asks before it runs a command. */
export const toRun = (command: string, more: object = {}) => ({
  kind: "permission",
  title: "Run a command?",
  action: { tool: "Bash", command, cwd: "/src/shop" },
  ...more,
});

export const replayOf = async (person: Call, rule: RuleInput, days = 30): Promise<RuleReplay> => {
  const { status, body } = await person("POST", "/api/rules/replay", { rule, days });
  expect([status, body]).toMatchObject([200, {}]);
  return body;
};

export const writeRule = async (person: Call, rule: RuleInput): Promise<Rule> => {
  const { status, body } = await person("POST", "/api/rules", rule);
  expect([status, body]).toMatchObject([201, { state: "off" }]);
  return body;
};

/** Written, replayed and switched on. */
export const standingRule = async (person: Call, input: RuleInput): Promise<Rule> => {
  const written = await writeRule(person, input);
  const { id, figures } = await replayOf(person, input);
  const { status, body } = await person("POST", `/api/rules/${written.id}/on`, {
    replayId: id,
    ...(figures.against ? { against: figures.against } : {}),
  });
  expect([status, body]).toMatchObject([200, { state: "on" }]);
  return body;
};
