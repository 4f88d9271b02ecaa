import type { ValueSpent } from "@beckon/contracts/value";
import type { Db } from "../platform/db/database.ts";
import type { UsageCosts } from "../usage/usage.types.ts";
import type { Columns, Look, OutcomeCosts, OutcomeOfWindow, ValueDeps } from "./value.types.ts";
import { isNarrowed } from "./window.ts";

type Of = {
  look: Look;
  rows: readonly OutcomeOfWindow[];
  given?: OutcomeCosts | undefined;
  used?: Promise<UsageCosts | undefined> | undefined;
};

/** What the window used, before any assumption. `given`: what outcomes were given of it, `used`: all of it, where that is read already. */
export const spentOf = async (deps: ValueDeps, db: Db, { look, rows, given, used: read }: Of): Promise<ValueSpent> => {
  const { from, to, demo } = look;
  const narrowed = isNarrowed(look);
  const [own = nothing, all, spending, people] = await Promise.all([
    read ?? usedBy(deps, db, look),
    narrowed ? deps.usage.costs(db, { from, to, demo }) : undefined,
    narrowed ? undefined : deps.outcomes.spending(db, { from, to, demo, attributed: given?.attributed }),
    narrowed ? undefined : deps.attention.hours(db, { from, to, demo }),
  ]);
  const used = look.taskType === undefined ? own : ofOutcomes(given ?? (await deps.outcomes.costs(db, { from, to, demo })), rows);
  const [whole] = all ?? [used];
  return {
    billed: used.billed,
    rework: spending ? Math.min(spending.rework.billedMicros, used.billed ?? 0) : null,
    listPrice: used.apiEquivalent,
    planned: { scope: used.plan ?? 0, all: whole?.plan ?? 0 },
    attentionMilliHours: people && (people.n > 0 || people.unmeasured === 0) ? people.milliHours : null,
    unattributed: spending
      ? {
          billed: (used.billed ?? 0) - spending.attributed.billedMicros,
          listPrice: (used.apiEquivalent ?? 0) - spending.attributed.apiEquivalentMicros,
          sessions: spending.sessions - spending.attributed.sessions,
        }
      : null,
    unpriced: used.unpriced,
    paymentUnknown: used.paymentUnknown,
    narrowed,
  };
};

const nothing: UsageCosts = { key: "", billed: null, plan: null, apiEquivalent: null, unpriced: 0, paymentUnknown: 0 };

/** A team is its agents. */
const usedBy = async (deps: ValueDeps, db: Db, look: Look): Promise<UsageCosts | undefined> =>
  (await deps.usage.costs(db, await usageFilter(deps, db, look)))[0];

/** The same look as usage knows it. */
export const usageFilter = async ({ teams }: ValueDeps, db: Db, { taskType: _, team, ...rest }: Look) => {
  if (team === undefined) return rest;
  const agents = [...(await teams.ofAgents(db))].flatMap(([agent, its]) => (its === team ? [agent] : []));
  return { ...rest, agents };
};

/** By type of task usage is not told: it is what the outcomes of the type were given. */
const ofOutcomes = ({ byOutcome }: OutcomeCosts, rows: readonly OutcomeOfWindow[]): UsageCosts =>
  columnsOf(rows.flatMap(({ id }) => byOutcome.get(id) ?? []));

export const columnsOf = (parts: readonly Columns[]): UsageCosts => {
  const sum = (name: keyof Columns) => {
    const known = parts.map((part) => part[name]).filter((micros) => micros !== null);
    return known.length === 0 ? null : known.reduce((all, micros) => all + micros, 0);
  };
  return { ...nothing, billed: sum("billedMicros"), plan: sum("planMicros"), apiEquivalent: sum("apiEquivalentMicros") };
};

/** All of these as one. */
export const together = (key: string, rows: readonly UsageCosts[]): UsageCosts => ({
  ...columnsOf(
    rows.map(({ billed, plan, apiEquivalent }) => ({ billedMicros: billed, planMicros: plan, apiEquivalentMicros: apiEquivalent })),
  ),
  key,
  unpriced: rows.reduce((sum, { unpriced }) => sum + unpriced, 0),
  paymentUnknown: rows.reduce((sum, { paymentUnknown }) => sum + paymentUnknown, 0),
});
