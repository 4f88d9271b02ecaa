import type { DecisionRequest, Risk } from "@beckon/contracts/decisions";
import { fittingOption } from "@beckon/contracts/rule-match";
import { plainWords, prefixFlaw, sameCommand } from "@beckon/contracts/rule-command";
import { proposeAfter, type RuleProposal, type RuleScope } from "@beckon/contracts/rules";
import type { Db } from "../platform/db/database.ts";
import { autoAnswer, isCovered } from "./answer.ts";
import { listProposals } from "./proposals.repository.ts";
import type { RulesDeps } from "./rules.types.ts";
import { draftFor } from "./suggest.ts";

type Draft = RuleProposal["rule"];
export type ForHabit = { rule: Draft; proposalId?: string } | { refusal: "covered" | "risk" | "too_wide" };

const rank: Record<Risk, number> = { low: 0, medium: 1, high: 2, critical: 3 };
/** A rule of first words needs as many at least: one alone says what runs, but not what it does. */
const leastWords = 2;

/**
 * The rule that gives this answer to requests which people, without exception, answered so: the proposal that stands
 * for them, else the narrowest that can be drafted. Newest first.
 */
export const forHabit =
  (deps: RulesDeps) =>
  async (db: Db, asked: readonly DecisionRequest[], option: string): Promise<ForHabit> => {
    const [newest] = asked;
    if (!newest) return { refusal: "too_wide" };
    if (isCovered(await autoAnswer(deps).standing(), newest)) return { refusal: "covered" };
    const gives = (rule: Draft) => (each: DecisionRequest) => fittingOption(rule, each)?.id === option;
    const standing = (await listProposals(db, undefined)).find(({ rule }) => asked.every(gives(rule)));
    if (standing) return { rule: standing.rule, proposalId: standing.id };
    const denies = newest.options.find(({ id }) => id === option)?.tone === "deny";
    if (!denies && asked.some(({ risk }) => rank[risk] > rank.medium)) return { refusal: "risk" };
    const rule = draftForAll(asked, option);
    return rule ? { rule } : { refusal: "too_wide" };
  };

/** What holds for all that were asked in the newest one's folder; nothing where those are too few, or no rule says it. */
export const draftForAll = (asked: readonly DecisionRequest[], option: string): Draft | undefined => {
  const [newest] = asked;
  const here = asked.filter(({ action }) => action?.cwd === newest?.action?.cwd);
  // Long texts are left out of what is known here: no rule is made of half a sentence.
  if (!newest || here.length < proposeAfter || here.some(({ trimmed, action }) => trimmed && action?.diff === undefined)) return undefined;
  const riskiest = here.reduce((one, other) => (rank[other.risk] > rank[one.risk] ? other : one));
  const draft = draftFor(riskiest, option);
  if (!draft) return undefined;
  const { agentId, command, ...scope } = draft.scope;
  const sameAgent = here.every(({ agent }) => agent.id === agentId);
  const common = command && commonCommand(here.map(({ action }) => action?.command ?? ""));
  if (command && !common) return undefined;
  const rule: Draft = {
    ...draft,
    ...(common && "begins" in common ? { name: `${draft.name.split(":")[0]}: ${common.begins.join(" ")} …`.slice(0, 80) } : {}),
    scope: { ...scope, ...(sameAgent && agentId !== undefined ? { agentId } : {}), ...(common ? { command: common } : {}) },
  };
  return here.every((each) => fittingOption(rule, each)?.id === option) ? rule : undefined;
};

/** The very command, or the plain words with which all of them begin. */
const commonCommand = (commands: readonly string[]): RuleScope["command"] => {
  const [first = ""] = commands;
  if (commands.every((command) => sameCommand(first, command))) return { is: first };
  const words = commands.map(plainWords);
  const begin = words[0];
  if (!begin || words.some((each) => each === undefined)) return undefined;
  const differing = begin.findIndex((word, index) => words.some((each) => each?.[index] !== word));
  const begins = (differing < 0 ? begin : begin.slice(0, differing)).slice(0, 20);
  return begins.length < leastWords || prefixFlaw(begins) !== undefined ? undefined : { begins };
};
