import { alertKindOf, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule } from "@beckon/contracts/alerts";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import {
  insertAlert,
  insertEvents,
  insertPoints,
  lockFiring,
  membersOf,
  putMembers,
  resolveMembers,
  updateAlert,
  type AlertRow,
} from "./alerts.repository.ts";
import { intervalMs, type AlertsDeps } from "./alerts.types.ts";
import { groupKey, grouped, type Group } from "./grouping.ts";
import { muted, type Hush, type Source } from "./inhibition.ts";
import type { AllReadings } from "./readings/read-all.ts";
import { listSilences } from "./silences.repository.ts";
import { itself, tellFiring, tellOver } from "./tell.ts";
import { deleteWatches, listWatches, putWatches } from "./watch.repository.ts";
import { watch, type Resolved } from "./watching.ts";

type Look = { rules: readonly AlertRule[]; readings: AllReadings; now: Date; slot: number };
type Deps = Pick<AlertsDeps, "feed" | "audit" | "notifications">;

/** What changed by itself is told to the apps no more often than this. */
const toldMs = 60_000;
/** Of many subjects so many are brought up to date with each telling. */
const freshMembers = 20;

/** Writes what one look found: states, alerts, what phones are told, and the feed, in the caller's transaction. */
export const apply = async (deps: Deps, work: Work, look: Look): Promise<void> => {
  const { rules, readings, now } = look;
  const open = new Map((await lockFiring(work.db)).map((row) => [groupKey(row), row]));
  const watched = watch({ rules, rows: await listWatches(work.db), readings, now: now.getTime() });
  const groups = grouped(watched.firing);
  const rows = new Map<string, AlertRow>();
  for (const [key, group] of groups) rows.set(key, open.get(key) ?? (await fire(deps, work, { group, ...look })));

  const alertOf = ({ kind, key }: { kind: AlertKind; key: string }) =>
    (rows.get(groupKey({ kind, group: key })) ?? rows.get(groupKey({ kind, group: "" })))?.id ?? null;
  await putWatches(
    work.db,
    watched.changed.map((row) => (row.state === "firing" ? { ...row, alertId: row.alertId ?? alertOf(row) } : row)),
  );
  await deleteWatches(work.db, watched.dropped);

  const sources = [...groups].map(([key, { kind, firing }]): Source => ({
    ...{ id: (rows.get(key) as AlertRow).id, kind, keys: new Set(firing.map((one) => one.key)) },
  }));
  const silences = groups.size > 0 ? await listSilences(work.db, now) : [];
  const resolved = Map.groupBy(watched.resolved, ({ alertId }) => alertId ?? "");
  for (const [key, group] of groups) {
    const row = rows.get(key) as AlertRow;
    const fresh = !open.has(key);
    await goOn(deps, work, { ...look, group, row, fresh, sources, silences, resolved: resolved.get(row.id) ?? [] });
  }
  for (const [key, row] of open) if (!groups.has(key)) await end(deps, work, { row, resolved: resolved.get(row.id) ?? [], now });
  await insertPoints(
    work.db,
    pointsOf(
      [...groups].map(([key, group]) => ({ group, row: rows.get(key) as AlertRow })),
      look,
    ),
  );
};

const ruleOf = (rules: readonly AlertRule[], kind: AlertKind): AlertRule => rules.find((rule) => rule.kind === kind) as AlertRule;
const worstOf = ({ firing }: Group): number | null => firing[0]?.value ?? null;

/** The first of its group to fire: an alert is made of it. */
const fire = async ({ audit }: Deps, work: Work, { group, rules, now }: Look & { group: Group }): Promise<AlertRow> => {
  const { kind, firing } = group;
  const { severity, threshold } = ruleOf(rules, kind);
  const row: AlertRow = {
    ...{ id: newId("al", now.getTime()), kind, group: group.group, severity, state: "firing", threshold, value: worstOf(group) },
    ...{ count: firing.length, evidence: [], startedAt: new Date(Math.min(...firing.map(({ since }) => since))), firedAt: now },
    ...{ resolvedAt: null, resolvedBecause: null, noReadingSince: null, acknowledged: null, snoozed: null, assigned: null },
    ...{ silenceId: null, inhibitedBy: null, mutedAt: null, pagedAt: null, pagedTimes: 0, pagedCount: 0, paging: false, toldAt: now },
  };
  await insertAlert(work.db, row);
  await insertEvents(work.db, { alertId: row.id, at: now, what: "fired", by: null, note: null });
  await audit.append(work, {
    actor: itself,
    action: "alert.fired",
    subject: row.id,
    detail: { kind, count: firing.length, value: row.value, threshold },
  });
  return row;
};

type Going = Look & {
  group: Group;
  row: AlertRow;
  fresh: boolean;
  sources: readonly Source[];
  silences: readonly Hush[];
  resolved: readonly Resolved[];
};

const goOn = async (
  deps: Deps,
  work: Work,
  { group, row, fresh, sources, silences, resolved, rules, readings, now }: Going,
): Promise<void> => {
  const { severity, threshold } = ruleOf(rules, group.kind);
  const quiet = muted({ group, severity, sources, silences });
  const without = group.firing.map(({ noReadingSince }) => noReadingSince);
  const since = without.every((at) => at !== null) ? new Date(Math.min(...without)) : null;
  const found = readings.get(group.kind)?.find(({ subject }) => subject.id === group.firing[0]?.key);
  const current: AlertRow = {
    ...{ ...row, severity, threshold, value: worstOf(group), count: group.firing.length, noReadingSince: since },
    evidence: [...(found?.evidence ?? row.evidence)].slice(0, freshMembers),
  };
  const subjects = group.firing.map(({ subject }) => subject);
  const raised = severity === "critical" && row.severity !== severity;
  const told = await tellFiring(deps, work, { row: current, subjects, now, muted: quiet, raised });
  const next: AlertRow = { ...current, ...told };
  await noteTurns(work, row, next, now);
  await resolveMembers(
    work.db,
    row.id,
    resolved.map(({ key }) => key),
    now,
  );

  const turned = fresh || resolved.length > 0 || hasTurned(row, next);
  const moved = turned || row.value !== next.value;
  const tells = turned || (moved && now.getTime() - row.toldAt.getTime() >= toldMs);
  // Those that were the worst are told again too: with what they were then they would stay in front.
  const before = new Set(tells && !fresh ? (await membersOf(work.db, [row], freshMembers)).map(({ key }) => key) : []);
  const members = group.firing.filter(({ key, began }, index) => fresh || began || (tells && (index < freshMembers || before.has(key))));
  await putMembers(
    work.db,
    members.map(({ key, subject, value, since: at }) => ({
      alertId: row.id,
      key,
      subject,
      value,
      since: new Date(at),
      resolvedAt: null,
    })),
  );
  if (!tells && row.mutedAt?.getTime() === next.mutedAt?.getTime()) return;
  await updateAlert(work.db, row.id, { ...next, ...(tells ? { toldAt: now } : {}) });
  if (tells) await deps.feed.append(work, { kind: "alert", entityId: row.id });
};

const hasTurned = (before: AlertRow, after: AlertRow): boolean =>
  (["severity", "threshold", "count", "silenceId", "paging", "pagedTimes"] as const).some((part) => before[part] !== after[part]) ||
  before.inhibitedBy?.id !== after.inhibitedBy?.id ||
  before.noReadingSince?.getTime() !== after.noReadingSince?.getTime();

const noteTurns = async (work: Work, before: AlertRow, after: AlertRow, at: Date): Promise<void> => {
  const note = (what: "silenced" | "inhibited" | "no_reading", words: string | null = null) =>
    insertEvents(work.db, { alertId: after.id, at, what, by: null, note: words });
  if (after.silenceId !== null && before.silenceId === null) await note("silenced");
  if (after.inhibitedBy !== null && before.inhibitedBy === null) await note("inhibited", alertKindOf(after.inhibitedBy.kind).title);
  if (after.noReadingSince !== null && before.noReadingSince === null) await note("no_reading");
};

const end = async (
  deps: Deps,
  work: Work,
  { row, resolved, now }: { row: AlertRow; resolved: readonly Resolved[]; now: Date },
): Promise<void> => {
  const because = resolved.some((one) => one.because === "off")
    ? "off"
    : resolved.every((one) => one.because === "over")
      ? "over"
      : "cleared";
  const members = await membersOf(work.db, [row], freshMembers);
  await tellOver(deps, work, { row, subjects: members.map(({ subject }) => subject), now });
  await resolveMembers(
    work.db,
    row.id,
    resolved.map(({ key }) => key),
    now,
  );
  await updateAlert(work.db, row.id, {
    state: "resolved",
    resolvedAt: now,
    resolvedBecause: because,
    paging: false,
    snoozed: null,
    toldAt: now,
  });
  await insertEvents(work.db, { alertId: row.id, at: now, what: "resolved", by: null, note: because });
  await deps.audit.append(work, { actor: itself, action: "alert.resolved", subject: row.id, detail: { kind: row.kind, because } });
  await deps.feed.append(work, { kind: "alert", entityId: row.id });
};

/** Each reading of the first hour, then one every five minutes. */
const pointsOf = (all: readonly { group: Group; row: AlertRow }[], { now, slot }: Look) =>
  all
    .filter(({ row }) => now.getTime() - row.firedAt.getTime() < 3_600_000 || slot % (300_000 / intervalMs) === 0)
    .map(({ group, row }) => ({ alertId: row.id, at: now, value: worstOf(group) }));
