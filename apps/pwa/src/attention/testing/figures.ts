import type { AttentionHabit, AttentionHabits, AttentionSummary } from "@beckon/contracts/attention";

export const asOf = "2026-11-21T12:00:00.000Z";
const window = { from: "2026-11-15T00:00:00.000Z", to: asOf, timeZone: "UTC" };
const hourMs = 3_600_000;
const minuteMs = 60_000;

export const aSummary = (more: Partial<AttentionSummary> = {}): AttentionSummary => ({
  window,
  asOf,
  currency: "USD",
  waiting: {
    ms: 14.2 * hourMs,
    n: 40,
    open: 1,
    agents: 7,
    outsideMs: 8.66 * hourMs,
    outsideShare: 609_859,
    byHour: Array.from({ length: 24 }, (_, hour) => (hour === 22 ? 8.66 * hourMs : hour === 10 ? 5.54 * hourMs : 0)),
    byAgent: [
      { agentId: "ag_a", name: "builder <b>\u202e", ms: 9 * hourMs, n: 30, open: 1 },
      ...["b", "c", "d", "e", "f", "g"].map((key) => ({ agentId: `ag_${key}`, name: `agent ${key}`, ms: 0.8 * hourMs, n: 2, open: 0 })),
    ],
    byKind: [
      { kind: "permission", ms: 12 * hourMs, n: 35 },
      { kind: "plan", ms: 3 * hourMs, n: 5 },
    ],
    cost: { agentsMicros: 12_340_000, unpricedMs: 2 * hourMs, delayMicros: null, gaps: ["agents_unpriced", "no_delay"] },
  },
  answers: {
    ...{ n: 36, p50: 75_000, p95: 2 * hourMs },
    byKind: [
      { kind: "permission", n: 31, p50: 60_000, p95: hourMs },
      { kind: "plan", n: 5, p50: 9 * minuteMs, p95: 3 * hourMs },
    ],
    byDevice: [{ deviceId: "dev_1", name: "Pixel 9", n: 20, p50: 45_000, p95: hourMs }],
    ended: { person: 36, rule: 12, expired: 2, withdrawn: 1 },
  },
  interruptions: { n: 50, questions: 44, perDayMilli: 7_700, since: "2026-11-01T00:00:00.000Z" },
  attention: {
    ...{ ms: 75 * minuteMs, cardsMs: 60 * minuteMs, cards: 30, unmeasured: 6, capped: 2, reviewMs: 15 * minuteMs, reviews: 1 },
    ...{ perDecisionMs: 2 * minuteMs, micros: 125_000_000, rateMicros: 100_000_000, gaps: [] },
  },
  trend: Array.from({ length: 7 }, (_, day) => ({
    key: `2026-11-${15 + day}`,
    from: new Date(Date.parse(window.from) + day * 24 * hourMs).toISOString(),
    to: new Date(Date.parse(window.from) + (day + 1) * 24 * hourMs).toISOString(),
    ...(day === 3
      ? { waitingMs: 0, outsideMs: 0, interruptions: 0, answers: 0, p50: null, attentionMs: 0 }
      : { waitingMs: 2.5 * hourMs, outsideMs: 1.5 * hourMs, interruptions: 8, answers: 6, p50: 75_000, attentionMs: 12 * minuteMs }),
  })),
  ...more,
});

export const noSummary = (): AttentionSummary => {
  const { waiting, answers, attention } = aSummary();
  const none = { n: 0, p50: null, p95: null };
  return aSummary({
    waiting: {
      ...waiting,
      ...{
        ms: 0,
        n: 0,
        open: 0,
        agents: 0,
        outsideMs: 0,
        outsideShare: null,
        byHour: waiting.byHour.map(() => 0),
        byAgent: [],
        byKind: [],
      },
      cost: { agentsMicros: null, unpricedMs: 0, delayMicros: null, gaps: ["no_delay"] },
    },
    answers: { ...answers, ...none, byKind: [], byDevice: [], ended: { person: 0, rule: 0, expired: 0, withdrawn: 0 } },
    interruptions: { n: 0, questions: 0, perDayMilli: null, since: null },
    attention: {
      ...attention,
      ...{ ms: 0, cardsMs: 0, cards: 0, unmeasured: 0, capped: 0, reviewMs: 0, reviews: 0 },
      ...{ perDecisionMs: null, micros: null, rateMicros: null, gaps: ["no_rate"] },
    },
  });
};

export const aHabit = (more: Partial<AttentionHabit> = {}): AttentionHabit => ({
  id: "ha_0123456789abcdef0123456789abcdef",
  kind: "permission",
  tool: "Bash",
  template: "pnpm test",
  project: "shop",
  ...{ n: 89, approved: 89, denied: 0, approvedShare: 1_000_000, agents: 2, waitingMs: 6 * hourMs, attentionMs: 40 * minuteMs, cards: 80 },
  micros: 66_666_667,
  lastAt: asOf,
  requestIds: ["dr_0000000000000000000001"],
  rule: {
    name: "Approve: pnpm test",
    scope: { kinds: ["permission"], tools: ["Bash"], folder: "/src/shop", command: { is: "pnpm test" } },
    answer: { option: "approve", label: "Approve" },
    maxRisk: "low",
    mostPerHour: 30,
  },
  ...more,
});

export const someHabits = (items: AttentionHabit[], more: Partial<AttentionHabits> = {}): AttentionHabits => ({
  ...{ window, asOf, currency: "USD", n: items.length, answers: 36, items },
  ...more,
});
