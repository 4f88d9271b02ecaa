import type { AttentionDeps } from "./attention.types.ts";
import { rowOf } from "./note.ts";
import { insertPushes } from "./pushes.repository.ts";
import { fillMark, moveMark } from "./fills.repository.ts";
import { insertWaits } from "./waits.repository.ts";

const pageSize = 500;

/**
 * Takes what was asked, answered and shown before there was a ledger into it: page by page, each in a transaction with its
 * mark, so that a process that dies goes on where it was. What is there already stays.
 */
export const fill = (deps: AttentionDeps) => async (): Promise<void> => {
  for (;;) {
    const more = await deps.database.transaction(async ({ db }) => {
      const mark = await fillMark(db);
      if (mark === "done") return false;
      if (mark === undefined) await insertPushes(db, [...(await deps.shownBefore(db))]);
      const page = await deps.decisions.all(db, { ...(mark ? { after: mark } : {}), limit: pageSize });
      const rows = [];
      for (const told of page) rows.push(await rowOf(deps, db, told));
      await insertWaits(db, rows);
      const last = page.at(-1);
      const next = last && page.length === pageSize ? { askedAt: new Date(last.request.askedAt), id: last.request.id } : "done";
      await moveMark(db, next);
      return next !== "done";
    });
    if (!more) return;
  }
};
