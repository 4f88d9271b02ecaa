import { applyRule, fittingOption, inRuleOrder } from "@beckon/contracts/rule-match";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { RuleTerms } from "@beckon/contracts/rules";
import type { AutoAnswer, StandingRule } from "../decisions/decisions.types.ts";
import { countSince, insertAnswer } from "./answers.repository.ts";
import { countAnswer, countLeft, listStanding, lockRule } from "./rules.repository.ts";
import type { RulesDeps } from "./rules.types.ts";

type Deps = Pick<RulesDeps, "database" | "clock" | "feed" | "maintenance">;

const hourMs = 3_600_000;
const denies = ({ answer }: Pick<RuleTerms, "answer">) => "tone" in answer && answer.tone === "deny";

/** What rules do with a request the moment it is made. */
export const autoAnswer = (deps: Deps): AutoAnswer => ({
  standing: async () => {
    const { db } = deps.database;
    const rows = await listStanding(db, deps.clock());
    if (rows.length === 0) return [];
    const closed = (await deps.maintenance?.(db)) ?? false;
    return inRuleOrder(rows.map(({ id, version, terms }) => ({ id, version, ...terms }))).filter((each) => !closed || denies(each));
  },

  /** The first that is about it decides whether it is answered: where that one has reached its limit, no other takes its place. */
  answer: async (work, request, standing) => {
    const at = new Date(request.askedAt);
    const first = standing.find((each) => applyRule(each, request, { at, lastHour: 0 }));
    if (!first) return undefined;
    // Whoever counts this rule's answers does so one after the other; and it may have been switched off since.
    const row = await lockRule(work.db, first.id);
    if (row?.state !== "on" || row.version !== first.version) return undefined;
    const lastHour = await countSince(work.db, row.id, new Date(at.getTime() - hourMs));
    const verdict = applyRule(row.terms, request, { at, lastHour });
    if (!verdict) return undefined;
    await deps.feed.append(work, { kind: "rule", entityId: row.id });
    if (verdict.kind === "left") {
      await countLeft(work.db, row.id, at);
      return undefined;
    }
    const { name } = row.terms;
    const given = { version: row.version, name, option: verdict.option.id, why: verdict.why };
    await countAnswer(work.db, row.id, at);
    await insertAnswer(work.db, { requestId: request.id, ruleId: row.id, at, ...given });
    return { ruleId: row.id, ...given };
  },
});

/** Whether a rule that is on would answer such a request, whatever the hour. */
export const isCovered = (standing: readonly StandingRule[], request: DecisionRequest): boolean =>
  standing.some((each) => fittingOption(each, request) !== undefined);
