import type { Recovery, RecoveryCounts, RecoveryItem, RecoveryItemState } from "@beckon/contracts/recovery";
import type { Db } from "../platform/db/database.ts";
import { countItems, problemsOf, type Count, type ItemRow, type RecoveryRow } from "./recovery.repository.ts";
import { lastingWords, most } from "./recovery.types.ts";

/** Recoveries as people see them: how far each has come, and what did not come to what was wanted. */
export const present = async (db: Db, rows: readonly RecoveryRow[]): Promise<Recovery[]> => {
  const counted = Map.groupBy(
    await countItems(
      db,
      rows.map(({ id }) => id),
    ),
    ({ recoveryId }) => recoveryId,
  );
  const shown: Recovery[] = [];
  for (const row of rows) {
    const own = counted.get(row.id) ?? [];
    const hasProblems = own.some(({ state, backState }) => isProblem(state) || isProblem(backState));
    shown.push(toRecovery(row, own, hasProblems ? await problemsOf(db, row.id, most.problems) : []));
  }
  return shown;
};

const isProblem = (state: RecoveryItemState | null) => state === "failed" || state === "skipped";

const toRecovery = (row: RecoveryRow, counts: readonly Count[], problems: readonly ItemRow[]): Recovery => {
  const { reason, endedAt, resumedBy, resumeAskedAt, resumedAt } = row;
  const lasting = lastingWords[row.action];
  const isBack = row.state === "resuming" || row.state === "resumed";
  return {
    id: row.id,
    action: row.action,
    state: row.state,
    by: row.by,
    requestedAt: row.requestedAt.toISOString(),
    ...(reason === null ? {} : { reason }),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
    ...(resumedBy === null ? {} : { resumedBy }),
    ...(resumeAskedAt === null ? {} : { resumeAskedAt: resumeAskedAt.toISOString() }),
    ...(resumedAt === null ? {} : { resumedAt: resumedAt.toISOString() }),
    canResume: !isBack && row.action !== "restart_all",
    ...(lasting === undefined ? {} : { lasting }),
    counts: tally(counts.map(({ state, count }) => ({ state, count }))),
    ...(isBack ? { back: tally(counts.flatMap(({ backState, count }) => (backState === null ? [] : [{ state: backState, count }]))) } : {}),
    problems: problems.map((item) => ({
      n: item.n,
      name: item.name,
      ...(item.place === null ? {} : { where: item.place }),
      words: (isProblem(item.backState) ? item.backWords : item.words) ?? "",
    })),
  };
};

const tally = (counts: readonly { state: RecoveryItemState; count: number }[]): RecoveryCounts => {
  const of = (state: RecoveryItemState) => counts.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0);
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    waiting: of("requested"),
    sent: of("sent"),
    done: of("done"),
    failed: of("failed"),
    skipped: of("skipped"),
  };
};

export const toItem = (row: ItemRow): RecoveryItem => ({
  n: row.n,
  kind: row.kind,
  id: row.targetId,
  name: row.name,
  ...(row.place === null ? {} : { where: row.place }),
  before: row.before,
  act: row.act,
  effect: row.effect,
  state: row.state,
  ...(row.words === null ? {} : { words: row.words }),
  ...(row.backState === null ? {} : { back: { state: row.backState, ...(row.backWords === null ? {} : { words: row.backWords }) } }),
});
