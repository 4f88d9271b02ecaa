import { dayMs } from "../platform/keys.ts";
import type { AttentionDeps } from "./attention.types.ts";
import { toColumns } from "./columns.ts";
import { insertPack, listToPack, notePacked } from "./packs.repository.ts";

/** What ended so long ago is told nothing more of but a notification that was shown, which is then read beside the pack. */
const settledMs = 2 * dayMs;
export const packSize = { most: 2_000, least: 500 };

/** Packs what is long over, some thousand at a time, each in a transaction of its own. */
export const pack =
  ({ database, clock }: Pick<AttentionDeps, "database" | "clock">) =>
  async (size: { most: number; least: number } = packSize): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const packed = await database.transaction(async ({ db }) => {
        const waits = await listToPack(db, clock().getTime() - settledMs, size.most);
        const [first] = waits;
        if (!first || waits.length < size.least) return false;
        const lastAt = waits.reduce((last, { ended }) => Math.max(last, ended as number), 0);
        const shown = waits.reduce((last, { pushes }) => Math.max(last, ...pushes), lastAt);
        const body = JSON.stringify(toColumns(waits));
        await insertPack(
          db,
          { id: first.requestId, firstAt: first.asked, lastAt: shown, body },
          waits.map(({ requestId }) => requestId),
        );
        return waits.length === size.most;
      });
      if (packed) continue;
      if (count > 0) await notePacked(database.db);
      return;
    }
  };
