import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Work } from "../platform/db/database.ts";
import { decideRequest } from "./decisions.repository.ts";
import { decisionTopic, type DecisionsDeps, type RuleVerdict, type StandingRule, type StoredDecision } from "./decisions.types.ts";

/** The rules that are switched on. Read before the transaction: a failure here must cost no request. */
export const standingRules = async ({ rules, logger }: DecisionsDeps): Promise<StandingRule[]> => {
  try {
    return await rules().standing();
  } catch (error) {
    logger.error({ err: error }, "the rules could not be read; the request waits for a person");
    return [];
  }
};

/**
 * Answers a request by a rule in the transaction that makes it, so that nobody is told of it and no person can be
 * faster or slower. Whatever goes wrong is taken back to before, alone: then the request waits for a person.
 */
export const answerByRule = async (
  deps: DecisionsDeps,
  work: Work,
  request: DecisionRequest,
  standing: StandingRule[],
): Promise<DecisionRequest | undefined> => {
  if (standing.length === 0) return undefined;
  try {
    return await work.db.transaction(async (db) => {
      const inner: Work = { ...work, db };
      const verdict = await deps.rules().answer(inner, request, standing);
      return verdict && (await settle(deps, inner, request, verdict));
    });
  } catch (error) {
    deps.logger.error({ err: error, requestId: request.id }, "a rule failed; the request waits for a person");
    return undefined;
  }
};

const settle = async (deps: DecisionsDeps, work: Work, request: DecisionRequest, verdict: RuleVerdict): Promise<DecisionRequest> => {
  const { ruleId, name, option, version, why } = verdict;
  const decision: StoredDecision = {
    option,
    decidedAt: request.askedAt,
    decidedBy: { kind: "rule", name, ruleId },
    answererId: ruleId,
  };
  const searchAlso = `\n${option}\n${name}`;
  const row = await decideRequest(work.db, { id: request.id, decision, now: new Date(request.askedAt), searchAlso });
  if (!row) throw new Error("the request was not pending");
  await deps.audit.append(work, {
    actor: { kind: "rule", id: ruleId, name },
    action: "decision.decided",
    subject: request.id,
    detail: { option, version, why, actionHash: request.actionHash, risk: request.risk },
  });
  work.wake({ topic: decisionTopic, key: request.id });
  return row.request;
};
