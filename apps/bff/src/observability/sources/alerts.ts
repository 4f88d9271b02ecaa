import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { Db } from "../../platform/db/database.ts";
import { mostAgents } from "../catalogue.ts";
import { clipLabel } from "../labels.ts";
import type { Tally, Values } from "../observability.types.ts";
import type { Slices } from "../parts.ts";

/** What fires; and what only the alerts measure, as they measured it last. */
export const alertsOf = async ({ alerts }: Pick<Slices, "alerts">, db: Db): Promise<Values> => {
  const { firing } = await alerts.states(db);
  const { readings } = await alerts.readings(db);
  const of = (kind: AlertKind) =>
    readings.flatMap((one) => (one.kind === kind && one.value !== null ? [{ subject: one.subject, value: one.value }] : []));
  const agents = (kind: AlertKind): Tally[] =>
    of(kind)
      .slice(0, mostAgents)
      .map(({ subject, value }) => ({ labels: { agent: clipLabel(subject.name), agent_id: subject.id }, value }));
  const providers = (kind: AlertKind, window: string): Tally[] =>
    of(kind).map(({ subject, value }) => ({ labels: { provider: subject.name, window }, value: value / 100 }));
  const waiting = of("decision_waiting").map(({ value }) => value / 1_000_000);
  return {
    beckon_alerts: [...Map.groupBy(firing, ({ kind, severity, state }) => `${kind} ${severity} ${state}`).values()].flatMap((own) => {
      const [first] = own;
      return first ? [{ labels: { kind: first.kind, severity: first.severity, state: first.state }, value: own.length }] : [];
    }),
    beckon_agent_slowdown_ratio: agents("agent_slow"),
    beckon_agent_starts: agents("agent_restart_loop"),
    beckon_provider_error_ratio: [...providers("provider_errors", "5m"), ...providers("provider_errors_high", "2m")],
    beckon_spend_anomaly_ratio: of("spend_anomaly").map(({ subject, value }) => ({ labels: { scope: clipLabel(subject.name) }, value })),
    beckon_decision_waiting_cost_dollars: waiting.length === 0 ? [] : [{ labels: {}, value: Math.max(...waiting) }],
    beckon_push_failing_seconds: [{ labels: {}, value: Math.max(0, ...of("push_failing").map(({ value }) => value)) }],
  };
};
