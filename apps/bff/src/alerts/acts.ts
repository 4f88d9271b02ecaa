import type { Actor } from "@beckon/contracts/access";
import type { AlertDetail, AlertEvent } from "@beckon/contracts/alerts";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { alertNotFound, alertOver, personUnknown, wrongUntil } from "./alerts.errors.ts";
import { insertEvents, lockAlert, membersOf, updateAlert, type AlertRow } from "./alerts.repository.ts";
import { occasionOf, type AlertsDeps } from "./alerts.types.ts";
import { toDetail } from "./present.ts";
import { firingNotice, takenNotice } from "./words.ts";

const longestSnoozeMs = 7 * 86_400_000;

type Act = { what: AlertEvent["what"]; change: Partial<AlertRow>; note?: string; detail?: Record<string, unknown> };
type Doing = { work: Work; row: AlertRow; by: Actor; now: Date };

/** What a person does with an alert that fires; the same again changes nothing. */
const act =
  (deps: AlertsDeps, decide: (doing: Doing) => Promise<Act | undefined>) =>
  (caller: Caller, id: string): Promise<AlertDetail> =>
    deps.database.transaction(async (work) => {
      const row = await lockAlert(work.db, id);
      if (!row) throw alertNotFound();
      if (row.state !== "firing") throw alertOver({ detail: "What is over needs nobody." });
      const [by, now] = [actorOf(caller), deps.clock()];
      const done = await decide({ work, row, by, now });
      if (!done) return toDetail(work.db, row);
      const after = await updateAlert(work.db, id, done.change);
      await insertEvents(work.db, { alertId: id, at: now, what: done.what, by, note: done.note ?? null });
      await deps.audit.append(work, { actor: by, action: `alert.${done.what}`, subject: id, detail: { kind: row.kind, ...done.detail } });
      await deps.feed.append(work, { kind: "alert", entityId: id });
      return toDetail(work.db, after);
    });

/** Nobody else is told of it any more, and what other devices show of it is taken back. */
const taken = async ({ notifications }: AlertsDeps, { work, row, by }: Doing, how: string): Promise<void> => {
  const subjects = (await membersOf(work.db, [row], 20)).map(({ subject }) => subject);
  await notifications.acknowledged(work, occasionOf(row.id), by, takenNotice({ row, subjects }, `${by.name ?? "Somebody"} ${how}.`));
};

/** Somebody takes it. */
export const acknowledge = (deps: AlertsDeps) =>
  act(deps, async (doing) => {
    const { row, by, now } = doing;
    if (row.acknowledged && !row.snoozed) return undefined;
    await taken(deps, doing, "took it");
    return {
      what: "acknowledged",
      change: { acknowledged: { at: now.toISOString(), by }, snoozed: null, paging: false, pagedCount: row.count },
    };
  });

/** Not now: it is told again then, if it fires still. */
export const snooze = (deps: AlertsDeps) => (caller: Caller, id: string, until: string) =>
  act(deps, async (doing) => {
    const { by, now } = doing;
    const at = Date.parse(until);
    if (at <= now.getTime() || at > now.getTime() + longestSnoozeMs) throw wrongUntil({ detail: "Within the next seven days." });
    await taken(deps, doing, "snoozed it");
    const end = new Date(at).toISOString();
    return {
      what: "snoozed",
      note: end,
      change: { snoozed: { at: now.toISOString(), by, until: end }, paging: false },
      detail: { until: end },
    };
  })(caller, id);

/** It is somebody's, who is told of it; null: nobody's any more. */
export const assign = (deps: AlertsDeps) => async (caller: Caller, id: string, personId: string | null) => {
  const person = personId === null ? null : ((await deps.access.people.list()).find((one) => one.id === personId) ?? null);
  if (personId !== null && !person) throw personUnknown();
  return act(deps, async (doing) => {
    if ((doing.row.assigned?.personId ?? null) === personId) return undefined;
    return person ? give(deps, doing, person) : { what: "assigned", change: { assigned: null }, detail: { to: null } };
  })(caller, id);
};

const give = async (deps: AlertsDeps, doing: Doing, { id, name }: { id: string; name: string }): Promise<Act> => {
  const { work, row, by, now } = doing;
  const assigned = { at: now.toISOString(), by, personId: id, name };
  const told = { what: "assigned" as const, note: name, detail: { to: id } };
  // Who takes it upon themselves has it.
  if (by.kind === "person" && by.id === id) {
    await taken(deps, doing, "took it");
    const acknowledged = row.acknowledged ?? { at: now.toISOString(), by };
    return { ...told, change: { assigned, acknowledged, snoozed: null, paging: false, pagedCount: row.count } };
  }
  await deps.notifications.acknowledged(work, occasionOf(row.id), by);
  const subjects = (await membersOf(work.db, [row], 20)).map(({ subject }) => subject);
  const severity = row.severity === "critical" ? "critical" : "warning";
  await deps.notifications.page(work, { occasion: occasionOf(row.id), severity, notice: firingNotice({ row, subjects }), personId: id });
  const paged = { paging: true, pagedAt: now, pagedTimes: row.pagedTimes + 1, pagedCount: row.count };
  return { ...told, change: { assigned, acknowledged: null, snoozed: null, ...paged } };
};
