import type { Budget, SpendAlarm } from "@beckon/contracts/budgets";
import type { Db, Work } from "../platform/db/database.ts";
import { findAlarms, pruneAlarms, recentAlarms, toAlarm } from "./alarms.repository.ts";
import { answered, ask, askAll, expected } from "./answered.ts";
import { budgetNotFound } from "./budgets.errors.ts";
import { currentPeriods, findBudgets, listBudgets, prunePeriods, stopsOfCommands, type BudgetRow } from "./budgets.repository.ts";
import { askQueue, settleQueue, stopQueue, withdrawQueue, type BudgetsDeps, type StopKey } from "./budgets.types.ts";
import { check } from "./check.ts";
import { hours } from "./hours.ts";
import { ofTeams, setOfTeam } from "./of-teams.ts";
import { foresee, historyHours, hoursOf, watchHour } from "./outlook.ts";
import { present } from "./present.ts";
import { settle } from "./settle.ts";
import { dearHours, forecasts } from "./outlook-figures.ts";
import { silenceOf, watchSilence } from "./silence.ts";
import { stop } from "./stop.ts";
import { createWatch, type Touched } from "./watch.ts";
import { create, drop, mostBudgets, patch, remove } from "./write.ts";

const kept = { periodsMs: 800 * 86_400_000, alarmsMs: 90 * 86_400_000 };
const replica = { alarms: 50, ms: 7 * 86_400_000 };

/** Budgets: each verb is a file beside this one. */
export const createBudgetsService = (deps: BudgetsDeps) => {
  const { database, clock, jobs, usage } = deps;
  const checkOne = check(deps);
  const settleOne = settle(deps);
  const silence = watchSilence(deps);
  const askRest = askAll(deps);
  const presented = present(deps);
  const settled = answered(deps);
  const all = () => listBudgets(database.db, mostBudgets);

  const look = async (touched?: Touched): Promise<{ later: boolean }> => {
    let later = false;
    for (const row of await all()) if (isTouched(row, touched)) later = (await checkOne(row.id)).later || later;
    return { later };
  };
  const watch = createWatch({ look, logger: deps.logger });
  usage.onBooked(watch.note);

  const foreseeOne = async (row: BudgetRow): Promise<void> => {
    const [period] = await currentPeriods(database.db, [row.id]);
    if (!period) return;
    const spent = await foresee(deps, row, period);
    const { scopeKind: kind, scopeId, scopeName: name, column } = row;
    const scope = { kind, ...(kind === "workspace" ? {} : { id: scopeId }), name };
    if (!row.paused) await watchHour(deps, { scope, row, column, hours: spent });
  };
  const watchAll = async (rows: readonly BudgetRow[]): Promise<void> => {
    if (rows.some(({ scopeKind, column }) => scopeKind === "workspace" && column === "apiEquivalent")) return;
    const spent = await hoursOf(deps, database.db, { whose: { of: "all" }, column: "apiEquivalent", count: historyHours });
    await watchHour(deps, { scope: { kind: "workspace", name: "All agents" }, column: "apiEquivalent", hours: spent });
  };

  /** What no event tells: edges of periods, forecasts, habits, silence, and what a crash has left. */
  const sweep = async (): Promise<void> => {
    const failures: unknown[] = [];
    const attempt = (run: () => Promise<unknown>) => run().catch((error: unknown) => void failures.push(error));
    const rows = await all();
    for (const row of rows)
      await attempt(async () => {
        await checkOne(row.id);
        await foreseeOne(row);
        const [period] = await currentPeriods(database.db, [row.id]);
        if (period?.standing === "stopping") await settleOne({ budgetId: row.id, from: period.from.toISOString(), round: period.round });
      });
    await attempt(askRest);
    await attempt(() => watchAll(rows));
    await attempt(silence);
    if (failures.length > 0) throw failures[0];
  };

  jobs.handle<{ key: string }>(askQueue, { retryLimit: 20, retryDelay: 1 }, ask(deps));
  jobs.handle<{ requestId: string }>(withdrawQueue, { retryLimit: 10 }, async ({ requestId }) => {
    await deps.decisions.cancel(undefined, requestId, "The budget is another one by now").catch(expected);
  });
  const stopOne = stop(deps);
  jobs.handle<StopKey>(stopQueue, { retryLimit: 20, retryDelay: 1 }, stopOne);
  jobs.handle<StopKey>(settleQueue, { retryLimit: 10, retryDelay: 1 }, settleOne);
  deps.events.on("decision.resolved", "budget", { retryLimit: 20, retryDelay: 1 }, settled);
  jobs.schedule("budget.sweep", "* * * * *", sweep);
  jobs.schedule("budget.prune", "57 4 * * *", async () => {
    const before = (ms: number) => new Date(clock().getTime() - ms);
    await prunePeriods(database.db, before(kept.periodsMs));
    await pruneAlarms(database.db, before(kept.alarmsMs));
    await dropOrphans(deps, await all());
  });

  const forReplica = async (db: Db): Promise<Budget[]> =>
    presented(
      db,
      (await listBudgets(db, mostBudgets)).map(({ id }) => id),
    );
  const recent = async (db: Db): Promise<SpendAlarm[]> =>
    (await recentAlarms(db, new Date(clock().getTime() - replica.ms), replica.alarms)).map(toAlarm);
  return {
    create: create(deps),
    patch: patch(deps),
    remove: remove(deps),
    hours: hours(deps),
    list: async (): Promise<Budget[]> => {
      await look();
      return forReplica(database.db);
    },
    read: async (id: string): Promise<Budget> => {
      if ((await findBudgets(database.db, [id])).length === 0) throw budgetNotFound();
      await checkOne(id);
      return (await presented(database.db, [id]))[0] as Budget;
    },
    alarms: {
      list: (): Promise<SpendAlarm[]> => recent(database.db),
      find: async (db: Db, ids: readonly string[]): Promise<SpendAlarm[]> => (await findAlarms(db, ids)).map(toAlarm),
      recent,
    },
    /** For alerts: how each budget that is watched will stand at the end of its period, which hour is dearer than ever, and silence. */
    outlook: {
      forecasts: (db: Db) => forecasts(db),
      dearHours: (db: Db) => dearHours(db, clock()),
      silenceOf,
    },
    sweep,
    /** A question was settled, and what follows from it. */
    answered: settled,
    ask: ask(deps),
    stopNow: stopOne,
    settle: settleOne,
    /** For controls: what came of commands. */
    onCommands: async (work: Work, commandIds: readonly string[]): Promise<void> => {
      for (const key of await stopsOfCommands(work.db, commandIds)) await jobs.enqueue(work, settleQueue, key);
    },
    /** For teams: their own budgets, and that one of them is over. */
    ofTeams,
    setOfTeam: setOfTeam(deps),
    onTeamOver: async (work: Work, teamId: string): Promise<void> => {
      const mine = (await listBudgets(work.db, mostBudgets)).filter(({ scopeKind, scopeId }) => scopeKind === "team" && scopeId === teamId);
      for (const period of await currentPeriods(
        work.db,
        mine.map(({ id }) => id),
      ))
        await jobs.enqueue(work, settleQueue, { budgetId: period.budgetId, from: period.from.toISOString(), round: period.round });
    },
    /** For the feed. */
    find: (db: Db, ids: readonly string[]): Promise<Budget[]> => presented(db, ids),
    forReplica,
    /** Before the server closes its connections. */
    stop: () => watch.stop(),
  };
};
export type BudgetsService = ReturnType<typeof createBudgetsService>;

/** The budgets of teams that are forgotten. */
const dropOrphans = async (deps: BudgetsDeps, rows: readonly BudgetRow[]): Promise<void> => {
  const ofTeam = rows.filter(({ scopeKind }) => scopeKind === "team");
  const known = new Set(
    (
      await deps.teams.known(
        deps.database.db,
        ofTeam.map(({ scopeId }) => scopeId),
      )
    ).map(({ id }) => id),
  );
  for (const row of ofTeam)
    if (!known.has(row.scopeId)) await deps.database.transaction((work) => drop(deps, work, row, { kind: "system", name: "prune" }));
};

/** Teams' and tasks' are looked at whatever was booked: what their runs are takes as long to find out. */
const isTouched = ({ scopeKind, scopeId }: BudgetRow, touched: Touched | undefined): boolean => {
  if (touched === undefined) return true;
  if (scopeKind === "agent") return touched.agents.has(scopeId);
  if (scopeKind === "project") return touched.projects.has(scopeId);
  return true;
};
