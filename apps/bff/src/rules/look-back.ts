import { setImmediate as otherWork } from "node:timers/promises";
import { createRuleRun } from "@beckon/contracts/rule-match";
import type { RuleReplayFigures, RuleReplayItem, RuleTerms } from "@beckon/contracts/rules";
import type { PastRequest } from "../decisions/decisions.types.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs, mostReplayed, type RulesDeps } from "./rules.types.ts";

/** Short enough that others get their turn between two: 50,000 take two seconds. */
const pageSize = 500;
const shownMost = 100;

export type LookedBack = {
  figures: RuleReplayFigures;
  from: Date;
  cut: boolean;
  /** Newest first, at most 100 each. */
  against: RuleReplayItem[];
  would: RuleReplayItem[];
  wouldIds: string[];
};

/** Takes a rule through the requests of the last days, in the order in which they were asked, as if it had been on. */
export const lookBack = async (
  { decisions, clock }: Pick<RulesDeps, "decisions" | "clock">,
  db: Db,
  terms: RuleTerms,
  days: number,
): Promise<LookedBack> => {
  const since = new Date(clock().getTime() - days * dayMs);
  const oldest = await decisions.pastFrom(db, mostReplayed);
  const cut = oldest !== undefined && oldest > since;
  const from = cut ? oldest : since;
  const figures: RuleReplayFigures = { asked: 0, would: 0, same: 0, against: 0, nobody: 0, left: 0 };
  const [against, would, wouldIds]: [RuleReplayItem[], RuleReplayItem[], string[]] = [[], [], []];
  const run = createRuleRun(terms);
  let after: { askedAt: Date; id: string } | undefined;
  for (;;) {
    const page = await decisions.past(db, { from, ...(after ? { after } : {}), limit: pageSize, withBody: terms.scope.says !== undefined });
    for (const past of page) {
      figures.asked += 1;
      const verdict = run(past, past.askedAt);
      if (verdict?.kind === "left") figures.left += 1;
      if (verdict?.kind !== "answers") continue;
      const item = compare(past, verdict.option.id);
      figures.would += 1;
      figures[item.fits] += 1;
      wouldIds.push(past.id);
      keep(would, item);
      if (item.fits === "against") keep(against, item);
    }
    after = page.at(-1);
    if (page.length < pageSize) break;
    await otherWork();
  }
  return { figures, from, cut, against: against.toReversed(), would: would.toReversed(), wouldIds };
};

const keep = (items: RuleReplayItem[], item: RuleReplayItem) => {
  items.push(item);
  if (items.length > shownMost) items.shift();
};

const shownCommand = 300;

/** What people answered, beside what the rule says. A yes to something else, or with words of their own, is another answer. */
const compare = (past: PastRequest, option: string): RuleReplayItem => {
  const { decision, options, action } = past;
  const byPerson = decision?.decidedBy.kind === "person" ? decision : undefined;
  const labelOf = (id: string) => options.find((each) => each.id === id)?.label ?? id;
  const same = byPerson?.option === option && byPerson.text === undefined && byPerson.editedAction === undefined;
  const yours =
    byPerson &&
    (byPerson.option === undefined
      ? "an answer in words"
      : `${labelOf(byPerson.option)}${byPerson.editedAction ? ", edited" : byPerson.text === undefined ? "" : ", with words"}`);
  return {
    requestId: past.id,
    title: past.title,
    agent: past.agent.name ?? "",
    askedAt: past.askedAt.toISOString(),
    ...(action?.command === undefined ? {} : { command: clip(action.command) }),
    would: labelOf(option),
    ...(yours === undefined ? {} : { yours }),
    fits: byPerson ? (same ? "same" : "against") : "nobody",
  };
};

const clip = (command: string) => (command.length > shownCommand ? `${command.slice(0, shownCommand).toWellFormed()}…` : command);
