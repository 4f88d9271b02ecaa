import { replayFreshMinutes, type RuleReplay, type ruleReplayInput } from "@beckon/contracts/rules";
import type { z } from "zod";
import { newId } from "../platform/ids.ts";
import { insertReplay } from "./answers.repository.ts";
import { lookBack } from "./look-back.ts";
import type { RulesDeps } from "./rules.types.ts";
import { hashOf, termsOf } from "./terms.ts";

/** What a rule would have answered; kept, so that it can be switched on with exactly this. */
export const replay =
  (deps: RulesDeps) =>
  async ({ rule, days }: z.output<typeof ruleReplayInput>): Promise<RuleReplay> => {
    const at = deps.clock();
    const terms = termsOf(rule, at);
    const { wouldIds: _, from, ...found } = await lookBack(deps, deps.database.db, terms, days);
    const id = newId("rr", at.getTime());
    const hash = hashOf(terms);
    await insertReplay(deps.database.db, { id, hash, figures: { ...found.figures, days }, at });
    return {
      id,
      hash,
      at: at.toISOString(),
      days,
      freshUntil: new Date(at.getTime() + replayFreshMinutes * 60_000).toISOString(),
      from: from.toISOString(),
      ...found,
    };
  };
