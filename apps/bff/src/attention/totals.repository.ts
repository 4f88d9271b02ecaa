import { lengthOf, merged, within as cut } from "@beckon/metrics/waiting";
import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { readSpreads, readTallies, type Span, type Spread, type Tally } from "../platform/db/tallies.ts";

const inside = (column: string, { from, to }: Span) =>
  sql`${sql.raw(column)} >= ${from.getTime()} and ${sql.raw(column)} < ${to.getTime()} and not w.demo`;

export type AttentionTotals = { asked: Tally[]; ended: Tally[]; answers: Spread[]; waitingSeconds: number; shown: number };

/** What a span added: questions asked and ended by kind and by how, answer times of people, and how long agents waited. */
export const attentionTotals = async (db: Db, span: Span, bounds: readonly number[]): Promise<AttentionTotals> => {
  const [asked, ended, answers, waitingSeconds, shown] = await Promise.all([
    readTallies(db, { rows: sql`select w.kind from attention_wait w where ${inside("w.asked_at", span)}`, labels: ["kind"] }),
    readTallies(db, {
      rows: sql`select w.kind, w.ended as by from attention_wait w where ${inside("w.ended_at", span)}`,
      labels: ["kind", "by"],
    }),
    readSpreads(db, {
      rows: sql`select w.kind, (w.ended_at - w.asked_at) / 1000.0 as seconds from attention_wait w where w.ended = 'person' and ${inside("w.ended_at", span)}`,
      labels: ["kind"],
      bounds,
    }),
    waited(db, span),
    readTallies(db, {
      rows: sql`select 1 from attention_push p join attention_wait w on w.request_id = p.request_id where ${inside("p.at", span)}`,
      labels: [],
    }),
  ]);
  return { asked, ended, answers, waitingSeconds, shown: shown[0]?.value ?? 0 };
};

/** METRICS "Waiting time", of each agent the union of its questions in the span, added up: spans that meet add up to the whole. */
const waited = async (db: Db, span: Span): Promise<number> => {
  const window = { from: span.from.getTime(), to: span.to.getTime() };
  const rows = rowsOf<{ agent: string; asked: number; ended: number | null }>(
    await db.execute(sql`
      select w.agent_id as agent, w.asked_at::float8 as asked, w.ended_at::float8 as ended from attention_wait w
      where w.agent_id <> '' and not w.demo and w.asked_at < ${window.to} and (w.ended_at is null or w.ended_at > ${window.from})`),
  );
  const unions = [...Map.groupBy(rows, ({ agent }) => agent).values()].map((own) =>
    merged(
      cut(
        own.map(({ asked, ended }) => ({ from: asked, to: ended ?? window.to })),
        window,
      ),
    ),
  );
  return unions.reduce((sum, union) => sum + lengthOf(union), 0) / 1_000;
};
