import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentLiveness, byNeed, livenessOrder, sessionLiveness, type SessionFacts } from "./liveness.ts";

const now = Date.parse("2026-11-21T12:00:00.000Z");
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
const call = (callId: string, seconds: number) => ({ callId, since: ago(seconds) });
const facts = (more: Partial<SessionFacts> & { sign?: number } = {}): SessionFacts => {
  const { sign = 10, ...rest } = more;
  return { lastSignalAt: ago(sign), doing: [], ...rest };
};
const open = { open: true, running: 0 };
const over = (running = 0) => ({ open: false, endedAt: ago(120), running });
const of = (known: SessionFacts) => {
  const { state, evidence } = sessionLiveness(known, now);
  return [state, evidence.kind, (now - Date.parse(evidence.at)) / 1_000];
};

describe("one run", () => {
  test.each<[string, SessionFacts, [string, string, number]]>([
    ["ended by an error is failed", facts({ endedAt: ago(30), failed: true }), ["failed", "failed", 30]],
    [
      "ended is offline, whatever was open",
      facts({ endedAt: ago(30), doing: [call("a", 40)], waitingSince: ago(50) }),
      ["offline", "ended", 30],
    ],
    ["an open question is waiting", facts({ turn: open, doing: [call("a", 40)], waitingSince: ago(240) }), ["waiting", "request", 240]],
    ["an open question is waiting, however long", facts({ sign: 200_000, waitingSince: ago(200_000) }), ["waiting", "request", 200_000]],
    [
      "an open call is working, however old its last sign",
      facts({ sign: 900, turn: open, doing: [call("a", 900)] }),
      ["working", "call", 900],
    ],
    ["of several calls the one that began last", facts({ doing: [call("a", 40), call("b", 5), call("c", 20)] }), ["working", "call", 5]],
    ["a turn that ended is idle", facts({ turn: over() }), ["idle", "turn-ended", 120]],
    [
      "a turn that ended at an unknown time is idle since the last sign",
      facts({ turn: { open: false, running: 0 } }),
      ["idle", "turn-ended", 10],
    ],
    ["what a turn left running is working", facts({ turn: over(2) }), ["working", "running", 120]],
    ["an open turn, 299 s silent", facts({ sign: 299, turn: open }), ["working", "signal", 299]],
    ["an open turn, 300 s silent", facts({ sign: 300, turn: open }), ["stale", "signal", 300]],
    [
      "a turn of whose end nobody tells, answered, 61 s silent",
      facts({ sign: 61, turn: { ...open, answeredAt: ago(61) } }),
      ["idle", "signal", 61],
    ],
    ["the same within the minute", facts({ sign: 60, turn: { ...open, answeredAt: ago(60) } }), ["working", "signal", 60]],
    ["no turn known, 60 s silent", facts({ sign: 60 }), ["working", "signal", 60]],
    ["no turn known, 61 s silent", facts({ sign: 61 }), ["idle", "signal", 61]],
    ["a day of silence", facts({ sign: 86_400, turn: open, doing: [call("a", 86_400)] }), ["offline", "signal", 86_400]],
    ["just under a day of silence", facts({ sign: 86_399, turn: open }), ["stale", "signal", 86_399]],
  ])("%s", (_name, known, expected) => expect(of(known)).toEqual(expected));

  test("says which call, and how many still run", () => {
    expect(sessionLiveness(facts({ doing: [call("toolu_1", 5)] }), now).evidence).toMatchObject({ callId: "toolu_1" });
    expect(sessionLiveness(facts({ turn: over(2) }), now).evidence).toMatchObject({ count: 2 });
  });

  test("a clock that runs ahead makes no negative age", () => expect(sessionLiveness(facts({ sign: -86_400 }), now).ageMs).toBe(0));
});

const seconds = fc.integer({ min: -100, max: 100_000 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anyRun = fc.record({
  lastSignalAt: seconds.map(ago),
  endedAt: maybe(seconds.map(ago)),
  failed: maybe(fc.boolean()),
  turn: maybe(fc.record({ open: fc.boolean(), endedAt: maybe(seconds.map(ago)), running: fc.nat(3) })),
  doing: fc.array(fc.record({ callId: fc.string(), since: seconds.map(ago) }), { maxLength: 3 }),
  waitingSince: maybe(seconds.map(ago)),
}) as fc.Arbitrary<SessionFacts>;

test("a state holds until the moment it names, and changes then", () =>
  fc.assert(
    fc.property(anyRun, fc.double({ min: 0, max: 0.999, noNaN: true }), (run, part) => {
      const first = sessionLiveness(run, now);
      expect(first.ageMs).toBeGreaterThanOrEqual(0);
      const end = first.changesAt;
      const later = Math.floor(now + part * ((end ?? now + 1e9) - now));
      expect(sessionLiveness(run, later).state).toBe(first.state);
      if (end !== undefined) {
        expect(end).toBeGreaterThan(now);
        expect(sessionLiveness(run, end).state).not.toBe(first.state);
      }
    }),
  ));

test("without news an agent that owes a sign only ever loses standing: working, stale, offline", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(200_000), { minLength: 2, maxLength: 6 }), (moments) => {
      const states = moments
        .sort((a, b) => a - b)
        .map((after) => sessionLiveness(facts({ sign: 0, turn: open }), now + after * 1_000).state);
      const rank = states.map((state) => ["working", "stale", "offline"].indexOf(state));
      expect(rank).toEqual([...rank].sort((a, b) => a - b));
      expect(rank).not.toContain(-1);
    }),
  ));

describe("an agent", () => {
  const agent = (sessions: SessionFacts[], more: { waitingSince?: string; seen?: number } = {}) =>
    agentLiveness({ lastSeenAt: ago(more.seen ?? 0), waitingSince: more.waitingSince, sessions }, now);

  test("is as needy as its most needy run, and says which", () => {
    const stale = facts({ sign: 400, turn: open });
    expect(agent([facts({ turn: open }), stale, facts({ turn: over() })])).toMatchObject({ state: "stale", session: stale });
  });

  test("a failure counts until there is a later sign", () => {
    const failed = facts({ sign: 60, endedAt: ago(60), failed: true });
    expect(agent([failed, facts({ sign: 500, turn: over() })]).state).toBe("failed");
    expect(agent([failed, facts({ sign: 5, turn: over() })]).state).toBe("idle");
    expect(agent([failed, facts({ sign: 5, endedAt: ago(5) })]).state).toBe("offline");
  });

  test("without runs it is judged by its last sign, and by what it asked", () => {
    expect(agent([], { seen: 30 })).toMatchObject({ state: "working", evidence: { kind: "signal" } });
    expect(agent([], { seen: 300 }).state).toBe("idle");
    expect(agent([], { seen: 90_000 }).state).toBe("offline");
    expect(agent([facts({ turn: open })], { waitingSince: ago(7) })).toMatchObject({ state: "waiting", ageMs: 7_000 });
  });

  test("has a state for any runs, and it is one of theirs", () =>
    fc.assert(
      fc.property(fc.array(anyRun, { minLength: 1, maxLength: 5 }), (runs) => {
        const found = agent(runs);
        expect(runs.map((run) => sessionLiveness(run, now).state)).toContain(found.state);
        expect(runs).toContain(found.session);
      }),
    ));
});

test("most needy first; of those who wait the longest wait, else the newest evidence", () => {
  const at = (more: Parameters<typeof facts>[0]) => sessionLiveness(facts(more), now);
  const all = [
    at({ turn: over() }),
    at({ waitingSince: ago(5) }),
    at({ endedAt: ago(9) }),
    at({ turn: open, sign: 20 }),
    at({ waitingSince: ago(50) }),
    at({ turn: open, sign: 3 }),
    at({ turn: open, sign: 400 }),
    at({ endedAt: ago(9), failed: true }),
  ].sort(byNeed);
  expect([...new Set(all.map(({ state }) => state))]).toEqual([...livenessOrder]);
  expect(all.filter(({ state }) => state === "waiting").map(({ ageMs }) => ageMs)).toEqual([50_000, 5_000]);
  expect(all.filter(({ state }) => state === "working").map(({ ageMs }) => ageMs)).toEqual([3_000, 20_000]);
});
