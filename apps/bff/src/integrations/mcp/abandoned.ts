import type { DecisionsService } from "../../decisions/decisions.service.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db/database.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Jobs } from "../../platform/jobs/jobs.ts";
import { noteWaiting, takeAbandoned } from "./questions.repository.ts";

/** How long a question stands, in milliseconds, after the call that asked it was cut off: for the same call to be made again. */
export const patienceWithLost = 300_000;

export const gaveUp = "the agent stopped waiting for the answer";

const unlessSettled = (error: unknown) => {
  if (!(error instanceof DomainError)) throw error;
};

type Deps = { database: Database; clock: Clock; jobs: Jobs; decisions: Pick<DecisionsService, "find" | "cancel"> };

/**
 * Takes back questions whose asker gave up: its call was closed, or its server died, and nobody asked again since.
 * An answer would reach nobody.
 */
export const createAbandoned = ({ database, clock, jobs, decisions }: Deps) => {
  const sweep = async (): Promise<void> => {
    const now = clock();
    for (const id of await takeAbandoned(database.db, { now, again: new Date(now.getTime() + 60_000) })) {
      const stored = await decisions.find(database.db, id);
      if (stored?.request.status === "pending") await decisions.cancel({ id: stored.ownerId, name: "" }, id, gaveUp).catch(unlessSettled);
      await noteWaiting(database.db, id, null);
    }
  };
  jobs.schedule("mcp.sweep", "* * * * *", sweep);
  return { sweep };
};
