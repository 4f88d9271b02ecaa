import type { Command } from "@beckon/contracts/controls";
import type { BudgetTarget } from "@beckon/contracts/budgets";
import type { Db } from "../platform/db/database.ts";
import { currentPeriods, findAsk, insertEvents, lockBudget, targetsOfStop, updatePeriod, type TargetRow } from "./budgets.repository.ts";
import { asker, itself, type BudgetsDeps, type StopKey } from "./budgets.types.ts";
import { expected } from "./answered.ts";
import { askKey } from "./question.ts";
import { tell } from "./tell.ts";

/** What became of those whom a stop was to reach, by what is known of their commands and teams now. */
export const targetsNow = async (
  deps: Pick<BudgetsDeps, "controls" | "teams">,
  db: Db,
  rows: readonly TargetRow[],
): Promise<BudgetTarget[]> => {
  const commands = new Map(
    (
      await deps.controls.find(
        db,
        rows.flatMap(({ commandId }) => commandId ?? []),
      )
    ).map((one) => [one.id, one]),
  );
  const teamIds = rows.filter(({ kind }) => kind === "team").map(({ targetId }) => targetId);
  const teams = new Map((await deps.teams.known(db, teamIds)).map((team) => [team.id, team.state]));
  return rows.map((row) => ({
    name: row.name,
    ...(row.agentId === null ? {} : { agentId: row.agentId }),
    how: row.how,
    ...(row.kind === "team" && row.ended === null ? ofTeam(teams.get(row.targetId)) : ofCommand(row, commands.get(row.commandId ?? ""))),
  }));
};

const ofTeam = (state: string | undefined): Pick<BudgetTarget, "state" | "words"> =>
  state === "dissolved" || state === "off" || state === undefined
    ? { state: "done", words: "The team is dissolved." }
    : { state: "acknowledged", words: "The team is being dissolved." };

const ofCommand = (row: TargetRow, command: Command | undefined): Pick<BudgetTarget, "state" | "words" | "commandId"> => {
  if (row.ended !== null) return { state: row.ended, ...(row.words === null ? {} : { words: row.words }) };
  // Written down, and not asked yet; or asked so long ago that the command is forgotten.
  if (!command) return row.commandId === null ? { state: "requested" } : { state: "done", words: "It is long over." };
  return { state: command.state, commandId: command.id, ...(command.result === undefined ? {} : { words: command.result }) };
};

const over = new Set(["done", "failed", "expired", "cancelled"]);

/** All that a stop was to reach is settled: the budget, its history and the question say so, once. */
export const settle =
  (deps: BudgetsDeps) =>
  async (key: StopKey): Promise<void> => {
    const told = await deps.database.transaction(async (work) => {
      const row = await lockBudget(work.db, key.budgetId);
      const [period] = await currentPeriods(work.db, [key.budgetId]);
      if (!row || period?.standing !== "stopping" || period.from.toISOString() !== key.from || period.round !== key.round) return undefined;
      const targets = await targetsNow(deps, work.db, await targetsOfStop(work.db, key));
      await tell(deps, work, row);
      if (targets.some(({ state }) => !over.has(state))) return undefined;
      const missed = targets.filter(({ state }) => state !== "done");
      const standing = missed.length > 0 ? ("stop_failed" as const) : ("stopped" as const);
      const now = deps.clock();
      await updatePeriod(work.db, period, { standing });
      const actor = itself("budget");
      await insertEvents(work.db, [{ budgetId: row.id, at: now, what: standing, by: actor, micros: period.spentMicros, percent: null }]);
      await deps.audit.append(work, {
        actor,
        action: missed.length > 0 ? "budget.stop_failed" : "budget.stopped",
        subject: row.id,
        detail: { of: row.scopeName, stopped: targets.length - missed.length, missed: missed.map(({ name }) => name).slice(0, 20) },
      });
      return { askKey: askKey(period), stopped: targets.length - missed.length, missed: missed.map(({ name }) => name) };
    });
    const ask = told && (await findAsk(deps.database.db, { key: told.askKey }));
    if (!told || !ask?.requestId) return;
    const { stopped, missed } = told;
    const outcome =
      missed.length > 0
        ? { status: "failed" as const, message: `${stopped} stopped; not stopped: ${missed.slice(0, 20).join(", ")}.` }
        : { status: "executed" as const, message: stopped === 0 ? "Nobody was at work." : `${stopped} stopped.` };
    await deps.decisions.reportOutcome(asker, ask.requestId, outcome).catch(expected);
  };
