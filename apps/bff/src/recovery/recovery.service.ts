import type {
  Recovery,
  RecoveryAction,
  RecoveryDetail,
  recoveryDetailQuery,
  RecoveryPreview,
  recoveryQuery,
} from "@beckon/contracts/recovery";
import type { z } from "zod";
import type { CommandEnd } from "../controls/controls.types.ts";
import type { Db, Work } from "../platform/db/database.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { carryOut } from "./carry-out.ts";
import { onCommands } from "./on-commands.ts";
import { present, toItem } from "./present.ts";
import { press, resume } from "./press.ts";
import { look } from "./preview.ts";
import { inMaintenance, recoveryNotFound } from "./recovery.errors.ts";
import {
  findRecoveries,
  findRecovery,
  findUnderWay,
  listItems,
  listRecoveries,
  pruneRecoveries,
  unfinished,
} from "./recovery.repository.ts";
import { carryQueue, most, type RecoveryDeps } from "./recovery.types.ts";

/** A phone's replica holds so many. */
const replica = 20;

/** Acts on the whole team, each a row with a row for each thing that it touches; and maintenance, which others ask about. */
export const createRecoveryService = (deps: RecoveryDeps) => {
  const { database, jobs, logger } = deps;
  const carry = carryOut(deps);
  const looks = new Map<string, Promise<void>>();
  /** Goes on with one in this process, once at a time; what is asked for meanwhile is done after it. */
  const goOn = (id: string): Promise<void> => {
    const before = looks.get(id) ?? Promise.resolve();
    const mine: Promise<void> = before
      .then(() => carry(id))
      .catch((error: unknown) => logger.warn({ err: error, recovery: id }, "a recovery could not go on; it is tried again"))
      .finally(() => {
        if (looks.get(id) === mine) looks.delete(id);
      });
    looks.set(id, mine);
    return mine;
  };
  const sweep = async (): Promise<void> => {
    for (const id of await unfinished(database.db)) await goOn(id);
  };
  jobs.handle<{ id: string }>(carryQueue, { concurrency: 2, retryLimit: 20, retryDelay: 1, retryDelayMax: 10 }, ({ id }) => carry(id));
  jobs.schedule("recovery.sweep", "* * * * *", sweep);
  jobs.schedule("recovery.prune", "53 4 * * *", () => pruneRecoveries(database.db, most.kept));

  const told = onCommands(deps, (id) => void goOn(id));

  return {
    preview: async (action: RecoveryAction): Promise<RecoveryPreview> => (await look(deps, database.db, action)).preview,
    press: press(deps),
    resume: resume(deps),
    read: read(deps),
    list: list(deps),
    /** After a start, and every minute: goes on with what a process that died has left. */
    sweep,
    /** For controls: what came of commands. */
    onCommands: (work: Work, ends: readonly CommandEnd[]): Promise<void> => told(work, ends),
    /** While it is on nothing is handed out, started or done by itself. */
    maintenance: {
      on: async (db: Db): Promise<boolean> => (await findUnderWay(db, "maintenance")) !== undefined,
      /** @throws 409 with who began it. */
      assertOff: async (db: Db): Promise<void> => {
        const row = await findUnderWay(db, "maintenance");
        if (!row) return;
        const since = row.requestedAt.toISOString().slice(11, 16);
        throw inMaintenance({
          detail: `Maintenance by ${row.by.name ?? "somebody"} since ${since} UTC${row.reason ? `: ${row.reason}` : ""}. Nothing is started until it ends.`,
          extra: { recovery: (await present(db, [row]))[0] },
        });
      },
    },
    /** For the feed. */
    find: async (db: Db, ids: readonly string[]): Promise<Recovery[]> => present(db, await findRecoveries(db, ids)),
    recent: async (db: Db): Promise<Recovery[]> => {
      const rows = await listRecoveries(db, { limit: replica });
      const standing = await findUnderWay(db, "maintenance");
      return present(db, standing && !rows.some(({ id }) => id === standing.id) ? [...rows, standing] : rows);
    },
  };
};
export type RecoveryService = ReturnType<typeof createRecoveryService>;

/** One with a page of its items, what went wrong first. */
const read =
  ({ database: { db } }: RecoveryDeps) =>
  async (id: string, { cursor, limit }: z.output<typeof recoveryDetailQuery>): Promise<RecoveryDetail> => {
    const row = await findRecovery(db, id);
    if (!row) throw recoveryNotFound();
    const rows = await listItems(db, id, { after: cursor === undefined ? undefined : placeOf(cursor), limit });
    const last = rows.at(-1);
    return {
      ...((await present(db, [row]))[0] as Recovery),
      items: rows.map(toItem),
      ...(last && rows.length === limit ? { cursor: `${last.urgency}~${last.n}` } : {}),
    };
  };

const placeOf = (cursor: string) => {
  const match = /^([012])~(\d{1,6})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { urgency: Number(match[1]), n: Number(match[2]) };
};

const list =
  ({ database: { db } }: RecoveryDeps) =>
  async ({ cursor, limit }: z.output<typeof recoveryQuery>): Promise<{ items: Recovery[]; cursor?: string }> => {
    const match = cursor === undefined ? undefined : /^(\d{1,14})~(rc_[0-9A-Za-z]{16,40})$/.exec(cursor);
    if (cursor !== undefined && !match) throw wrongCursor();
    const before = match ? { before: { at: new Date(Number(match[1])), id: match[2] as string } } : {};
    const rows = await listRecoveries(db, { ...before, limit });
    const last = rows.at(-1);
    return {
      items: await present(db, rows),
      ...(last && rows.length === limit ? { cursor: `${last.requestedAt.getTime()}~${last.id}` } : {}),
    };
  };
