import type { Risk } from "@beckon/contracts/decisions";
import { prefixFlaw } from "@beckon/contracts/rule-command";
import { pathParts } from "@beckon/contracts/rule-folder";
import type { Rule, RuleAnswer, RuleHours, RuleProposal, RuleScope } from "@beckon/contracts/rules";
import { timeZone } from "../platform/time-zone.ts";
import type { RuleWish } from "./rules.api.ts";
import { answerWords } from "./rule-words.ts";

/** A rule while it is being written: what stands in the fields. */
export type RuleDraft = {
  name: string;
  answer: RuleAnswer;
  by: "is" | "begins" | "none";
  command: string;
  tools: string;
  folder: string;
  files: string;
  title: string;
  maxRisk: Risk;
  /** Days until it ends; 0: as it is. */
  days: number;
  until?: string;
  mostPerHour: string;
  hours: "always" | "kept" | "work";
  keptHours?: RuleHours;
  /** What has no field of its own stays as it is. */
  rest: Pick<RuleScope, "kinds" | "agentId" | "role" | "vendor" | "host"> & { body?: string };
  proposalId?: string;
};

export const emptyDraft: RuleDraft = {
  name: "",
  answer: { tone: "approve" },
  by: "begins",
  command: "",
  tools: "",
  folder: "",
  files: "",
  title: "",
  maxRisk: "low",
  days: 7,
  mostPerHour: "30",
  hours: "always",
  rest: {},
};

export function draftOf(rule: Rule | RuleProposal["rule"], proposalId?: string): RuleDraft {
  const { command, tools, folder, files, says, ...rest } = rule.scope;
  const until = "until" in rule ? rule.until : undefined;
  return {
    name: rule.name,
    answer: rule.answer,
    by: command ? ("is" in command ? "is" : "begins") : "none",
    command: command ? ("is" in command ? command.is : command.begins.join(" ")) : "",
    tools: (tools ?? []).join(", "),
    folder: folder ?? "",
    files: files ?? "",
    title: says?.title ?? "",
    maxRisk: rule.maxRisk,
    days: until === undefined ? 7 : 0,
    ...(until === undefined ? {} : { until }),
    mostPerHour: String(rule.mostPerHour),
    hours: rule.hours ? "kept" : "always",
    ...(rule.hours ? { keptHours: rule.hours } : {}),
    rest: { ...rest, ...(says?.body === undefined ? {} : { body: says.body }) },
    ...(proposalId === undefined ? {} : { proposalId }),
  };
}

const dayMs = 86_400_000;
const listOf = (text: string) =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** What is wrong with the fields, by field, as far as this device can tell. */
export function draftFlaws(draft: RuleDraft): Partial<Record<"name" | "command" | "folder" | "files" | "mostPerHour" | "scope", string>> {
  const most = Number(draft.mostPerHour);
  const approves = !("tone" in draft.answer && draft.answer.tone === "deny");
  const named = [draft.command, draft.tools, draft.folder, draft.files, draft.title].some((each) => each.trim() !== "");
  const place = (path: string) => (path === "" || pathParts(path) ? undefined : "Give the whole path, without . or ..");
  const flaws = {
    name: draft.name.trim() === "" ? "Give it a name" : undefined,
    command:
      draft.by === "none" || draft.command === "" ? undefined : draft.by === "begins" ? prefixFlaw(wordsOf(draft.command)) : undefined,
    folder: place(draft.folder),
    files: place(draft.files),
    mostPerHour: Number.isInteger(most) && most >= 1 && most <= 1_000 ? undefined : "A number from 1 to 1,000",
    scope: approves && !named ? "Say what it approves: a command, a folder, a tool or the words of the question" : undefined,
  };
  return Object.fromEntries(Object.entries(flaws).filter(([, flaw]) => flaw !== undefined));
}

const wordsOf = (command: string) => command.trim().split(/ +/u);

/** What is sent. */
export function wishOf(draft: RuleDraft, now: number): RuleWish {
  const { body, ...rest } = draft.rest;
  const tools = listOf(draft.tools);
  const scope: RuleScope = {
    ...rest,
    ...(tools.length > 0 ? { tools } : {}),
    ...(draft.folder === "" ? {} : { folder: draft.folder }),
    ...(draft.files === "" ? {} : { files: draft.files }),
    ...(draft.by === "none" || draft.command === ""
      ? {}
      : { command: draft.by === "is" ? { is: draft.command } : { begins: wordsOf(draft.command) } }),
    ...(draft.title === "" ? {} : { says: { title: draft.title, ...(body === undefined ? {} : { body }) } }),
  };
  const until = draft.days > 0 || draft.until === undefined ? new Date(now + (draft.days || 7) * dayMs).toISOString() : draft.until;
  return {
    name: draft.name.trim(),
    scope,
    answer: draft.answer,
    maxRisk: draft.maxRisk,
    until,
    ...(draft.hours === "work" ? { hours: workHours() } : draft.hours === "kept" && draft.keptHours ? { hours: draft.keptHours } : {}),
    mostPerHour: Number(draft.mostPerHour),
    ...(draft.proposalId === undefined ? {} : { proposalId: draft.proposalId }),
  };
}

/** Working days, by the clock of this device. */
export const workHours = (): RuleHours => ({
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  to: "18:00",
  zone: timeZone(),
});

/** The terms of a rule as they are sent again, for a replay of exactly these. */
export const sameWish = ({ name, scope, answer, maxRisk, until, hours, mostPerHour }: Rule): RuleWish => ({
  name,
  scope,
  answer,
  maxRisk,
  until,
  ...(hours ? { hours } : {}),
  mostPerHour,
});

/** The answers that can be chosen: those two, and the option that the rule names. */
export const answerChoices = (answer: RuleAnswer) => [
  ...("tone" in answer ? [] : [{ value: "option", label: answerWords(answer).slice(0, 40) }]),
  { value: "approve", label: "Approve" },
  { value: "deny", label: "Deny" },
];
