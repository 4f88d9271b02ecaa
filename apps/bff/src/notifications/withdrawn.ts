import { setTimeout as sleep } from "node:timers/promises";
import { countShowing } from "./deliveries.repository.ts";
import type { NotificationsDeps } from "./notifications.types.ts";

const patienceMs = 3_000;
const lookEveryMs = 50;

/** Resolves when the devices that show these requests have been told that they wait no more, or soon anyway. */
export const withdrawn =
  ({ database }: Pick<NotificationsDeps, "database">) =>
  async (requestIds: string[]): Promise<void> => {
    const until = performance.now() + patienceMs;
    while (requestIds.length > 0 && (await countShowing(database.db, requestIds)) > 0 && performance.now() < until)
      await sleep(lookEveryMs);
  };
