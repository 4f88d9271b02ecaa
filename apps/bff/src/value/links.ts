import type { SharedReport, ValueReportLink } from "@beckon/contracts/value-reports";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { dayMs } from "../platform/keys.ts";
import { newId, newSecret, sha256 } from "../platform/ids.ts";
import { findReport, hasLink, insertLink, linksOf, lockReport, lookThrough, revokeLink, type LinkRow } from "./reports.repository.ts";
import { linkNotFound, notShared, reportNotFound, tooManyLinks, tooManyTries } from "./value.errors.ts";
import type { ValueDeps } from "./value.types.ts";

const mostLinks = 50;

/** Makes a link that shows this report, and nothing else, to whoever has it. Its secret is known here once. */
export const makeLink =
  (deps: ValueDeps) =>
  async (caller: Caller, reportId: string, { days }: { days: number }): Promise<{ link: ValueReportLink; url: string }> => {
    const now = deps.clock();
    const secret = newSecret("rep");
    return deps.database.transaction(async (work) => {
      if (!(await lockReport(work.db, reportId))) throw reportNotFound();
      const standing = (await linksOf(work.db, [reportId])).filter(({ revokedAt, expiresAt }) => !revokedAt && expiresAt > now);
      if (standing.length >= mostLinks) throw tooManyLinks({ detail: `At most ${mostLinks} at a time: revoke one first.` });
      const row: LinkRow = {
        id: newId("vl", now.getTime()),
        reportId,
        secretHash: sha256(secret),
        createdAt: now,
        by: actorOf(caller),
        expiresAt: new Date(now.getTime() + days * dayMs),
        revokedAt: null,
        views: 0,
        viewedAt: null,
      };
      await insertLink(work.db, row);
      await deps.audit.append(work, {
        actor: row.by,
        action: "value_report.shared",
        subject: reportId,
        detail: { link: row.id, expiresAt: row.expiresAt.toISOString() },
      });
      // Behind the #, so that the secret is in no request line, no log, and no Referer.
      return { link: toLink(row), url: `${deps.publicOrigin}/r#${secret}` };
    });
  };

/** From now on it shows nothing. Again: nothing changes. */
export const endLink =
  (deps: ValueDeps) =>
  async (caller: Caller, reportId: string, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const row = await revokeLink(work.db, { id, reportId, now: deps.clock() });
      if (!row) {
        if (await hasLink(work.db, { id, reportId })) return;
        throw linkNotFound();
      }
      await deps.audit.append(work, { actor: actorOf(caller), action: "value_report.unshared", subject: reportId, detail: { link: id } });
    });

/**
 * What the secret shows: exactly what was frozen. A link that is over, one that was taken back and one that never was
 * answer alike. Whoever tries many is made to wait.
 */
export const openShared =
  (deps: ValueDeps) =>
  async ({ secret, address }: { secret: string; address: string }): Promise<SharedReport> => {
    const { retryAfter } = await deps.tries.enter(address);
    if (retryAfter !== undefined)
      throw tooManyTries({
        detail: `Try again in ${Math.ceil(retryAfter / 60)} min.`,
        headers: { "retry-after": String(retryAfter) },
      });
    const shown = await deps.database.transaction(async (work) => {
      const link = await lookThrough(work.db, sha256(secret), deps.clock());
      const report = link && (await findReport(work.db, link.reportId));
      if (!link || !report) return undefined;
      // Who opens it is nobody that is known: the first time is told, and all of them are counted.
      if (link.views === 1)
        await deps.audit.append(work, {
          actor: { kind: "system", name: "somebody with a report's link" },
          action: "value_report.opened",
          subject: report.id,
          detail: { link: link.id },
        });
      return { snapshot: report.snapshot, expiresAt: link.expiresAt.toISOString() };
    });
    if (shown) {
      await deps.tries.right();
      return shown;
    }
    await deps.tries.wrong(address);
    throw notShared({ detail: "Ask for a new link." });
  };

export const toLink = ({ id, createdAt, by, expiresAt, revokedAt, views, viewedAt }: LinkRow): ValueReportLink => ({
  id,
  createdAt: createdAt.toISOString(),
  by,
  expiresAt: expiresAt.toISOString(),
  ...(revokedAt ? { revokedAt: revokedAt.toISOString() } : {}),
  views,
  ...(viewedAt ? { viewedAt: viewedAt.toISOString() } : {}),
});
