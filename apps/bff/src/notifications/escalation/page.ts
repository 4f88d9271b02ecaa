import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../../platform/db/database.ts";
import { newId } from "../../platform/ids.ts";
import { enqueueMessage } from "../channels/enqueue-message.ts";
import { findChannel } from "../channels/channels.repository.ts";
import { dropUntold, toldOf } from "../deliveries.repository.ts";
import { replaceOn } from "../notify.ts";
import { overBefore, type NoticeWords, type NotificationsDeps, type Page } from "../notifications.types.ts";
import {
  insertEscalation,
  lockStanding,
  readEscalationPolicy,
  toldChannels,
  updateEscalation,
  type EscalationRow,
} from "./escalations.repository.ts";
import { makeStep, type StepDeps } from "./step.ts";

type Ending = Pick<NotificationsDeps, "clock" | "jobs">;

/**
 * Tells it by the first step, in the transaction that makes it true, and sets the next ones. The same occasion again, while
 * it is under way, tells nobody twice; where it has become critical, or somebody had taken it, it begins anew.
 */
export const page =
  (deps: StepDeps) =>
  async (work: Work, { occasion, severity, notice, personId }: Page): Promise<void> => {
    const standing = await lockStanding(work.db, occasion);
    if (standing?.state === "open" && (standing.severity === "critical" || severity === "warning")) return;
    if (standing) await close(deps, work, standing);
    const { policy } = await readEscalationPolicy(work.db);
    await begin(deps, work, {
      ...{ occasion, severity, notice, personId: personId ?? null, requestId: null, title: notice.title },
      ...{ policy: { steps: policy.steps, repeat: policy.repeat }, next: 0 },
    });
  };

type Beginning = Pick<EscalationRow, "occasion" | "severity" | "notice" | "personId" | "requestId" | "title" | "policy" | "next">;

/** Of two who begin one occasion at once, one does. */
export const begin = async (deps: StepDeps, work: Work, beginning: Beginning): Promise<EscalationRow | undefined> => {
  const now = deps.clock();
  const row: EscalationRow = {
    ...{ id: newId("es", now.getTime()), ...beginning, state: "open", nextAt: null, steps: [], startedAt: now, endedAt: null, by: null },
  };
  if (!(await insertEscalation(work.db, row))) return undefined;
  if (beginning.next === 0) await makeStep(deps, work, row);
  return row;
};

/**
 * Somebody has taken it: nobody else is told. With a notice, what other devices show is replaced by it where that makes no
 * sound; what shows on the one it was taken on stays until it is settled.
 */
export const acknowledged =
  (deps: Ending) =>
  async (work: Work, occasion: string, by: Actor, notice?: NoticeWords): Promise<void> => {
    const row = await lockStanding(work.db, occasion);
    if (!row || row.state === "acknowledged") return;
    const now = deps.clock();
    await updateEscalation(work.db, row.id, { state: "acknowledged", nextAt: null, endedAt: now, by });
    await dropUntold(work.db, { escalationId: row.id }, { reason: `${by.name ?? "somebody"} took it before it was sent`, now });
    if (!notice) return;
    const told = (await toldOf(work.db, { escalationId: row.id })).filter(({ deviceId }) => deviceId !== by.device);
    await replaceOn(deps, work, { occasion, notice, told });
  };

/** It is over: nobody else is told, and what was said is replaced by `notice` where that makes no sound. */
export const settle =
  (deps: Ending) =>
  async (work: Work, occasion: string, notice: NoticeWords): Promise<void> => {
    const row = await lockStanding(work.db, occasion);
    if (!row) return;
    await close(deps, work, row);
    await replaceOn(deps, work, { occasion, notice, told: await toldOf(work.db, { escalationId: row.id }) });
    await tellChannels(deps, work, row, notice);
  };

/** The request has its answer, or needs none any more; its notifications are taken back by who knows the answer. */
export const settleRequest =
  (deps: Ending) =>
  async (work: Work, occasion: string): Promise<void> => {
    const row = await lockStanding(work.db, occasion);
    if (!row) return;
    await close(deps, work, row);
    await tellChannels(deps, work, row, null);
  };

const close = async (deps: Ending, work: Work, row: EscalationRow): Promise<void> => {
  const now = deps.clock();
  await updateEscalation(work.db, row.id, { state: "settled", nextAt: null, endedAt: row.endedAt ?? now });
  await dropUntold(work.db, { escalationId: row.id }, { reason: overBefore, now });
};

/** Who was told through a channel hears there that it is over. */
const tellChannels = async (deps: Ending, work: Work, row: EscalationRow, notice: NoticeWords | null): Promise<void> => {
  for (const { id } of await toldChannels(work.db, row.id)) {
    const channel = await findChannel(work.db, id);
    if (!channel?.enabled) continue;
    await enqueueMessage(deps, work, channel, {
      ...{ kind: "withdraw", occasion: row.occasion, escalation: { id: row.id, step: row.next } },
      ...(row.requestId === null ? {} : { requestId: row.requestId }),
      ...(notice ? { notice } : {}),
    });
  }
};
