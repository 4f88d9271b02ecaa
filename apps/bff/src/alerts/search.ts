import type { AlertPage, AlertPending, alertQuery } from "@beckon/contracts/alerts";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { storable } from "../platform/storable.ts";
import { searchAlerts } from "./alerts.repository.ts";
import type { AlertsDeps } from "./alerts.types.ts";
import { toAlerts } from "./present.ts";
import { rulesNow } from "./rules.ts";
import { waits } from "./state.ts";
import { listWatches } from "./watch.repository.ts";
import { boundsOf } from "./watching.ts";

const mostPending = 200;

/** One page, newest first. */
export const search =
  ({ database }: Pick<AlertsDeps, "database">) =>
  async ({ state, kind, from, to, cursor, limit }: z.output<typeof alertQuery>): Promise<AlertPage> => {
    const filter = {
      ...(state === "all" ? {} : { state }),
      ...(kind ? { kind } : {}),
      ...(from ? { from: storable(from) } : {}),
      ...(to ? { to: storable(to) } : {}),
    };
    const before = cursor === undefined ? undefined : parse(cursor);
    return database.snapshot(async (db) => {
      const rows = await searchAlerts(db, filter, { limit, ...(before ? { before } : {}) });
      const last = rows.at(-1);
      return {
        items: await toAlerts(db, rows),
        ...(last && rows.length === limit ? { cursor: `${last.firedAt.getTime()}~${last.id}` } : {}),
      };
    });
  };

const parse = (cursor: string) => {
  const [, at, id] = /^(\d{1,15})~(al_[0-9A-Za-z]{16,40})$/.exec(cursor) ?? [];
  if (!at || !id) throw wrongCursor();
  return { at: storable(new Date(Math.min(Number(at), 8e15)).toISOString()), id };
};

/** What is beyond its threshold, and not yet for long enough; what fires first comes first. */
export const pending = async (db: Db): Promise<AlertPending[]> => {
  const rules = new Map((await rulesNow(db)).map((rule) => [rule.kind, rule]));
  return (await listWatches(db))
    .flatMap((row): AlertPending[] => {
      const rule = rules.get(row.kind);
      if (row.state !== "pending" || !rule) return [];
      const firesAt = new Date(row.since.getTime() + waits(boundsOf(rule), row.flaps).forMs).toISOString();
      return [
        { kind: row.kind, subject: row.subject, value: row.value, threshold: rule.threshold, since: row.since.toISOString(), firesAt },
      ];
    })
    .sort((a, b) => (a.firesAt < b.firesAt ? -1 : 1))
    .slice(0, mostPending);
};
