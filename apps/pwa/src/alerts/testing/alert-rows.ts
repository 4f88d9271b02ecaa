import type { Alert } from "@beckon/contracts/alerts";
import { ago } from "../../fleet/testing/rows.ts";

/** An alert as the server would send it, for tests. */
export const anAlert = (id: string, more: Partial<Alert> = {}): Alert => ({
  ...{
    id,
    kind: "agent_stale",
    severity: "warning",
    state: "firing",
    title: "An agent is silent: mason",
    body: "12 min, at most 5 min is usual.",
  },
  ...{ value: 720, threshold: 300, count: 1, startedAt: ago(900), firedAt: ago(600), evidence: [] },
  members: [{ kind: "agent", id: "ag_1", name: "mason", value: 720, since: ago(900) }],
  ...more,
});
