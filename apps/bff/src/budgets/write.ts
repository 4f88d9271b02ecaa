import type { Budget, budgetInput, BudgetPatch } from "@beckon/contracts/budgets";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { budgetNotFound, budgetStands, tooManyBudgets } from "./budgets.errors.ts";
import {
  deleteBudget,
  findByKey,
  insertBudget,
  insertEvents,
  insertPeriod,
  listBudgets,
  lockBudget,
  updateBudget,
  type BudgetRow,
  type EventRow,
} from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";
import { checkLocked, setLimit, standing } from "./check.ts";
import { withdrawAsks } from "./close.ts";
import { present } from "./present.ts";
import { scopeNamed, spanAt } from "./scope.ts";
import { tell } from "./tell.ts";

export const mostBudgets = 200;

type Input = z.output<typeof budgetInput>;
type Made = { budget: Budget; created: boolean };

/** Sets a budget; what was spent of its period before counts. The same key again is the same budget. */
export const create =
  (deps: BudgetsDeps) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<Made> => {
    const { db } = deps.database;
    const caller_ = caller.kind === "device" ? caller.deviceId : caller.kind === "token" ? caller.tokenId : "";
    const inputHash = sha256(JSON.stringify(input));
    const before = key === undefined ? undefined : await findByKey(db, { callerId: caller_, key });
    if (before && before.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new budget." });
    if (before) return { budget: await one(deps, before.id), created: false };
    if ((await listBudgets(db, mostBudgets)).length >= mostBudgets)
      throw tooManyBudgets({ detail: `At most ${mostBudgets}; delete one first.` });
    const scope = await scopeNamed(deps, db, input.scope);
    const by = actorOf(caller);
    const now = deps.clock();
    const row: BudgetRow = {
      ...{ id: newId("bg", now.getTime()), scopeKind: input.scope.kind, scopeId: scope.id, scopeName: scope.name, period: input.period },
      ...{ timeZone: input.period === "life" ? "UTC" : input.timeZone, column: input.column, amountMicros: input.amountMicros },
      ...{
        extendMicros: input.extendMicros ?? input.amountMicros,
        askSeconds: input.askSeconds,
        onExpiry: input.onExpiry,
        paused: false,
        by,
      },
      ...{ callerId: caller_, idempotencyKey: key ?? null, inputHash, createdAt: now },
    };
    const made = await deps.database.transaction((work) => insert(deps, work, { row, life: scope.since ?? now, by }));
    if (made) return { budget: await one(deps, row.id), created: true };
    const twin = key === undefined ? undefined : await findByKey(db, { callerId: caller_, key });
    if (twin?.inputHash === inputHash) return { budget: await one(deps, twin.id), created: false };
    throw budgetStands({ detail: "Change that one instead." });
  };

type Inserting = { row: BudgetRow; life: Date; by: Actor };

/** In the caller's transaction; false where one of the same scope, period and column stands. */
export const insert = async (deps: BudgetsDeps, work: Work, { row, life, by }: Inserting): Promise<boolean> => {
  if (!(await insertBudget(work.db, row))) return false;
  const now = deps.clock();
  await insertPeriod(work.db, { budgetId: row.id, ...spanAt(row, now, life), limitMicros: row.amountMicros });
  await insertEvents(work.db, [event(row.id, { at: now, what: "created", by, micros: row.amountMicros })]);
  await deps.audit.append(work, {
    actor: by,
    action: "budget.created",
    subject: row.id,
    detail: { of: row.scopeName, kind: row.scopeKind, period: row.period, column: row.column, amountMicros: row.amountMicros },
  });
  await checkLocked(deps, work, row, true);
  return true;
};

export const event = (budgetId: string, one: Pick<EventRow, "at" | "what"> & Partial<EventRow>): EventRow => ({
  budgetId,
  by: null,
  micros: null,
  percent: null,
  ...one,
});

/** Another amount holds at once; what it was before stands in the history. */
export const patch =
  (deps: BudgetsDeps) =>
  async (caller: Caller, id: string, changes: BudgetPatch): Promise<Budget> => {
    await deps.database.transaction(async (work) => {
      const row = await lockBudget(work.db, id);
      if (!row) throw budgetNotFound();
      await change(deps, work, { row, changes, by: actorOf(caller) });
    });
    return one(deps, id);
  };

type Changing = { row: BudgetRow; changes: BudgetPatch; by: Actor };

export const change = async (deps: BudgetsDeps, work: Work, { row, changes: { paused, ...rest }, by }: Changing): Promise<void> => {
  const now = deps.clock();
  const given = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => value !== undefined && value !== row[name as keyof BudgetRow]),
  );
  const next: BudgetRow = { ...row, ...given, paused: paused ?? row.paused };
  const { period } = await standing(deps, work, row, now);
  const detail = { of: row.scopeName, ...given };
  if (Object.keys(given).length > 0) {
    await updateBudget(work.db, row.id, given);
    await insertEvents(work.db, [event(row.id, { at: now, what: "changed", by, micros: next.amountMicros })]);
    await deps.audit.append(work, { actor: by, action: "budget.changed", subject: row.id, detail });
  }
  // Of the same amount again a person means it too, where something was added to it.
  if (rest.amountMicros !== undefined && rest.amountMicros !== period.limitMicros) {
    await setLimit(deps, work, { row: next, period, limitMicros: rest.amountMicros, extendedMicros: 0 });
    await withdrawAsks(deps, work, row.id);
  }
  if (paused !== undefined && paused !== row.paused) {
    await updateBudget(work.db, row.id, { paused });
    await insertEvents(work.db, [event(row.id, { at: now, what: paused ? "paused" : "resumed", by })]);
    await deps.audit.append(work, {
      actor: by,
      action: paused ? "budget.paused" : "budget.resumed",
      subject: row.id,
      detail: { of: row.scopeName },
    });
  }
  await checkLocked(deps, work, next, true);
};

/** Takes a budget away, with its history; the audit keeps what it was. Its open question is withdrawn. */
export const remove =
  (deps: BudgetsDeps) =>
  (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const row = await lockBudget(work.db, id);
      if (!row) throw budgetNotFound();
      await drop(deps, work, row, actorOf(caller));
    });

export const drop = async (deps: BudgetsDeps, work: Work, row: BudgetRow, actor: Actor): Promise<void> => {
  await withdrawAsks(deps, work, row.id);
  await deleteBudget(work.db, row.id);
  await deps.audit.append(work, {
    actor,
    action: "budget.deleted",
    subject: row.id,
    detail: { of: row.scopeName, period: row.period, column: row.column, amountMicros: row.amountMicros },
  });
  await tell(deps, work, row, true);
};

const one = async (deps: BudgetsDeps, id: string): Promise<Budget> => {
  const [budget] = await present(deps)(deps.database.db, [id]);
  if (!budget) throw budgetNotFound();
  return budget;
};
