import { replayFreshMinutes, type Rule, type ruleOnInput } from "@beckon/contracts/rules";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { findReplay } from "./answers.repository.ts";
import { toRule } from "./present.ts";
import { confirmAgainst, passkeyFirst, replayFirst, ruleEnded, ruleNotFound } from "./rules.errors.ts";
import { findRule, listOver, lockRule, updateRule, type RuleRow } from "./rules.repository.ts";
import type { RulesDeps } from "./rules.types.ts";

/** Switches a rule on, with a fresh replay of exactly what it says. On already, with the same: no error. */
export const switchOn =
  (deps: RulesDeps) =>
  async (caller: Caller, id: string, input: z.output<typeof ruleOnInput>): Promise<Rule> => {
    const now = deps.clock();
    const seen = await findRule(deps.database.db, id);
    if (!seen) throw ruleNotFound();
    await assertConfirmed(deps, caller, seen);
    return deps.database.transaction(async (work) => {
      const row = await lockRule(work.db, id);
      if (!row) throw ruleNotFound();
      if (row.state === "on" && row.until > now) return toRule(row, now);
      if (row.until <= now) throw ruleEnded({ detail: "Give it a new end first." });
      const replay = await findReplay(work.db, input.replayId);
      if (replay?.hash !== row.hash) throw replayFirst({ detail: "The replay is of other terms: replay the rule as it is now." });
      if (replay.at.getTime() + replayFreshMinutes * 60_000 <= now.getTime())
        throw replayFirst({ detail: `The replay is older than ${replayFreshMinutes} minutes.` });
      const { against } = replay.figures;
      if (against !== (input.against ?? 0))
        throw confirmAgainst({ detail: `Confirm with the number: it would have answered ${against} against you.`, extra: { against } });
      const by = actorOf(caller);
      const on = { at: now.toISOString(), by, replay: replay.figures };
      const after = await updateRule(work.db, id, { state: "on", off: null, on });
      await deps.audit.append(work, {
        actor: by,
        action: "rule.switched_on",
        subject: id,
        detail: { name: row.terms.name, version: row.version, until: row.terms.until, replay: replay.figures },
      });
      await deps.feed.append(work, { kind: "rule", entityId: id });
      return toRule(after, now);
    });
  };

/** A yes for days is worth the passkey that a single risky one is. */
const assertConfirmed = async ({ stepUp, database: { db } }: RulesDeps, caller: Caller, { id, terms }: RuleRow) => {
  if (caller.kind !== "device" || ("tone" in terms.answer && terms.answer.tone === "deny")) return;
  if (!(await stepUp.enrolled(db, caller.personId)) || (await stepUp.fresh(db, { deviceId: caller.deviceId, requestId: id }))) return;
  throw passkeyFirst({ detail: "A rule that approves is switched on with your passkey." });
};

/** Switches it off: the next request waits for a person again. Off already is no error. */
export const switchOff =
  (deps: RulesDeps) =>
  async (caller: Caller, id: string, reason: string | undefined): Promise<Rule> =>
    deps.database.transaction(async (work) => {
      const now = deps.clock();
      const row = await lockRule(work.db, id);
      if (!row) throw ruleNotFound();
      if (row.state === "off" || row.until <= now) return toRule(row, now);
      const by = actorOf(caller);
      const after = await updateRule(work.db, id, { state: "off", off: { because: "person", at: now.toISOString(), by } });
      await deps.audit.append(work, {
        actor: by,
        action: "rule.switched_off",
        subject: id,
        detail: { name: row.terms.name, ...(reason ? { reason } : {}) },
      });
      await deps.feed.append(work, { kind: "rule", entityId: id });
      return toRule(after, now);
    });

/** Writes down that the time of rules is over; they answer nothing from the very moment on, whenever this runs. */
export const endOver = (deps: RulesDeps) => async (): Promise<number> => {
  const now = deps.clock();
  let ended = 0;
  for (const id of await listOver(deps.database.db, now))
    await deps.database.transaction(async (work) => {
      const row = await lockRule(work.db, id);
      if (row?.state !== "on" || row.until > now) return;
      await updateRule(work.db, id, { state: "off", off: { because: "ended", at: row.until.toISOString() } });
      await deps.audit.append(work, {
        actor: { kind: "system", name: "expiry" },
        action: "rule.ended",
        subject: id,
        detail: { name: row.terms.name, answered: row.answered },
      });
      await deps.feed.append(work, { kind: "rule", entityId: id });
      ended += 1;
    });
  return ended;
};
