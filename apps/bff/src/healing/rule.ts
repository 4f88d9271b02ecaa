import { defaultHealingLimits, type healingRuleInput, type HealingRule } from "@beckon/contracts/healing";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import { DomainError } from "../platform/errors.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { storable } from "../platform/storable.ts";
import { noRule, untilInPast } from "./healing.errors.ts";
import type { HealingDeps } from "./healing.types.ts";
import { toRule } from "./present.ts";
import { endOverdue, endRule, insertRule, takeTurn, type RuleRow } from "./rules.repository.ts";
import { begin } from "./start-run.ts";

/** A person switches it on: from now on it runs by itself. What stood before is over, in this person's name. */
export const switchOn =
  (deps: HealingDeps) =>
  async (caller: Caller, input: z.output<typeof healingRuleInput>): Promise<HealingRule> => {
    const now = deps.clock();
    const by = actorOf(caller);
    const until = input.until === undefined ? null : storable(input.until);
    if (until && until <= now) throw untilInPast({ extra: { errors: [{ pointer: "/until", detail: "lies in the past" }] } });
    const row: RuleRow = {
      id: newId("hl", now.getTime()),
      mode: input.mode,
      scope: input.scope,
      limits: { ...defaultHealingLimits, ...input.limits },
      everyMinutes: input.everyMinutes,
      until,
      by,
      at: now,
      nextAt: now,
      lookedAt: null,
      offAt: null,
      offBy: null,
    };
    return deps.database.transaction(async (work) => {
      const before = await endRule(work.db, { offAt: now, offBy: by.name ?? by.kind });
      await insertRule(work.db, row);
      await deps.audit.append(work, {
        actor: by,
        action: "healing.rule_on",
        subject: row.id,
        detail: {
          mode: row.mode,
          scope: row.scope,
          limits: row.limits,
          everyMinutes: row.everyMinutes,
          until: input.until,
          ...(before ? { instead: before.id } : {}),
        },
      });
      await deps.feed.append(work, { kind: "healingRule", entityId: ruleEntity });
      return toRule(row);
    });
  };

/** One row in the feed: the rule as it stands. */
export const ruleEntity = "rule";

export const switchOff =
  (deps: HealingDeps) =>
  (caller: Caller): Promise<HealingRule> =>
    deps.database.transaction(async (work) => {
      const by = actorOf(caller);
      const row = await endRule(work.db, { offAt: deps.clock(), offBy: by.name ?? by.kind });
      if (!row) throw noRule();
      await deps.audit.append(work, { actor: by, action: "healing.rule_off", subject: row.id });
      await deps.feed.append(work, { kind: "healingRule", entityId: ruleEntity });
      return toRule(row);
    });

/**
 * Looks once in each interval, whichever of several processes comes first: the turn and the run are one transaction. Where
 * there is nothing to do, nothing is written but that it looked.
 */
export const look = (deps: HealingDeps) => async (): Promise<void> => {
  const { database, clock } = deps;
  const now = clock();
  await database.transaction(async (work) => {
    const over = await endOverdue(work.db, now);
    if (!over) return;
    await deps.audit.append(work, {
      actor: { kind: "system", name: "expiry" },
      action: "healing.rule_off",
      subject: over.id,
      detail: { mode: over.mode },
    });
    await deps.feed.append(work, { kind: "healingRule", entityId: ruleEntity });
  });
  const turn = { now, nextAt: ({ everyMinutes }: RuleRow) => new Date(now.getTime() + everyMinutes * 60_000) };
  await database
    .transaction(async (work) => {
      const rule = await takeTurn(work.db, turn);
      if (!rule) return;
      const key = `${rule.id}/${rule.nextAt.getTime()}`;
      await begin(deps, work, {
        by: { kind: "rule", id: rule.id, name: "Auto-heal" },
        callerId: rule.id,
        key,
        inputHash: sha256(key),
        asking: { mode: rule.mode, limits: rule.limits, scope: rule.scope },
      });
    })
    .catch(async (error: unknown) => {
      if (!(error instanceof DomainError) || error.code !== "healing.nothing_to_do") throw error;
      // It looked, and that is all there is to say.
      await database.transaction((work) => takeTurn(work.db, turn));
    });
};
