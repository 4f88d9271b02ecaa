import type { AuditEntry, AuditQuery } from "@beckon/contracts/access";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import { storable } from "../platform/storable.ts";
import { createSealing } from "./audit-seal.ts";
import { insertAudit, listAudit, type AuditFilter } from "./audit.repository.ts";
import type { Audit, AuditKeeper } from "./audit.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

const exportBatch = 500;

/** Who did what, and when: one row in the transaction of each change. Never a secret in `detail`. Sealed once it is started. */
export const createAudit = (deps: { database: Database; clock: Clock; logger: Pick<Logger, "warn"> }): Audit & AuditKeeper => {
  const { soon, ...keeper } = createSealing(deps);
  return {
    append: async (work, ...records) => {
      const at = deps.clock();
      await insertAudit(
        work.db,
        records.map(({ actor, action, subject, detail = {} }) => ({ at, actor, action, subject, detail })),
      );
      work.afterCommit(soon);
    },
    ...keeper,
  };
};

/** One page of the audit, newest first. */
export const readAudit =
  (database: Database) =>
  async (query: AuditQuery): Promise<{ items: AuditEntry[]; cursor?: string }> => {
    const { limit } = query;
    const rows = await listAudit(database.db, { ...filterOf(query), limit });
    const last = rows.at(-1);
    return { items: rows.map((row) => row.entry), ...(last && rows.length === limit ? { cursor: String(last.seq) } : {}) };
  };

/** All that fits, newest first, a batch at a time: it may be long. */
export const exportAudit =
  (database: Database) =>
  (query: AuditQuery): AsyncGenerator<AuditEntry[]> =>
    batches(database, filterOf(query));

async function* batches({ db }: Database, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  let before = filter.before;
  for (;;) {
    const rows = await listAudit(db, { ...filter, ...(before === undefined ? {} : { before }), limit: exportBatch });
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => row.entry);
    before = last.seq;
  }
}

const filterOf = ({ cursor, actor, action, subject, from, to, q }: AuditQuery): AuditFilter => {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw wrongCursor();
  return {
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
    ...(from === undefined ? {} : { from: storable(from) }),
    ...(to === undefined ? {} : { to: storable(to) }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(subject === undefined ? {} : { subject }),
    ...(q === undefined ? {} : { q }),
  };
};
