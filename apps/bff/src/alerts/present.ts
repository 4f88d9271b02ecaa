import { clearBound } from "@beckon/contracts/alert-kinds";
import type { Alert, AlertDetail, AlertMember, Silence } from "@beckon/contracts/alerts";
import type { Db } from "../platform/db/database.ts";
import { eventsOf, membersOf, pointsOf, type AlertRow, type MemberRow } from "./alerts.repository.ts";
import type { SilenceRow } from "./silences.repository.ts";
import { bodyOf, titleOf } from "./words.ts";

const shown = { members: 20, ofOne: 200, events: 200, points: 400 };

const toMember = ({ subject, value, since, resolvedAt }: MemberRow): AlertMember => ({
  ...subject,
  value,
  since: since.toISOString(),
  ...(resolvedAt ? { resolvedAt: resolvedAt.toISOString() } : {}),
});

const toAlert = (row: AlertRow, members: readonly MemberRow[]): Alert => {
  const told = {
    row,
    subjects: members.filter(({ resolvedAt }) => row.state === "resolved" || resolvedAt === null).map(({ subject }) => subject),
  };
  return {
    ...{ id: row.id, kind: row.kind, severity: row.severity, state: row.state, title: titleOf(told), body: bodyOf(told) },
    ...{ value: row.value, threshold: row.threshold, count: row.count, members: members.map(toMember), evidence: row.evidence },
    ...{ startedAt: row.startedAt.toISOString(), firedAt: row.firedAt.toISOString() },
    ...(row.resolvedAt ? { resolvedAt: row.resolvedAt.toISOString() } : {}),
    ...(row.resolvedBecause ? { resolvedBecause: row.resolvedBecause } : {}),
    ...(row.noReadingSince ? { noReadingSince: row.noReadingSince.toISOString() } : {}),
    ...(row.acknowledged ? { acknowledged: row.acknowledged } : {}),
    ...(row.snoozed ? { snoozed: row.snoozed } : {}),
    ...(row.assigned ? { assigned: row.assigned } : {}),
    ...(row.silenceId ? { silenceId: row.silenceId } : {}),
    ...(row.inhibitedBy ? { inhibitedBy: row.inhibitedBy } : {}),
    ...(row.pagedAt ? { paged: { at: row.pagedAt.toISOString(), times: row.pagedTimes } } : {}),
  };
};

export const toAlerts = async (db: Db, rows: readonly AlertRow[]): Promise<Alert[]> => {
  const members = Map.groupBy(await membersOf(db, rows, shown.members), ({ alertId }) => alertId);
  return rows.map((row) => toAlert(row, members.get(row.id) ?? []));
};

export const toDetail = async (db: Db, row: AlertRow): Promise<AlertDetail> => ({
  ...toAlert(row, await membersOf(db, [row], shown.ofOne)),
  clear: clearBound(row.kind, row.threshold),
  events: (await eventsOf(db, row.id, shown.events)).map(({ at, what, by, note }) => ({
    ...{ at: at.toISOString(), what },
    ...(by ? { by } : {}),
    ...(note === null ? {} : { note }),
  })),
  points: (await pointsOf(db, row.id, shown.points)).map(({ at, value }) => ({ at: at.toISOString(), value })),
});

export const toSilence = (row: SilenceRow): Silence => ({
  ...{ id: row.id, matcher: row.matcher, from: row.from.toISOString(), until: row.until.toISOString(), comment: row.comment, by: row.by },
  ...(row.subjectName === null ? {} : { subjectName: row.subjectName }),
});
