import { isDeepStrictEqual } from "node:util";
import type { Rule, ruleInput } from "@beckon/contracts/rules";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { toRule } from "./present.ts";
import { deleteProposal } from "./proposals.repository.ts";
import { ruleNotFound, tooManyRules } from "./rules.errors.ts";
import { countRules, deleteRule, findByKey, insertRule, lockRule, updateRule, type RuleRow } from "./rules.repository.ts";
import { mostRules, type RulesDeps } from "./rules.types.ts";
import { hashOf, termsOf } from "./terms.ts";

type Input = z.output<typeof ruleInput>;

const callerIdOf = (caller: Caller): string => {
  if (caller.kind === "device") return caller.deviceId;
  if (caller.kind === "token") return caller.tokenId;
  throw new Error(`a ${caller.kind} passed a guard for people`);
};

/** Writes a rule down, switched off. The same key again gives the rule of before; for another one it is refused. */
export const create =
  (deps: RulesDeps) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<{ rule: Rule; created: boolean }> => {
    const now = deps.clock();
    const inputHash = sha256(JSON.stringify(input));
    const callerId = callerIdOf(caller);
    const replayed = (row: RuleRow | undefined) => {
      if (row?.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new rule." });
      return { rule: toRule(row, now), created: false };
    };
    return deps.database.transaction(async (work) => {
      const before = key === undefined ? undefined : await findByKey(work.db, { callerId, key });
      if (before) return replayed(before);
      const terms = termsOf(input, now);
      if ((await countRules(work.db)) >= mostRules) throw tooManyRules({ detail: `At most ${mostRules}: delete one first.` });
      const row = await insertRule(work.db, {
        id: newId("ru", now.getTime()),
        terms,
        hash: hashOf(terms),
        version: 1,
        until: new Date(terms.until),
        state: "off",
        off: { because: "new", at: now.toISOString() },
        createdAt: now,
        createdBy: actorOf(caller),
        proposalId: input.proposalId ?? null,
        callerId,
        idempotencyKey: key ?? null,
        inputHash,
      });
      if (!row) return replayed(await findByKey(work.db, { callerId, key: key as string }));
      await tell(deps, work, caller, row, { action: "rule.created", detail: { ...terms } });
      if (input.proposalId && (await deleteProposal(work.db, input.proposalId)))
        await deps.feed.append(work, { kind: "ruleProposal", entityId: input.proposalId, deleted: true });
      return { rule: toRule(row, now), created: true };
    });
  };

/** Replaces what a rule says. Any change but its name switches it off: what it answers now was not replayed. */
export const edit =
  (deps: RulesDeps) =>
  async (caller: Caller, id: string, input: Input): Promise<Rule> => {
    const now = deps.clock();
    return deps.database.transaction(async (work) => {
      const before = await lockRule(work.db, id);
      if (!before) throw ruleNotFound();
      const kept = input.until === undefined || Date.parse(input.until) === before.until.getTime();
      // The end that it has may lie in the past by now: unchanged, it is no reason to refuse a new name.
      const terms = kept ? { ...termsOf({ ...input, until: undefined }, now), until: before.terms.until } : termsOf(input, now);
      if (isDeepStrictEqual(terms, before.terms)) return toRule(before, now);
      const renamed = isDeepStrictEqual({ ...terms, name: "" }, { ...before.terms, name: "" });
      const row = await updateRule(work.db, id, {
        terms,
        hash: hashOf(terms),
        version: before.version + 1,
        until: new Date(terms.until),
        ...(renamed ? {} : { state: "off" as const, off: { because: "edited" as const, at: now.toISOString(), by: actorOf(caller) } }),
      });
      await tell(deps, work, caller, row, { action: "rule.edited", detail: { before: before.terms, after: terms, state: row.state } });
      return toRule(row, now);
    });
  };

/** Deletes a rule; its answers stay with their requests. */
export const remove =
  (deps: RulesDeps) =>
  async (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const row = await lockRule(work.db, id);
      if (!row) throw ruleNotFound();
      await deleteRule(work.db, id);
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "rule.deleted",
        subject: id,
        detail: { ...row.terms, answered: row.answered },
      });
      await deps.feed.append(work, { kind: "rule", entityId: id, deleted: true });
    });

/** Its place in audit and feed. */
const tell = async (
  deps: RulesDeps,
  work: Work,
  caller: Caller,
  { id, version }: RuleRow,
  { action, detail }: { action: string; detail: Record<string, unknown> },
) => {
  await deps.audit.append(work, { actor: actorOf(caller), action, subject: id, detail: { version, ...detail } });
  await deps.feed.append(work, { kind: "rule", entityId: id });
};
