import { alertKindNames, alertKindOf, clearBound, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule, AlertRuleInput } from "@beckon/contracts/alerts";
import { actorOf } from "../access/callers.ts";
import type { Db, Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { thresholdOutside } from "./alerts.errors.ts";
import type { AlertsDeps } from "./alerts.types.ts";
import { deleteRuleRow, listRuleRows, putRuleRow, type RuleRow } from "./rules.repository.ts";

/** A kind's rule as it stands: what people set, else its defaults. */
export const toRule = (kind: AlertKind, row: RuleRow | undefined): AlertRule => {
  const { threshold, forSeconds, severity } = row ?? alertKindOf(kind);
  return {
    ...{ kind, enabled: row?.enabled ?? true, threshold, clear: clearBound(kind, threshold), forSeconds, severity },
    ...(row ? { edited: { at: row.at.toISOString(), by: row.by } } : {}),
  };
};

/** All rules as they stand, in the order of the catalogue. */
export const rulesNow = async (db: Db): Promise<AlertRule[]> => {
  const rows = new Map((await listRuleRows(db)).map((row) => [row.kind, row]));
  return alertKindNames.map((kind) => toRule(kind, rows.get(kind)));
};

/** Sets a rule; what fires by it is judged by the new values from the next look on. */
export const setRule =
  (deps: Pick<AlertsDeps, "database" | "clock" | "audit" | "feed">) =>
  async (caller: Caller, kind: AlertKind, input: AlertRuleInput): Promise<AlertRule> => {
    const { min, max } = alertKindOf(kind);
    if (input.threshold < min || input.threshold > max) throw thresholdOutside({ detail: `Between ${min} and ${max}.` });
    return deps.database.transaction(async (work) => {
      const before = await ruleOf(work.db, kind);
      const row: RuleRow = { kind, ...input, by: actorOf(caller), at: deps.clock() };
      await putRuleRow(work.db, row);
      const after = toRule(kind, row);
      await tell(deps, work, caller, { kind, action: "alert_rule.edited", detail: { before: valuesOf(before), after: valuesOf(after) } });
      return after;
    });
  };

/** Back to what it was made with. */
export const resetRule =
  (deps: Pick<AlertsDeps, "database" | "clock" | "audit" | "feed">) =>
  (caller: Caller, kind: AlertKind): Promise<AlertRule> =>
    deps.database.transaction(async (work) => {
      const before = await ruleOf(work.db, kind);
      if (await deleteRuleRow(work.db, kind))
        await tell(deps, work, caller, { kind, action: "alert_rule.reset", detail: { before: valuesOf(before) } });
      return toRule(kind, undefined);
    });

const ruleOf = async (db: Db, kind: AlertKind): Promise<AlertRule> => (await rulesNow(db)).find((rule) => rule.kind === kind) as AlertRule;
const valuesOf = ({ enabled, threshold, forSeconds, severity }: AlertRule) => ({ enabled, threshold, forSeconds, severity });

type Told = { kind: AlertKind; action: string; detail: Record<string, unknown> };
const tell = async (
  { audit, feed }: Pick<AlertsDeps, "audit" | "feed">,
  work: Work,
  caller: Caller,
  { kind, action, detail }: Told,
): Promise<void> => {
  await audit.append(work, { actor: actorOf(caller), action, subject: kind, detail });
  await feed.append(work, { kind: "alertRule", entityId: kind });
};
