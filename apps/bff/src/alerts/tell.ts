import { alertKindOf } from "@beckon/contracts/alert-kinds";
import type { AlertEvent, AlertSubject } from "@beckon/contracts/alerts";
import type { Work } from "../platform/db/database.ts";
import { insertEvents, type AlertRow } from "./alerts.repository.ts";
import { occasionOf, type AlertsDeps } from "./alerts.types.ts";
import type { Muted } from "./inhibition.ts";
import { ring } from "./ring.ts";
import { firingNotice, hushedNotice, overNotice } from "./words.ts";

export const itself = { kind: "system", name: "alerts" } as const;

type Deps = Pick<AlertsDeps, "notifications">;
type Told = { row: AlertRow; subjects: readonly AlertSubject[]; now: Date };
type Change = Partial<AlertRow>;

const note = (work: Work, { row, now }: Told, what: AlertEvent["what"], words: string | null = null) =>
  insertEvents(work.db, { alertId: row.id, at: now, what, by: null, note: words });

/** Tells the phones what they have to know of an alert now, and gives what changes of it by that. */
export const tellFiring = async ({ notifications }: Deps, work: Work, told: Told & { muted: Muted; raised: boolean }): Promise<Change> => {
  const { row, subjects, now, muted, raised } = told;
  const mutedAt = muted.audible === 0 ? now : row.mutedAt;
  const decision = ring(
    {
      ...{ severity: row.severity, audible: muted.audible, mutedAt: mutedAt?.getTime() ?? null, taken: row.acknowledged !== null },
      snoozedUntil: row.snoozed ? Date.parse(row.snoozed.until) : null,
      ...{ paging: row.paging, pagedAt: row.pagedAt?.getTime() ?? null, pagedCount: row.pagedCount, raised },
    },
    now.getTime(),
  );
  const quiet: Change = { mutedAt, silenceId: muted.silenceId, inhibitedBy: muted.inhibitedBy };
  switch (decision) {
    case "none":
      return quiet;
    case "hush": {
      const why = muted.inhibitedBy
        ? `It follows from another alert: ${alertKindOf(muted.inhibitedBy.kind).title}.`
        : muted.silenceId
          ? "It is silenced."
          : "Its rule rings nobody any more.";
      await notifications.settle(work, occasionOf(row.id), hushedNotice({ row, subjects }, why));
      return { ...quiet, paging: false };
    }
    case "wake":
    case "grew":
    case "page": {
      if (decision !== "page") await note(work, told, decision === "wake" ? "woke" : "grew");
      await notifications.page(work, {
        occasion: occasionOf(row.id),
        severity: row.severity === "critical" ? "critical" : "warning",
        notice: firingNotice({ row, subjects }),
        ...(row.assigned ? { personId: row.assigned.personId } : {}),
      });
      await note(work, told, "paged");
      return {
        ...quiet,
        ...{ paging: true, pagedAt: now, pagedTimes: row.pagedTimes + 1, pagedCount: muted.audible },
        ...{ acknowledged: null, snoozed: null, mutedAt: null },
      };
    }
  }
};

/** It is over: whoever was told is told no more, and what phones show of it is taken back. */
export const tellOver = async ({ notifications }: Deps, work: Work, { row, subjects, now }: Told): Promise<void> => {
  if (row.pagedTimes === 0) return;
  const lasted = (now.getTime() - row.firedAt.getTime()) / 1_000;
  await notifications.settle(work, occasionOf(row.id), overNotice({ row, subjects }, lasted));
};
