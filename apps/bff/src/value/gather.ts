import type { ValueInputs, ValueScope, ValueSpent } from "@beckon/contracts/value";
import { formulaVersion } from "@beckon/metrics/value/types";
import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs } from "../platform/keys.ts";
import { newestAssumptions } from "./assumptions.repository.ts";
import { isValued, toColumns } from "./columns.ts";
import { spentOf } from "./spent.ts";
import type { AssumptionRow } from "./value.table.ts";
import type { Look, OutcomeOfWindow, ValueDeps } from "./value.types.ts";
import { lookOf, told, windowOf } from "./window.ts";

/** Draws of all pages begin with it: two looks at the same show the same. */
const seed = 1;

/** All that figures of a window are made of, as it stood at one instant. */
export type Gathered = { look: Look; span: Span; rows: readonly OutcomeOfWindow[]; inputs: ValueInputs };

type ReadSpent = (look: Look, span: Span, rows: readonly OutcomeOfWindow[]) => Promise<ValueSpent>;

/** Reads it once; what is computed of it takes no more time of the database. `readSpent`: for who reads what was spent for more than that. */
export const gather = async (
  deps: ValueDeps,
  db: Db,
  scope: ValueScope,
  readSpent: ReadSpent = (look, _, rows) => spentOf(deps, db, { look, rows }),
): Promise<Gathered> => {
  const asOf = deps.clock();
  const span = windowOf(scope, asOf);
  const look = await lookOf(deps, db, scope, span);
  const [rows, assumptions] = await Promise.all([deps.outcomes.window(db, look), newestAssumptions(db)]);
  const reading = readSpent(look, span, rows);
  // While the database answers.
  const outcomes = toColumns(rows.filter(isValued));
  const spent = await reading;
  const terms = assumptions?.terms ?? null;
  return {
    look,
    span,
    rows,
    inputs: {
      window: told(span, scope.tz),
      asOf: asOf.toISOString(),
      ...(look.demo ? { demo: true } : {}),
      currency: terms?.currency ?? "USD",
      assumptions: refOf(assumptions),
      formula: formulaVersion,
      seed,
      days: (span.to - span.from) / dayMs,
      terms,
      spent,
      outcomes,
    },
  };
};

const refOf = (row: AssumptionRow | undefined) => (row ? { version: row.version, at: row.at.toISOString() } : null);

/** What every answer about a window says of itself. */
export const frameOf = ({ window, asOf, demo, currency, assumptions }: ValueInputs) => ({
  window,
  asOf,
  ...(demo ? { demo } : {}),
  currency,
  assumptions,
});
