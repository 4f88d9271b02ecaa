import type { SyncAnswer, SyncChange, SyncKind, Tombstone } from "@beckon/contracts/sync";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import {
  isForeign,
  pruneChanges,
  readChanges,
  readFeedState,
  readHorizon,
  renewEpoch,
  startEpoch,
  type FeedRow,
} from "./changes.repository.ts";
import { formatCursor, parseCursor, type Cursor } from "./cursor.ts";

/** How one kind of entity gets into the feed; its slice knows, `services.ts` hands it in. */
export type FeedSource = {
  kind: SyncKind;
  /** The entities as they are now, for this person; ids that are gone, or not theirs, are left out. */
  load(db: Db, ids: string[], personId: string): Promise<SyncChange[]>;
  /** All of this kind that a new replica holds, what waits first. */
  snapshot(db: Db, personId: string): Promise<SyncChange[]>;
};

const batch = 500;
/** Every open app is to load all of it anew. */
export const startOverTopic = "feed-start-over";

export const createSyncService = (options: { database: Database; clock: Clock; sources: FeedSource[]; newEpoch: () => string }) => {
  const { database, clock, sources } = options;
  const sourceOf = (kind: SyncKind) => sources.find((source) => source.kind === kind);
  let epoch = "";

  /** A first start, or a database that was restored from elsewhere: cursors of before mean nothing here. */
  const start = async (restored = false) => {
    const state = await readFeedState(database.db);
    epoch = state?.epoch ?? options.newEpoch();
    if (state && !restored && !(await isForeign(database.db))) return;
    if (state) epoch = options.newEpoch();
    await database.transaction((work) => startEpoch(work.db, epoch));
  };

  const snapshot = async (personId: string, reset: boolean): Promise<SyncAnswer> =>
    database.snapshot(async (db) => {
      const horizon = await readHorizon(db);
      const changes: SyncChange[] = [];
      for (const source of sources) changes.push(...(await source.snapshot(db, personId)));
      return {
        changes,
        tombstones: [],
        cursor: formatCursor({ epoch, xid: horizon, seq: 0n }),
        reset,
        more: false,
        asOf: clock().toISOString(),
      };
    });

  /** Entities as they are now behind feed rows: each once, in the order of their last change. */
  const load = async (rows: FeedRow[], personId: string) => {
    const newest = new Map<string, FeedRow>();
    for (const row of rows) {
      if (row.audience !== null && row.audience !== personId) continue;
      newest.delete(`${row.kind}:${row.entityId}`);
      newest.set(`${row.kind}:${row.entityId}`, row);
    }
    const changes: SyncChange[] = [];
    const tombstones: Tombstone[] = [];
    for (const source of sources) {
      const ids = [...newest.values()].filter((row) => row.kind === source.kind && !row.deleted).map((row) => row.entityId);
      if (ids.length === 0) continue;
      const loaded = await source.load(database.db, ids, personId);
      changes.push(...loaded);
      const present = new Set(loaded.map((change) => change.id));
      for (const id of ids) if (!present.has(id)) tombstones.push({ kind: source.kind, id });
    }
    for (const row of newest.values()) if (row.deleted && sourceOf(row.kind)) tombstones.push({ kind: row.kind, id: row.entityId });
    return { changes, tombstones };
  };

  const read = async (personId: string, text: string | undefined): Promise<SyncAnswer & { held: boolean }> => {
    const cursor = text === undefined ? undefined : parseCursor(text);
    const state = await readFeedState(database.db);
    // Another process may have let all begin anew.
    epoch = state?.epoch ?? epoch;
    if (!cursor || cursor.epoch !== state?.epoch || cursor.xid <= state.floor)
      return { ...(await snapshot(personId, text !== undefined)), held: false };
    const { rows, horizon, held } = await readChanges(database.db, cursor, batch);
    // A replica that knows more than the database: that is a copy of an earlier day.
    if (cursor.xid > horizon) return { ...(await snapshot(personId, true)), held: false };
    const { changes, tombstones } = await load(rows, personId);
    const next = nextCursor(cursor, rows, horizon);
    return {
      changes,
      tombstones,
      cursor: formatCursor(next),
      reset: false,
      more: rows.length === batch,
      asOf: clock().toISOString(),
      held,
    };
  };

  const prune = () => pruneChanges(database.db, new Date(clock().getTime() - 30 * 86_400_000));

  /** Every replica is thrown away, and loaded anew: open apps at once, the others when they come. */
  const startOver = async (work: Work) => {
    await renewEpoch(work.db, options.newEpoch());
    work.wake({ topic: startOverTopic, key: "" });
  };

  /** What came after a position, for the process's own tail. */
  const tail = async (after: Pick<Cursor, "xid" | "seq">) => {
    const { rows, horizon, held } = await readChanges(database.db, after, batch);
    const next = nextCursor({ ...after, epoch }, rows, horizon);
    return { rows, next, held, more: rows.length === batch };
  };

  return { start, read, load, prune, tail, startOver, horizon: () => readHorizon(database.db), now: () => clock().toISOString() };
};
export type SyncService = ReturnType<typeof createSyncService>;

/** After the last row read; never behind where the caller stood. */
const nextCursor = (cursor: Cursor, rows: FeedRow[], horizon: bigint): Cursor => {
  const last = rows.at(-1);
  if (last) return { epoch: cursor.epoch, xid: last.xid, seq: last.seq };
  return horizon > cursor.xid ? { epoch: cursor.epoch, xid: horizon, seq: 0n } : cursor;
};
