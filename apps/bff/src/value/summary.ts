import type { ValueQuery, ValueScope, ValueSummary } from "@beckon/contracts/value";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { costOf } from "@beckon/metrics/value/window-cost";
import type { Db } from "../platform/db/database.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { countersOf, countsOf } from "./counters.ts";
import { frameOf, gather } from "./gather.ts";
import { groupsOf, usedByGroup, type UsedByGroup } from "./groups.ts";
import type { Model } from "./model.ts";
import { spentOf } from "./spent.ts";
import type { OutcomeCosts, ValueDeps } from "./value.types.ts";
import { whyNull } from "./why.ts";

/** What a window was worth, what it cost, and how sure that is. */
export const summarize =
  (deps: ValueDeps, model: Model) =>
  async (query: ValueQuery): Promise<ValueSummary> => {
    // Of groups that nobody asked for there is no next page.
    if (query.cursor !== undefined && query.groupBy === undefined) throw wrongCursor();
    return (await deps.database.snapshot((db) => readSummary(deps, db, query)))(model);
  };

/** Read within a snapshot; the model runs after it. */
export const readSummary = async (deps: ValueDeps, db: Db, query: ValueQuery): Promise<(model: Model) => ValueSummary> => {
  const by = query.groupBy;
  let given: OutcomeCosts | undefined;
  let used: Promise<UsedByGroup> | undefined;
  const gathered = await gather(deps, db, query, async (look, _, rows) => {
    // The window's whole is told by the same rows as its parts: they are read once.
    if (by === "taskType") given = await deps.outcomes.costs(db, look);
    else if (by) used = usedByGroup(deps, db, look, by);
    return spentOf(deps, db, { look, rows, given, used: used?.then(({ whole }) => whole) });
  });
  const groups = by ? await groupsOf(deps, db, { ...gathered, query, by, given, used: await used }) : undefined;
  return (model) => {
    const { inputs, rows, span } = gathered;
    const { terms } = inputs;
    const cost = costOf(inputs.spent, terms, { ...span, timeZone: query.tz });
    const figures = model(inputOf(inputs));
    const counts = countsOf(rows, terms);
    return {
      ...frameOf(inputs),
      figures,
      why: whyNull(figures, inputs, counts),
      cost,
      counts,
      counters: countersOf(rows, cost.rework),
      ...(query.groupBy ? { groupBy: query.groupBy } : {}),
      ...(groups ? groups(model) : { groups: [], shared: null }),
      rows: addresses(query, inputs.window),
    };
  };
};

/** Where the rows stand behind: the same window and filters, as the slices that own them ask for them. */
const addresses = (query: ValueScope, { from, to, timeZone }: ValueSummary["window"]): Record<string, string> => {
  const { agent, role, team, model, project, task, taskType } = query;
  const address = (path: string, names: Record<string, string | undefined>) => {
    const told = new URLSearchParams({ from, to });
    for (const [name, value] of Object.entries(names)) if (value !== undefined) told.set(name, value);
    return `${path}?${told}`;
  };
  const of = { agent, role, team, model, project, task, ...(taskType === undefined ? {} : { type: taskType }) };
  return {
    outcomes: address("/api/outcomes", of),
    reverted: address("/api/outcomes", { ...of, state: "reverted" }),
    reworked: address("/api/outcomes", { ...of, state: "reworked" }),
    withoutHours: address("/api/outcomes", { ...of, grade: "none" }),
    usage: address("/api/usage/summary", { agent, role, model, project, task, groupBy: "session", tz: timeZone }),
    unattributed: address("/api/outcomes/costs", {}),
    attention: address("/api/attention/summary", { tz: timeZone }),
    assumptions: "/api/value/assumptions",
  };
};
