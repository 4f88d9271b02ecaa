import type { Budget, SpendAlarm } from "@beckon/contracts/budgets";
import { ago } from "../../fleet/testing/rows.ts";

type More = Partial<Omit<Budget, "current">> & { current?: Partial<Budget["current"]> };

/** A budget as the server would send it, for tests: ten dollars a month, 4.10 of them spent. */
export const aBudget = (id: string, { current, ...more }: More = {}): Budget => ({
  ...{
    id: `bg_${id}`,
    scope: { kind: "workspace", name: "All agents" },
    period: "month",
    timeZone: "Europe/Berlin",
    column: "apiEquivalent",
  },
  ...{ amountMicros: 10_000_000, extendMicros: 5_000_000, askSeconds: 3_600, onExpiry: "stop", paused: false },
  ...{ by: { kind: "person", name: "Ada King" }, createdAt: ago(600_000), past: [] },
  events: [{ at: ago(600_000), what: "created", by: { kind: "person", name: "Ada King" }, micros: 10_000_000 }],
  ...more,
  current: {
    ...{ from: "2026-10-31T23:00:00.000Z", to: "2026-11-30T23:00:00.000Z", limitMicros: 10_000_000, extendedMicros: 0, standing: "within" },
    spent: { micros: 4_100_000, n: 120, unpriced: 0, paymentUnknown: 0, asOf: ago(20) },
    ...{ steps: [], targets: [], forecast: { p10: 6_200_000, p50: 7_400_000, p90: 9_100_000, n: 21, asOf: ago(60) } },
    ...current,
  },
});

export const anAnomaly = (id: string, more: Partial<SpendAlarm> = {}): SpendAlarm => ({
  ...{ id: `sa_${id}`, kind: "anomaly", scope: { kind: "workspace", name: "All agents" }, at: ago(900) },
  hour: { from: ago(1_800), column: "apiEquivalent", micros: 31_000_000, usual: 2_400_000, limit: 5_000_000, n: 14 },
  ...more,
});

export const aSilence = (id: string, more: Partial<SpendAlarm> = {}): SpendAlarm => ({
  ...{ id: `sa_${id}`, kind: "no_data", scope: { kind: "workspace", name: "All agents" }, at: ago(60) },
  silence: { lastAt: ago(720), agents: ["builder-1", "builder-2"] },
  ...more,
});
