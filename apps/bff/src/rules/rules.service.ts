import type { Rule, RuleProposal } from "@beckon/contracts/rules";
import { actorOf } from "../access/callers.ts";
import type { Db } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { answered } from "./answered.ts";
import { autoAnswer } from "./answer.ts";
import { pruneReplays } from "./answers.repository.ts";
import { forHabit } from "./for-habit.ts";
import { toRule } from "./present.ts";
import { insertDismissal, listProposals } from "./proposals.repository.ts";
import { consider, dropStale } from "./propose.ts";
import { replay } from "./replay.ts";
import { proposalNotFound, ruleNotFound } from "./rules.errors.ts";
import { findRule, findRules, listRules } from "./rules.repository.ts";
import { dayMs, mostRules, type RulesDeps } from "./rules.types.ts";
import { endOver, switchOff, switchOn } from "./switch.ts";
import { create, edit, remove } from "./write.ts";

const personOf = (caller: Caller): string | undefined => (caller.kind === "device" ? caller.personId : undefined);

/** Answers that people need not give again, for a time; each verb is a file beside this one. */
export const createRulesService = (deps: RulesDeps) => {
  const { database, clock, feed, audit, jobs, events } = deps;
  events.on("decision.resolved", "propose", { concurrency: 1, retryLimit: 5 }, ({ requestId }) => consider(deps)(requestId));
  jobs.schedule("rules.end", "* * * * *", async () => void (await endOver(deps)()));
  jobs.schedule("rules.prune", "47 3 * * *", async () => {
    await pruneReplays(database.db, new Date(clock().getTime() - dayMs));
    await dropStale(deps)();
  });

  const present = async (db: Db, ids?: string[]): Promise<Rule[]> =>
    (await (ids ? findRules(db, ids) : listRules(db, mostRules))).map((row) => toRule(row, clock()));

  return {
    create: create(deps),
    edit: edit(deps),
    remove: remove(deps),
    replay: replay(deps),
    switchOn: switchOn(deps),
    switchOff: switchOff(deps),
    endOver: endOver(deps),
    dropStale: dropStale(deps),
    /** What a person's answer says about rules: whether one is worth proposing, or no longer. */
    onDecided: (requestId: string) => consider(deps)(requestId),
    answered: answered(deps),
    /** For what people answer again and again: the rule that would do it, or why there is none. */
    forHabit: forHabit(deps),
    /** For the decisions, which ask before they ask a person. */
    autoAnswer: autoAnswer(deps),

    list: (): Promise<Rule[]> => present(database.db),
    read: async (id: string): Promise<Rule> => {
      const row = await findRule(database.db, id);
      if (!row) throw ruleNotFound();
      return toRule(row, clock());
    },
    find: (db: Db, ids: string[]): Promise<Rule[]> => present(db, ids),
    snapshot: (db: Db): Promise<Rule[]> => present(db),

    /** What this person has not dismissed; a script sees all. */
    proposals: (caller: Caller): Promise<RuleProposal[]> => listProposals(database.db, personOf(caller)),
    proposalsOf: (db: Db, personId: string, ids?: string[]): Promise<RuleProposal[]> => listProposals(db, personId, ids),
    /** For good, for this person. */
    dismiss: async (caller: Caller, id: string): Promise<void> => {
      const personId = personOf(caller);
      if (personId === undefined) throw proposalNotFound({ detail: "Only a person dismisses a proposal." });
      await database.transaction(async (work) => {
        if (!(await insertDismissal(work.db, { proposalId: id, personId, at: clock() }))) return;
        await audit.append(work, { actor: actorOf(caller), action: "rule.proposal_dismissed", subject: id, detail: {} });
        await feed.append(work, { kind: "ruleProposal", entityId: id, audience: personId, deleted: true });
      });
    },
  };
};
export type RulesService = ReturnType<typeof createRulesService>;
