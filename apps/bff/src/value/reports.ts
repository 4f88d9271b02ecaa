import type { valueReportInput, ValueReport, valueReportPage, ValueReportWhole } from "@beckon/contracts/value-reports";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { callerIdOf } from "./caller-id.ts";
import { toLink } from "./links.ts";
import type { Model } from "./model.ts";
import {
  deleteReport,
  findReport,
  insertReport,
  linksOf,
  pageOfReports,
  reportByKey,
  type LinkRow,
  type ReportHead,
  type ReportRow,
} from "./reports.repository.ts";
import { takeSnapshot } from "./snapshot.ts";
import { reportNotFound } from "./value.errors.ts";
import type { ValueDeps } from "./value.types.ts";

type Input = z.output<typeof valueReportInput>;

/** Freezes what a window was worth. The same key again gives the report of before. */
export const makeReport =
  (deps: ValueDeps, model: Model) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<{ report: ValueReport; created: boolean }> => {
    const { database } = deps;
    const callerId = callerIdOf(caller);
    const inputHash = sha256(JSON.stringify(input));
    const replayed = (row: ReportRow | undefined) => {
      if (row?.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new report." });
      return { report: toReport(row, []), created: false };
    };
    const before = key === undefined ? undefined : await reportByKey(database.db, { callerId, key });
    if (before) return replayed(before);
    const snapshot = await takeSnapshot(deps, model)(input);
    const now = deps.clock();
    return database.transaction(async (work) => {
      const row = await insertReport(work.db, {
        id: newId("vr", now.getTime()),
        title: snapshot.title,
        createdAt: now,
        by: actorOf(caller),
        hash: sha256(canonical(snapshot)),
        snapshot,
        callerId,
        idempotencyKey: key ?? null,
        inputHash,
      });
      if (!row) return replayed(await reportByKey(work.db, { callerId, key: key as string }));
      await deps.audit.append(work, {
        actor: row.by,
        action: "value_report.created",
        subject: row.id,
        detail: { title: row.title, window: snapshot.summary.window, include: input.include, hash: row.hash },
      });
      return { report: toReport(row, []), created: true };
    });
  };

/** Newest first. */
export const listReports =
  ({ database: { db } }: ValueDeps) =>
  async ({ cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof valueReportPage>> => {
    const rows = await pageOfReports(db, { before: cursor === undefined ? undefined : parse(cursor), limit });
    const links = Map.groupBy(
      await linksOf(
        db,
        rows.map(({ id }) => id),
      ),
      ({ reportId }) => reportId,
    );
    const last = rows.at(-1);
    return {
      items: rows.map((row) => toReport(row, links.get(row.id) ?? [])),
      ...(last && rows.length === limit ? { cursor: `${last.createdAt.getTime()}.${last.id}` } : {}),
    };
  };

export const readReport =
  ({ database: { db } }: ValueDeps) =>
  async (id: string): Promise<ValueReportWhole> => {
    const row = await findReport(db, id);
    if (!row) throw reportNotFound();
    return { ...toReport(row, await linksOf(db, [id])), snapshot: row.snapshot };
  };

/** Its links end with it. */
export const removeReport =
  (deps: ValueDeps) =>
  async (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const row = await deleteReport(work.db, id);
      if (!row) throw reportNotFound();
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "value_report.deleted",
        subject: id,
        detail: { title: row.title, hash: row.hash },
      });
    });

const parse = (cursor: string): { at: Date; id: string } => {
  const [, at, id] = /^(\d{1,15})\.(vr_[0-9A-Za-z]{16,40})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw wrongCursor();
  return { at: new Date(Number(at)), id };
};

const toReport = ({ id, title, createdAt, by, hash }: ReportHead, links: readonly LinkRow[]): ValueReport => ({
  id,
  title,
  createdAt: createdAt.toISOString(),
  by,
  hash,
  links: links.map(toLink),
});

/** One text for one value, whatever the order that the database gives its keys back in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    held !== null && typeof held === "object" && !Array.isArray(held) ? Object.fromEntries(Object.entries(held).toSorted()) : held,
  );
