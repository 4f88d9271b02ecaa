import { storable } from "../platform/storable.ts";
import type { OutcomeCost, OutcomeCosts } from "@beckon/contracts/outcomes";
import { startOfQuarter, quarterMs } from "../platform/keys.ts";
import type { Db } from "../platform/db/database.ts";
import type { SessionCost } from "../usage/usage.types.ts";
import type { KeptRuns } from "./kept-runs.ts";
import { familiesOf } from "./traces.repository.ts";
import { reworkSessions, sharedSessions } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import type { Attributed } from "./spending.ts";
import { partOf } from "./split.ts";

export const noCost = (): OutcomeCost => ({ billedMicros: null, planMicros: null, apiEquivalentMicros: null, unpriced: 0 });

/** A column that nobody filled stays empty; it is not nothing. */
const add = (to: number | null, micros: number, known: boolean): number | null => (known ? (to ?? 0) + micros : to);

export const addCost = (to: OutcomeCost, of: SessionCost): void => {
  to.billedMicros = add(to.billedMicros, of.billedMicros, of.billedPriced > 0);
  to.planMicros = add(to.planMicros, of.planMicros, of.planPriced > 0);
  to.apiEquivalentMicros = add(to.apiEquivalentMicros, of.micros, of.priced > 0);
  to.unpriced += of.unpriced;
};

/** The run's own and its sub-agents'. */
type Family = { outcomes: readonly string[]; members: readonly string[] };

const nothing: SessionCost = {
  ...{ sessionId: "", micros: 0, priced: 0, unpriced: 0 },
  ...{ billedMicros: 0, billedPriced: 0, planMicros: 0, planPriced: 0 },
};

/** One after the other by name: there are thousands of runs, and most stand alone. */
const sumOf = (members: readonly string[], costs: ReadonlyMap<string, SessionCost>): SessionCost => {
  const [first, ...others] = members;
  const own = (first === undefined ? undefined : costs.get(first)) ?? nothing;
  if (others.length === 0) return own;
  const sum = { ...own };
  for (const member of others) {
    const more = costs.get(member);
    if (!more) continue;
    sum.micros += more.micros;
    sum.priced += more.priced;
    sum.unpriced += more.unpriced;
    sum.billedMicros += more.billedMicros;
    sum.billedPriced += more.billedPriced;
    sum.planMicros += more.planMicros;
    sum.planPriced += more.planPriced;
  }
  return sum;
};

/** What each outcome cost: its runs' usage, in equal parts where a run has several outcomes. All parts add up to the usage. */
export const divide = (families: readonly Family[], costs: ReadonlyMap<string, SessionCost>): Map<string, OutcomeCost> => {
  const byOutcome = new Map<string, OutcomeCost>();
  for (const { outcomes, members } of families) {
    const sum = sumOf(members, costs);
    const n = outcomes.length;
    for (const [place, id] of outcomes.entries()) {
      let cost = byOutcome.get(id);
      if (!cost) byOutcome.set(id, (cost = noCost()));
      if (n === 1) addCost(cost, sum);
      else
        addCost(cost, {
          ...sum,
          micros: partOf(sum.micros, n, place),
          billedMicros: partOf(sum.billedMicros, n, place),
          planMicros: partOf(sum.planMicros, n, place),
          unpriced: partOf(sum.unpriced, n, place),
        });
    }
  }
  return byOutcome;
};

type Window = { from: Date; to: Date };
const widened = ({ from, to }: Window): Window => ({
  from: new Date(startOfQuarter(from.getTime())),
  to: new Date(startOfQuarter(to.getTime() + quarterMs - 1)),
});

type Shared = Awaited<ReturnType<typeof sharedSessions>>;

/** What outcomes were given of what was spent in a window, of all that there are; and what their runs spent, all together. */
export const costsByOutcome =
  (deps: OutcomesDeps, keptRuns: KeptRuns) =>
  async (db: Db, { from, to, demo }: Window & { demo: boolean }) => {
    const known = (await keptRuns(db))?.shared(demo ? "demo" : "real");
    const { byOutcome, costs: found } = await costsOf(deps, db, { window: { from, to }, demo, known });
    const attributed: Attributed = { billedMicros: 0, apiEquivalentMicros: 0, sessions: found.size };
    for (const { billedMicros, micros } of found.values()) {
      attributed.billedMicros += billedMicros;
      attributed.apiEquivalentMicros += micros;
    }
    return { byOutcome, attributed };
  };

/** What the runs with outcomes spent, by outcome; in all, or in a window. `only`: of these runs. */
export const costsOf = async (
  deps: OutcomesDeps,
  db: Db,
  { window, only, demo, known }: { window?: Window; only?: readonly string[]; demo?: boolean; known?: Shared | undefined } = {},
) => {
  const shared = known ?? (await sharedSessions(db, { only, demo }));
  const families = await familiesOf(
    db,
    shared.map(({ sessionId }) => sessionId),
  );
  // A run that has outcomes of its own is no part of the one that began it.
  const owned = new Set(shared.map(({ sessionId }) => sessionId));
  const taken = new Set<string>(owned);
  const all = shared.map(({ sessionId, outcomes }) => {
    const members = [sessionId, ...(families.get(sessionId) ?? []).filter((id) => !taken.has(id))];
    for (const id of members) taken.add(id);
    return { outcomes, members };
  });
  const ids = [...new Set(all.flatMap(({ members }) => members))];
  const costs = new Map(
    (await deps.usage.bySession(db, { ids, ...(window ? { window: widened(window) } : {}) })).map((one) => [one.sessionId, one]),
  );
  return { byOutcome: divide(all, costs), costs, members: new Set(ids), shared };
};

/** What was spent in a window, with and without an outcome; the two are all that was. `rework`: of runs that only took results back. */
export const costs =
  (deps: OutcomesDeps) =>
  async (db: Db, { from, to, demo }: Window & { demo: boolean }) => {
    const window = widened({ from, to });
    const { byOutcome, costs: known, members } = await costsOf(deps, db, { window, demo });
    const attributed = { ...noCost(), sessions: 0 };
    const unattributed = { ...noCost(), sessions: 0 };
    const all = await deps.usage.inWindow(db, { ...window, demo });
    const unlinked: SessionCost[] = [];
    const rework = noCost();
    const reworking = new Set(await reworkSessions(db));
    for (const one of all) {
      const isLinked = members.has(one.sessionId);
      const side = isLinked ? attributed : unattributed;
      addCost(side, known.get(one.sessionId) ?? one);
      side.sessions += 1;
      if (!isLinked) unlinked.push(one);
      if (!isLinked && reworking.has(one.sessionId)) addCost(rework, one);
    }
    return { window, byOutcome, attributed, unattributed, rework, unlinked };
  };

/** A window is widened to full quarters: the last day of all would have an end that no calendar has. */
const inCalendar = (instant: string): Date => new Date(Math.min(storable(instant).getTime(), Date.parse("9999-12-30T00:00:00Z")));

const mostUnlinked = 20;

/** For people: the sums, and the dearest runs that no outcome names. */
export const readCosts =
  (deps: OutcomesDeps) =>
  async (query: { from?: string | undefined; to?: string | undefined }): Promise<OutcomeCosts> => {
    const asOf = deps.clock();
    const { db } = deps.database;
    const to = query.to === undefined ? asOf : inCalendar(query.to);
    const from = query.from === undefined ? new Date(to.getTime() - 30 * 86_400_000) : inCalendar(query.from);
    const demo = await deps.agents.onlyDemo(db);
    const { window, attributed, unattributed, unlinked } = await costs(deps)(db, { from, to, demo });
    const dearest = unlinked.toSorted((a, b) => b.micros - a.micros || (a.sessionId < b.sessionId ? -1 : 1)).slice(0, mostUnlinked);
    const ids = dearest.map(({ sessionId }) => sessionId);
    const sessions = new Map((await deps.agents.findSessions(db, ids)).map((one) => [one.id, one]));
    const agents = new Map((await deps.agents.agentsOfSessions(db, ids)).map(({ sessionId, agent }) => [sessionId, agent.name]));
    return {
      window: { from: window.from.toISOString(), to: window.to.toISOString() },
      asOf: asOf.toISOString(),
      attributed,
      unattributed,
      unlinked: dearest.map((one) => {
        const cost = noCost();
        addCost(cost, one);
        const { title, project } = sessions.get(one.sessionId) ?? {};
        const agent = agents.get(one.sessionId);
        return {
          sessionId: one.sessionId,
          ...(agent ? { agent } : {}),
          ...(title ? { title } : {}),
          ...(project ? { project } : {}),
          cost,
        };
      }),
      ...(demo ? { demo: true } : {}),
    };
  };
