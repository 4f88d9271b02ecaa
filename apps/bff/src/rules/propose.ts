import type { DecisionRequest } from "@beckon/contracts/decisions";
import { proposeAfter, proposeWithinDays, type RuleProposal } from "@beckon/contracts/rules";
import type { PastRequest } from "../decisions/decisions.types.ts";
import type { Db } from "../platform/db/database.ts";
import { sha256 } from "../platform/ids.ts";
import { autoAnswer, isCovered } from "./answer.ts";
import { lookBack } from "./look-back.ts";
import { deleteProposal, deleteStale, lockProposal, putProposal } from "./proposals.repository.ts";
import { isTaken } from "./rules.repository.ts";
import { dayMs, type RulesDeps } from "./rules.types.ts";
import { draftFor, repetitionKey } from "./suggest.ts";

/** So many of an agent's newest requests are looked through for repetitions. */
const lookedThrough = 500;
const shownIds = 10;

type Suggested = Pick<RuleProposal, "rule" | "answers" | "requestIds" | "since">;

/** After each answer of a person: has the same been answered so often, and never otherwise, that a rule would do? */
export const consider =
  (deps: RulesDeps) =>
  async (requestId: string): Promise<void> => {
    const { database, clock } = deps;
    const stored = await deps.decisions.find(database.db, requestId);
    if (stored?.request.decision?.decidedBy.kind !== "person" || stored.request.agent.demo) return;
    const { request } = stored;
    const id = proposalIdOf(request);
    const covered = isCovered(await autoAnswer(deps).standing(), request);
    const seen = covered ? undefined : await suggest(deps, database.db, { id, agentId: request.agent.id });
    // Before the transaction: looking back takes its time.
    const until = new Date(clock().getTime() + dayMs).toISOString();
    const figures = seen && (await lookBack(deps, database.db, { ...seen.rule, until }, proposeWithinDays)).figures;

    await database.transaction(async (work) => {
      await lockProposal(work.db, id);
      // As it is now: another answer may have been given since.
      const now = figures && (await suggest(deps, work.db, { id, agentId: request.agent.id }));
      if (now && figures)
        await putProposal(work.db, { id, ...now, at: clock().toISOString(), replay: { ...figures, days: proposeWithinDays } });
      else if (!(await deleteProposal(work.db, id))) return;
      await deps.feed.append(work, { kind: "ruleProposal", entityId: id, ...(now ? {} : { deleted: true }) });
    });
  };

const proposalIdOf = (request: PastRequest | DecisionRequest) => `rp_${sha256(repetitionKey(request)).slice(0, 32)}`;

/** What an answer says where it is one of the options and nothing else. */
const plainOption = ({ decision }: PastRequest) =>
  decision?.text === undefined && decision?.editedAction === undefined ? decision?.option : undefined;

const suggest = async (
  { decisions, clock }: RulesDeps,
  db: Db,
  { id, agentId }: { id: string; agentId: string },
): Promise<Suggested | undefined> => {
  if (await isTaken(db, id)) return undefined;
  const from = new Date(clock().getTime() - proposeWithinDays * dayMs);
  const past = await decisions.past(db, { from, agentId, limit: lookedThrough, withBody: true, newest: true });
  const same = past.filter((each) => each.decision?.decidedBy.kind === "person" && proposalIdOf(each) === id);
  const [newest] = same;
  const option = newest && plainOption(newest);
  if (!newest || option === undefined || same.length < proposeAfter || same.some((each) => plainOption(each) !== option)) return undefined;
  // The riskiest of them speaks for all that was answered so.
  const rule = draftFor(same.find(({ risk }) => risk === "medium") ?? newest, option);
  return (
    rule && {
      rule,
      answers: same.length,
      requestIds: same.slice(0, shownIds).map((each) => each.id),
      since: (same.at(-1) as PastRequest).askedAt.toISOString(),
    }
  );
};

/** What was not answered so for as long as answers count is proposed no more. */
export const dropStale = (deps: RulesDeps) => async (): Promise<void> =>
  deps.database.transaction(async (work) => {
    const ids = await deleteStale(work.db, new Date(deps.clock().getTime() - proposeWithinDays * dayMs));
    await deps.feed.append(work, ...ids.map((entityId) => ({ kind: "ruleProposal" as const, entityId, deleted: true })));
  });
