import type { RunningServer } from "@beckon/bff/server.ts";

/**
 * Alerts as the rules make them: a question that waits for hours and a run that is stuck fire, and a silence stands. After
 * `seedInbox` and `seedWorkflows`. Returns the alert of the run.
 */
export const seedAlerts = async ({ services }: Pick<RunningServer, "services">): Promise<string> => {
  const { alerts, database } = services;
  await database.executeSql(
    "update decision_request set asked_at = now() - interval '3 hours' where status = 'pending' and kind = 'question'; delete from alert_clock; delete from alert_evaluation",
  );
  await alerts.evaluate();
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await alerts.silences.create(
    { kind: "local" },
    { matcher: { kind: "agent_slow" }, until, comment: "The model is being changed" },
    undefined,
  );
  const { items } = await alerts.search({ state: "firing", limit: 50 });
  const stuck = items.find(({ kind }) => kind === "workflow_stuck");
  if (!stuck || items.length < 2) throw new Error(`what should fire does not: ${items.map(({ kind }) => kind).join(", ")}`);
  return stuck.id;
};
