import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Work } from "../../platform/db/database.ts";
import type { JobHandler } from "../../platform/jobs/jobs.ts";
import { showLine } from "../clip.ts";
import { markFailed } from "../deliveries.repository.ts";
import { enqueueNotice } from "../enqueue.ts";
import { answeredBefore, deliverQueue, releaseQueue, type NoticeWords, type NotificationsDeps } from "../notifications.types.ts";
import { decide } from "./decide.ts";
import { effectivePolicies } from "./effective.ts";
import { gather, holdUntil, letGo, lockHeld, type Held } from "./held.repository.ts";

type Open = { held: Held; words: string };
const riskWord = { low: "", medium: "", high: "High risk: ", critical: "Critical risk: " } as const;
/** How many are named; the rest is counted. */
const named = 5;

/** Whether it still is so: a request that waits, or a notice that nobody took back. */
const stillSo = async (deps: NotificationsDeps, work: Work, held: Held): Promise<Open | undefined> => {
  if (held.requestId === null) return { held, words: showLine(held.notice?.title ?? "", 120).text };
  const request = (await deps.decisions.find(work.db, held.requestId))?.request;
  return request && isOpen(request, deps.clock())
    ? { held, words: `${riskWord[request.risk]}${showLine(request.title, 120).text}` }
    : undefined;
};

const isOpen = ({ status, expiresAt }: DecisionRequest, now: Date) =>
  status === "pending" && (expiresAt === undefined || Date.parse(expiresAt) > now.getTime());

/** The moment has come: what still is so is told, by itself or together in one. */
export const release =
  (deps: NotificationsDeps): JobHandler<{ deviceId: string }> =>
  async ({ deviceId }) =>
    deps.database.transaction(async (work) => {
      const { db } = work;
      const now = deps.clock();
      const due = await lockHeld(db, deviceId, now);
      if (due.length === 0) return;
      const open = (await Promise.all(due.map((held) => stillSo(deps, work, held)))).filter((each) => each !== undefined);
      const over = due.filter(({ id }) => open.every(({ held }) => held.id !== id)).map(({ id }) => id);
      await markFailed(db, over, { reason: answeredBefore, now });
      const device = await deps.devices.find(db, deviceId);
      const [first, ...more] = open;
      if (!first) return;
      if (!device)
        return markFailed(
          db,
          open.map(({ held }) => held.id),
          { reason: "the device was revoked", now },
        );
      if (more.length === 0) {
        await letGo(db, first.held.id);
        return deps.jobs.enqueue(work, deliverQueue, { deliveryId: first.held.id });
      }
      const [digest] = await enqueueNotice(deps, work, { kind: "digest", notice: digestWords(open), devices: [device] });
      await gather(
        db,
        open.map(({ held }) => held.id),
        digest?.id ?? "",
      );
    });

const digestWords = (open: readonly Open[]): NoticeWords => {
  const rest = open.length - named;
  const words = open.slice(0, named).map((each) => each.words);
  return {
    title: `${open.length} things waited for you`,
    body: [...words, ...(rest > 0 ? [`and ${rest} more`] : [])].join(" · "),
    private: `${open.length} things waited for you`,
    path: "/",
    tag: "digest",
  };
};

/** After a change of policy: what is held is judged anew, and rings now if it may. */
export const judgeAnew = async (
  deps: NotificationsDeps,
  work: Work,
  devices: readonly { id: string; personId: string }[],
): Promise<void> => {
  const now = deps.clock();
  const policyOf = await effectivePolicies(work.db, devices);
  for (const device of devices) {
    const moments = new Set<number>();
    for (const { id, topic, heldUntil } of await lockHeld(work.db, device.id)) {
      const verdict = topic ? decide(policyOf(device), topic, now.getTime()) : ({ tell: "now" } as const);
      if (verdict.tell === "never") await markFailed(work.db, [id], { reason: "turned off on this device while it waited", now });
      const at = verdict.tell === "at" ? verdict.at : now.getTime();
      if (verdict.tell === "never" || at === heldUntil?.getTime()) continue;
      await holdUntil(work.db, id, new Date(at));
      moments.add(at);
    }
    for (const at of moments)
      await deps.jobs.enqueue(work, releaseQueue, { deviceId: device.id }, at > now.getTime() ? { startAfter: new Date(at) } : {});
  }
};
