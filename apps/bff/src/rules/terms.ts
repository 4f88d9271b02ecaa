import type { ruleInput, RuleTerms } from "@beckon/contracts/rules";
import { longestRuleDays, usualRuleDays } from "@beckon/contracts/rules";
import type { z } from "zod";
import { sha256 } from "../platform/ids.ts";
import { wrongEnd } from "./rules.errors.ts";
import { dayMs } from "./rules.types.ts";

/** What a rule says, its end included. */
export const termsOf = ({ proposalId: _, ...input }: z.output<typeof ruleInput>, now: Date): RuleTerms => {
  const until = input.until === undefined ? new Date(now.getTime() + usualRuleDays * dayMs) : new Date(input.until);
  const at = (detail: string) => ({ detail, extra: { errors: [{ pointer: "/until", detail }] } });
  if (until <= now) throw wrongEnd(at("lies in the past"));
  if (until.getTime() > now.getTime() + longestRuleDays * dayMs) throw wrongEnd(at(`at most ${longestRuleDays} days ahead`));
  return { ...input, until: until.toISOString() };
};

/**
 * Equal for what answers the same: name and end are not in it. A replay looks back, where no end lies; so a
 * draft without one has the hash of the rule that is made from it.
 */
export const hashOf = ({ scope, answer, maxRisk, hours, mostPerHour }: RuleTerms): string =>
  sha256(JSON.stringify([scope, answer, maxRisk, hours ?? null, mostPerHour]));
