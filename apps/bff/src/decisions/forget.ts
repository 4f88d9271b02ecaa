import type { Work } from "../platform/db/database.ts";
import { deleteRequests, pendingOf } from "./decisions.repository.ts";
import type { DecisionsDeps } from "./decisions.types.ts";
import { snoozesOfOwners } from "./snoozes.repository.ts";
import { cancel } from "./withdraw.ts";

/** Takes back all that these tokens still ask, as they could themselves: whoever waits or was notified hears of it. */
export const withdrawAll =
  (deps: DecisionsDeps) =>
  async (ownerIds: string[], reason: string): Promise<string[]> => {
    const pending = await pendingOf(deps.database.db, ownerIds);
    const settled = await Promise.allSettled(pending.map(({ id }) => cancel(deps)(undefined, id, reason)));
    // Answered at this very moment: then there is nothing to take back.
    return pending.flatMap(({ id }, index) => (settled[index]?.status === "fulfilled" ? [id] : []));
  };

/** What these tokens asked is gone, answers and notifications with it, from phones too; how many requests that were. */
export const forget = async ({ feed }: Pick<DecisionsDeps, "feed">, work: Work, ownerIds: string[]): Promise<number> => {
  const snoozes = await snoozesOfOwners(work.db, ownerIds);
  const requests = await deleteRequests(work.db, ownerIds);
  await feed.append(
    work,
    ...snoozes.map(({ requestId, personId }) => ({ kind: "snooze" as const, entityId: requestId, audience: personId, deleted: true })),
    ...requests.map((entityId) => ({ kind: "decisionRequest" as const, entityId, deleted: true })),
  );
  return requests.length;
};
