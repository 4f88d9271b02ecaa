import type { Actor } from "@beckon/contracts/access";
import type { AlertDetail, AlertEvent } from "@beckon/contracts/alerts";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { alertNotFound, alertOver, personUnknown, wrongUntil } from "./alerts.errors.ts";
import { insertEvents, lockAlert, membersOf, updateAlert, type AlertRow } from "./alerts.repository.ts";
import { occasionOf, type AlertsDeps } from "./alerts.types.ts";
import { toDetail } from "./present.ts";
import { firingNotice } from "./words.ts";

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

/** Somebody takes it: nobody else is told of it any more. */
export const acknowledge = (deps: AlertsDeps) =>
  act(deps, async ({ work, row, by, now }) => {
    if (row.acknowledged && !row.snoozed) return undefined;
    await deps.notifications.acknowledged(work, occasionOf(row.id), by);
    return {
      what: "acknowledged",
      change: { acknowledged: { at: now.toISOString(), by }, snoozed: null, paging: false, pagedCount: row.count },
    };
  });

/** Not now: it is told again then, if it fires still. */
export const snooze = (deps: AlertsDeps) => (caller: Caller, id: string, until: string) =>
  act(deps, async ({ work, row, by, now }) => {
    const at = Date.parse(until);
    if (at <= now.getTime() || at > now.getTime() + longestSnoozeMs) throw wrongUntil({ detail: "Within the next seven days." });
    await deps.notifications.acknowledged(work, occasionOf(row.id), by);
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

const give = async (
  { notifications }: AlertsDeps,
  { work, row, by, now }: Doing,
  { id, name }: { id: string; name: string },
): Promise<Act> => {
  const assigned = { at: now.toISOString(), by, personId: id, name };
  const told = { what: "assigned" as const, note: name, detail: { to: id } };
  await notifications.acknowledged(work, occasionOf(row.id), by);
  // Who takes it upon themselves has it.
  if (by.kind === "person" && by.id === id) {
    const acknowledged = row.acknowledged ?? { at: now.toISOString(), by };
    return { ...told, change: { assigned, acknowledged, snoozed: null, paging: false, pagedCount: row.count } };
  }
  const subjects = (await membersOf(work.db, [row.id], 20)).map(({ subject }) => subject);
  const severity = row.severity === "critical" ? "critical" : "warning";
  await notifications.page(work, { occasion: occasionOf(row.id), severity, notice: firingNotice({ row, subjects }), personId: id });
  const paged = { paging: true, pagedAt: now, pagedTimes: row.pagedTimes + 1, pagedCount: row.count };
  return { ...told, change: { assigned, acknowledged: null, snoozed: null, ...paged } };
};
