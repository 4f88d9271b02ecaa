import type { Step } from "./compare.ts";
import type { ProcessRow } from "./processes.repository.ts";
import type { StartRow } from "./starts.repository.ts";

/** What of a report are starts: processes that were not known, and those that were started anew since. */
export const startsOf = (steps: readonly Step[], rows: readonly ProcessRow[], now: Date): StartRow[] =>
  rows.flatMap((row, index) => {
    const before = steps[index]?.before;
    const count = before ? row.restarts - before.restarts : 1;
    if (count <= 0) return [];
    const at = row.startedAt < now ? row.startedAt : now;
    return [{ processId: row.id, restarts: row.restarts, hostId: row.hostId, agent: row.agent, sessionId: row.sessionId, at, count }];
  });
