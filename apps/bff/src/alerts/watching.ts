import type { AlertKind } from "@beckon/contracts/alert-kinds";
import { alertKindOf } from "@beckon/contracts/alert-kinds";
import type { AlertRule, AlertSubject } from "@beckon/contracts/alerts";
import type { Reading } from "./readings/reading.ts";
import type { AllReadings } from "./readings/read-all.ts";
import { step, type Bounds, type Standing } from "./state.ts";
import type { WatchRow } from "./watch.repository.ts";

/** A subject that fires now. */
export type Firing = {
  kind: AlertKind;
  key: string;
  subject: AlertSubject;
  value: number | null;
  since: number;
  noReadingSince: number | null;
  /** Since this look. */
  began: boolean;
};
/** A subject that was resolved by this look, and how. */
export type Resolved = { kind: AlertKind; key: string; alertId: string | null; because: "cleared" | "over" | "off" };

export type Watched = { firing: Firing[]; resolved: Resolved[]; changed: WatchRow[]; dropped: WatchRow[] };

export const boundsOf = ({ kind, threshold, clear, forSeconds }: AlertRule): Bounds => {
  const { bound, keepSeconds } = alertKindOf(kind);
  return { bound, threshold, clear, forMs: forSeconds * 1_000, keepMs: keepSeconds * 1_000 };
};

/** What lies ahead, because the clock was put back, begins now. */
export const toStanding = (row: WatchRow | undefined, now: number): Standing => {
  if (!row) return { state: "inactive" };
  const past = (at: Date) => Math.min(at.getTime(), now);
  const [since, { flaps }] = [past(row.since), row];
  if (row.state !== "firing") return { state: row.state, since, flaps };
  return {
    state: "firing",
    since,
    flaps,
    clearSince: row.clearSince && past(row.clearSince),
    noReadingSince: row.noReadingSince && past(row.noReadingSince),
  };
};

type Looked = { rules: readonly AlertRule[]; rows: readonly WatchRow[]; readings: AllReadings; now: number };

/** One look at all rules: what each subject is from now on. Pure; what it changed is for its caller to write. */
export const watch = ({ rules, rows, readings, now }: Looked): Watched => {
  const out: Watched = { firing: [], resolved: [], changed: [], dropped: [] };
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  for (const rule of rules) {
    const known = new Map((byKind.get(rule.kind) ?? []).map((row) => [row.key, row]));
    if (!rule.enabled) {
      for (const row of known.values()) {
        out.dropped.push(row);
        if (row.state === "firing") out.resolved.push({ kind: rule.kind, key: row.key, alertId: row.alertId, because: "off" });
      }
      continue;
    }
    const read = readings.get(rule.kind) ?? null;
    const found = new Map((read ?? []).map((reading) => [reading.subject.id, reading]));
    for (const key of new Set([...known.keys(), ...found.keys()]))
      look(out, { rule, key, row: known.get(key), reading: found.get(key), unread: read === null, now });
  }
  return out;
};

type One = { rule: AlertRule; key: string; row: WatchRow | undefined; reading: Reading | undefined; unread: boolean; now: number };

const look = (out: Watched, { rule: given, key, row, reading, unread, now }: One): void => {
  const { kind } = given;
  const before = toStanding(row, now);
  const value = reading?.value ?? null;
  const { after, resolved } = step(before, unread ? null : reading ? value : "gone", boundsOf(given), now);
  const subject = reading?.subject ?? row?.subject;
  if (!subject) return;
  if (resolved) out.resolved.push({ kind, key, alertId: row?.alertId ?? null, because: resolved });
  if (after.state === "firing")
    out.firing.push({
      kind,
      key,
      subject,
      value,
      since: after.since,
      noReadingSince: after.noReadingSince,
      began: before.state !== "firing",
    });
  if (after.state === "inactive") {
    if (row) out.dropped.push(row);
    return;
  }
  const firing = after.state === "firing" ? after : undefined;
  const next: WatchRow = {
    ...{ kind, key, subject, state: after.state, since: new Date(after.since), flaps: after.flaps, value },
    clearSince: at(firing?.clearSince),
    noReadingSince: at(firing?.noReadingSince),
    alertId: firing ? (row?.alertId ?? null) : null,
  };
  if (!row || !same(row, next)) out.changed.push(next);
};

const at = (moment: number | null | undefined): Date | null => (typeof moment === "number" ? new Date(moment) : null);
const same = (a: WatchRow, b: WatchRow): boolean =>
  a.state === b.state &&
  a.flaps === b.flaps &&
  a.since.getTime() === b.since.getTime() &&
  a.clearSince?.getTime() === b.clearSince?.getTime() &&
  a.noReadingSince?.getTime() === b.noReadingSince?.getTime();
