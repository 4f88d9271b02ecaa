import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { readTallies, within, type Span, type Tally } from "../platform/db/tallies.ts";

const steps = ["created", "accepted", "shown", "opened", "answered", "failed"] as const;
/** A step is never reached before the row was made; more than two days later it is reached no more. */
const longestMs = 172_800_000;

/** How far notifications got in a span: each step counts when it was reached, "queued" when it was made. */
export const deliveryTotals = (db: Db, span: Span): Promise<Tally[]> => {
  const reached = steps.map((step) => sql.raw(`('${step === "created" ? "queued" : step}', d.${step}_at)`));
  return readTallies(db, {
    rows: sql`
      select d.kind, step.outcome from delivery d cross join lateral (values ${sql.join(reached, sql`, `)}) as step(outcome, at)
      where d.created_at >= ${new Date(Math.max(0, span.from.getTime() - longestMs)).toISOString()}::timestamptz and ${within("step.at", span)}`,
    labels: ["kind", "outcome"],
  });
};

export type PushService = {
  name: string;
  active: number;
  failing: number;
  gone: number;
  lastAcceptedAt: Date | null;
  /** Why it refused the last push of the device that fails longest. */
  failure: string | null;
};

/** How each browser maker's push service treats the devices here. */
export const pushServices = async (db: Db): Promise<PushService[]> => {
  const rows = rowsOf<Omit<PushService, "lastAcceptedAt"> & { lastAcceptedAt: string | Date | null }>(
    await db.execute(sql`
      select service as name, count(*) filter (where state = 'active' and failing_since is null)::int as active,
        count(*) filter (where state = 'active' and failing_since is not null)::int as failing,
        count(*) filter (where state = 'gone')::int as gone, max(last_accepted_at) as "lastAcceptedAt",
        (array_agg(failure order by failing_since) filter (where state = 'active' and failing_since is not null))[1] as failure
      from push_subscription group by service order by service`),
  );
  return rows.map((row) => ({ ...row, lastAcceptedAt: row.lastAcceptedAt === null ? null : new Date(row.lastAcceptedAt) }));
};

/** Devices by whether their pushes are taken. */
export const pushStanding = async (db: Db): Promise<{ active: number; failing: number; gone: number }> => {
  const [row] = rowsOf<{ active: number; failing: number; gone: number }>(
    await db.execute(sql`
      select count(*) filter (where state = 'active' and failing_since is null)::int as active,
        count(*) filter (where state = 'active' and failing_since is not null)::int as failing, count(*) filter (where state = 'gone')::int as gone
      from push_subscription`),
  );
  return row ?? { active: 0, failing: 0, gone: 0 };
};
