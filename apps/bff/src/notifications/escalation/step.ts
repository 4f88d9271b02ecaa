import type { EscalationStep } from "@beckon/contracts/escalation";
import type { Work } from "../../platform/db/database.ts";
import type { JobHandler } from "../../platform/jobs/jobs.ts";
import { enqueueMessage } from "../channels/enqueue-message.ts";
import { findChannel } from "../channels/channels.repository.ts";
import { enqueueNotice } from "../enqueue.ts";
import { listening } from "../notify.ts";
import { escalateQueue, type NotificationsDeps } from "../notifications.types.ts";
import { listSubscribed } from "../subscriptions.repository.ts";
import { lockEscalation, mayArrive, toldSince, updateEscalation, type EscalationRow } from "./escalations.repository.ts";
import { pick } from "./pick.ts";

type Step = { n: number; round: number; step: EscalationStep };
export type StepDeps = Pick<NotificationsDeps, "clock" | "jobs" | "devices" | "decisions">;

/** The step of this number and how long after the one before it, counted on over all rounds; nothing after the last. */
const stepAt = ({ policy: { steps, repeat } }: EscalationRow, n: number): (Step & { delayMs: number }) | undefined => {
  const round = Math.floor(n / steps.length);
  const step = steps[n % steps.length];
  if (!step || round > (repeat?.times ?? 0)) return undefined;
  const again = n > 0 && n % steps.length === 0;
  return { n, round, step, delayMs: (again ? (repeat?.afterMinutes ?? 0) : step.afterMinutes) * 60_000 };
};

/** In the transaction that holds the row: makes its next step, passing over those that find nobody, and sets the one after. */
export const makeStep = async (deps: StepDeps, work: Work, row: EscalationRow): Promise<void> => {
  const steps = [...row.steps];
  for (let at = stepAt(row, row.next); at;) {
    const to = await tell(deps, work, row, at);
    const now = deps.clock();
    steps.push({ at: now.toISOString(), round: at.round + 1, tell: at.step.tell, to });
    const following = stepAt(row, at.n + 1);
    if (following && (to.length > 0 || following.round > at.round)) {
      const nextAt = new Date(now.getTime() + following.delayMs);
      await updateEscalation(work.db, row.id, { steps, next: following.n, nextAt });
      await deps.jobs.enqueue(work, escalateQueue, { escalationId: row.id, n: following.n }, { startAfter: nextAt });
      return;
    }
    if (!following) await updateEscalation(work.db, row.id, { steps, next: at.n + 1, nextAt: null, state: "exhausted" });
    at = following;
  }
};

/** Names of those who are told by a step; none: nobody was left, or nobody wants to hear of it. */
const tell = async (deps: StepDeps, work: Work, row: EscalationRow, { n, round, step }: Step): Promise<string[]> => {
  const request = row.requestId === null ? undefined : (await deps.decisions.find(work.db, row.requestId))?.request;
  const escalation = { id: row.id, step: n };
  if (step.tell === "channel") {
    const channel = await findChannel(work.db, step.channelId ?? "");
    if (!channel?.enabled) return [];
    await enqueueMessage(deps, work, channel, {
      ...{ kind: "notice", escalation, occasion: row.occasion },
      ...(row.requestId === null ? {} : { requestId: row.requestId }),
      ...(row.notice ? { notice: row.notice } : {}),
    });
    return [channel.name];
  }
  const all = await listening(deps, work);
  const subscribed = await listSubscribed(
    work.db,
    all.map(({ id }) => id),
  );
  const failing = new Set(subscribed.filter(({ failingSince }) => failingSince !== null).map(({ deviceId }) => deviceId));
  const told = await toldSince(work.db, row.id, round * row.policy.steps.length);
  const devices = pick({
    ...{ tell: step.tell, told, first: row.personId ?? undefined },
    devices: all.map((device) => ({ ...device, failing: failing.has(device.id) })),
  });
  const sent = await enqueueNotice(deps, work, {
    ...{ devices, escalation },
    ...(request
      ? { kind: "reminder", topic: `decision.${request.risk}`, requestId: request.id, occasion: `${row.id}/${n}` }
      : { kind: "notice", topic: `alert.${row.severity}`, occasion: row.occasion, ...(row.notice ? { notice: row.notice } : {}) }),
  });
  return sent.map(({ deviceName }) => deviceName);
};

/** Nobody took it in time: the next step, once, however many processes run this. */
export const escalate =
  (deps: NotificationsDeps): JobHandler<{ escalationId: string; n: number }> =>
  async ({ escalationId, n }) =>
    deps.database.transaction(async (work) => {
      const row = await lockEscalation(work.db, escalationId);
      if (row?.state !== "open" || row.next !== n) return;
      await makeStep(deps, work, row);
    });

/** None of a step's messages can arrive any more: waiting for an answer to it would be in vain. */
export const hurry = async (deps: NotificationsDeps, { escalationId, step }: { escalationId: string; step: number }): Promise<void> =>
  deps.database.transaction(async (work) => {
    const row = await lockEscalation(work.db, escalationId);
    if (row?.state !== "open" || row.next !== step + 1 || (await mayArrive(work.db, escalationId, step))) return;
    // A new round keeps its distance: there is nobody left whom to tell sooner.
    if (row.next % row.policy.steps.length === 0) return;
    await makeStep(deps, work, row);
  });
