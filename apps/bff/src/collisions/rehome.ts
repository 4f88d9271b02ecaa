import type { Moved } from "../agents/rehome.ts";
import type { Work } from "../platform/db/database.ts";
import type { CollisionsDeps } from "./collisions.types.ts";
import { editsAt, editsOfSessions, lockAllPlaces, saveEdits } from "./edits.repository.ts";
import { settle } from "./settle.ts";

/** Runs whose agent or parent was told late meet others, or no longer do; and stand in meetings under their own name. */
export const rehome =
  (deps: CollisionsDeps, viewMs: number) =>
  async (work: Work, moved: readonly Moved[]): Promise<void> => {
    const ids = moved.map(({ sessionId }) => sessionId);
    if ((await editsOfSessions(work.db, ids)).length === 0) return;
    // Whoever calls goes on to lock more: all at once, or two processes wait for each other.
    await lockAllPlaces(work.db);
    const own = (await editsOfSessions(work.db, ids)).map((row) => {
      const move = moved.find(({ sessionId }) => sessionId === row.sessionId);
      return move ? { ...row, agentId: move.to.id, parentId: move.parentId } : row;
    });
    await saveEdits(work.db, own);
    const keys = [...new Set(own.flatMap(({ key }) => key ?? []))];
    const from = new Date(Math.min(...own.map(({ firstAt }) => firstAt.getTime())) - viewMs);
    const to = new Date(Math.max(...own.map(({ lastAt }) => lastAt.getTime())) + viewMs);
    const rows = await editsAt(work.db, { keys, spots: [], own, from, to });
    await settle(deps, work, { rows, keys, former: new Map(), from, to });
  };
