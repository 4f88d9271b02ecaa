import { createRandom } from "./usage-day.ts";

/**
 * A week of a team, made from a seed, with a ledger of its own: how each attempt to work together ended and why is
 * decided here, without a line of the product. What is sent tells of it as agents do: in signals of several tokens,
 * in spans, in hooks, and by calls.
 */
export type TeamLine = {
  type: "delegation" | "spawn" | "handoff" | "review" | "team_task" | "pair" | "conflict_resolution";
  from: string;
  fromRole: string;
  /** Empty: nobody was told. */
  to: string;
  toRole: string;
  status: "succeeded" | "failed" | "pending";
  cause?: string;
  exhausted?: boolean;
  /** Which kind of failure it is: its words differ each time. */
  kind?: string;
  task?: string;
  /** Its end, or its start while it has none. */
  at: number;
};

type Signal = {
  id: string;
  source: string;
  at: string;
  session: string;
  agent: { name: string; role: string; host?: string };
  kind: string;
  data: object;
  task?: string;
};
export type Told =
  | { by: "signals"; token: number; signal: Signal }
  | { by: "span"; span: object }
  | { by: "hook"; at: number; payload: object }
  | { by: "call"; token: number; start: object; end?: object };

export const weekStart = Date.parse("2026-11-14T00:00:00.000Z");
export const weekNow = Date.parse("2026-11-21T06:00:00.000Z");
export const tokens = 8;
const roles = ["architect", "developer", "tester", "devops", "reviewer"] as const;
const minute = 60_000;
const day = 86_400_000;

export type Member = { name: string; role: string; token: number };
/** The last two tell by the spans and the hooks of a token of their own name. */
export const team: Member[] = Array.from({ length: 40 }, (_, index) => {
  const role = roles[index % roles.length] as string;
  return { name: `${role}-${index + 1}`, role, token: index % tokens };
});
export const [spanTeller, hookTeller] = team.slice(-2) as [Member, Member];
const members = team.slice(0, -2);

export const runsEach = 9;
/** The start of every run that a member works in. */
export const runsOf = ({ name, role }: Member) =>
  Array.from({ length: runsEach }, (_, index) => ({
    id: `start-${name}-${index}`,
    source: "week",
    at: new Date(weekStart).toISOString(),
    session: `run-${name}-${index}`,
    agent: { name, role },
    kind: "session.started",
    data: {},
  }));

type Failure = { kind: string; cause: string; say(number: number): string };
const failures: Failure[] = [
  { kind: "refused", cause: "connectivity", say: (n) => `connect ECONNREFUSED 10.0.${n % 250}.${n % 7}:5432` },
  { kind: "unknown host", cause: "connectivity", say: (n) => `getaddrinfo ENOTFOUND db-${n}.internal` },
  { kind: "slow", cause: "timeout", say: (n) => `Request timed out after ${n} ms` },
  { kind: "limit", cause: "rate_limit", say: (n) => `429 Too Many Requests (request id req_${(n * 7_919).toString(16)}a9)` },
  { kind: "segfault", cause: "crash", say: (n) => `Segmentation fault (core dumped), process ${n}` },
  { kind: "denied", cause: "permission", say: (n) => `EACCES: permission denied, open '/srv/app-${n}/.env'` },
  { kind: "html", cause: "serialization", say: (n) => `Unexpected token '<', "<html>${n}"... is not valid JSON` },
  { kind: "merge", cause: "conflict", say: (n) => `CONFLICT (content): Merge conflict in src/orders/step${n}.ts` },
  { kind: "budget", cause: "budget", say: (n) => `Budget of ${n} USD exceeded` },
  { kind: "assertion", cause: "verification_failed", say: (n) => `AssertionError: expected ${n} to be ${n + 1}` },
];

export const createTeamWeek = ({ seed, size }: { seed: number; size: number }): { ledger: TeamLine[]; told: Told[] } => {
  const random = createRandom(seed);
  const ledger: TeamLine[] = [];
  const told: Told[] = [];
  let sequence = 0;
  const next = () => (sequence += 1);
  const failure = () => ({ ...random.pick(failures), words: 1 + random.below(9_000) });
  const other = (not: Member): Member => {
    const found = random.pick(members);
    return found.name === not.name ? other(not) : found;
  };
  const signal = (
    who: { name: string; role: string; token: number },
    session: string,
    at: number,
    kind: string,
    data: object,
    task?: string,
  ) =>
    void told.push({
      by: "signals",
      token: who.token,
      signal: {
        id: `f${next()}`,
        source: "week",
        at: new Date(at).toISOString(),
        session,
        agent: { name: who.name, role: who.role },
        kind,
        data,
        ...(task ? { task } : {}),
      },
    });
  const between = (from: Member, to: { name: string; role: string } | undefined) => ({
    from: from.name,
    fromRole: from.role,
    to: to?.name ?? "",
    toRole: to?.role ?? "",
  });
  const failed = ({ kind, cause }: Failure) => ({ status: "failed" as const, kind, cause });

  const makers: ((at: number) => void)[] = [
    // A call with its end; what it went to is a tool, no agent that is known.
    (at) => {
      const from = random.pick(members);
      const [session, callId, to] = [
        `run-${from.name}-${random.below(runsEach)}`,
        `c${next()}`,
        { name: `tool-agent-${random.below(6)}`, role: "" },
      ];
      const [ends, bad] = [at + random.below(90 * minute), random.next() < 0.25 ? failure() : undefined];
      const task = random.next() < 0.2 ? `W-${random.below(12)}` : undefined;
      signal(from, session, at, "delegation.started", { callId, to: to.name, task: "Look into it" }, task);
      signal(from, session, ends, "delegation.ended", { callId, ok: !bad, ...(bad ? { error: bad.say(bad.words) } : {}) }, task);
      ledger.push({
        type: "delegation",
        ...between(from, to),
        ...(bad ? failed(bad) : { status: "succeeded" }),
        at: ends,
        ...(task ? { task } : {}),
      });
    },
    // A sub-agent with a run of its own, which says how it went where the call does not.
    (at) => {
      const from = random.pick(members);
      const [session, callId] = [`run-${from.name}-${random.below(runsEach)}`, `c${next()}`];
      const child = { name: `${from.name}-helper`, role: "helper", token: from.token };
      const childSession = `${session}/child-${next()}`;
      const [ends, bad] = [at + 1_000 + random.below(60 * minute), random.next() < 0.3 ? failure() : undefined];
      signal(from, session, at, "delegation.started", { callId, to: "helper", childSession });
      signal(child, childSession, at + 500, "session.started", { parentSession: session });
      signal(child, childSession, ends, "session.ended", bad ? { failed: true, error: bad.say(bad.words) } : {});
      if (!bad) signal(from, session, ends, "delegation.ended", { callId, ok: true, childSession });
      ledger.push({ type: "delegation", ...between(from, child), ...(bad ? failed(bad) : { status: "succeeded" }), at: ends });
    },
    // A run that crashes with what it had delegated; and one that is never heard of again.
    (at) => {
      const from = random.pick(members);
      const [session, callId, to] = [`lost-${next()}`, `c${next()}`, { name: "nobody-known", role: "" }];
      const crash = random.next() < 0.5;
      const begins = crash ? at : Math.min(at, weekNow - day - minute);
      signal(from, session, begins, "delegation.started", { callId, to: to.name });
      if (crash) signal(from, session, begins + 5 * minute, "session.ended", { failed: true, error: `exit ${next()}: out of memory` });
      const at2 = crash ? begins + 5 * minute : begins + day;
      const why = crash ? { cause: "crash", kind: "memory" } : { cause: "timeout", kind: "silence" };
      ledger.push({ type: "delegation", ...between(from, to), status: "failed", ...why, at: at2 });
    },
    // A run that belongs to another, without a call.
    (at) => {
      const from = random.pick(members);
      const session = `run-${from.name}-${random.below(runsEach)}`;
      const child = { name: `${from.name}-spawned`, role: "spawned", token: from.token };
      const [childSession, ends] = [`spawn-${next()}`, at + 1_000 + random.below(40 * minute)];
      const bad = random.next() < 0.15 ? failure() : undefined;
      signal(child, childSession, at, "session.started", { parentSession: session });
      if (bad) signal(child, childSession, ends, "session.ended", { failed: true, error: bad.say(bad.words) });
      else signal(child, childSession, ends, "turn.ended", {});
      ledger.push({ type: "spawn", ...between(from, child), ...(bad ? failed(bad) : { status: "succeeded" }), at: ends });
    },
    // A hand-off: taken, taken late, or lost.
    (at) => {
      const from = random.pick(members);
      const [to, handoffId, luck] = [other(from), `ho-${next()}`, random.next()];
      const taken = at + (luck < 0.6 ? random.below(30 * minute) : luck < 0.7 ? 31 * minute + random.below(120 * minute) : NaN);
      signal(from, `run-${from.name}-${random.below(runsEach)}`, at, "handoff.offered", { handoffId, to: to.name, task: "The rest of it" });
      if (Number.isNaN(taken)) {
        const lost = at + 30 * minute;
        const ended = lost <= weekNow;
        ledger.push({
          type: "handoff",
          ...between(from, to),
          ...(ended ? { status: "failed", cause: "handoff_lost", kind: "lost", at: lost } : { status: "pending", at }),
        });
      } else {
        signal(to, `run-${to.name}-${random.below(runsEach)}`, taken, "handoff.accepted", { handoffId });
        ledger.push({ type: "handoff", ...between(from, to), status: "succeeded", at: taken });
      }
    },
    // A review of up to three rounds.
    (at) => {
      const from = random.pick(members);
      const [to, of, session] = [other(from), `change ${next()}`, `run-${from.name}-${random.below(runsEach)}`];
      for (let round = 0, begins = at; round < 3; round += 1, begins += 60 * minute) {
        const [reviewId, accepted, ends] = [`rv-${next()}`, random.next() < 0.6, begins + 5 * minute + random.below(50 * minute)];
        signal(from, session, begins, "review.requested", { reviewId, of, by: to.name });
        const message = `Case ${next()} has no test`;
        signal(to, `run-${to.name}-${random.below(runsEach)}`, ends, "review.ended", {
          reviewId,
          accepted,
          ...(accepted ? {} : { message }),
        });
        const end = accepted
          ? { status: "succeeded" as const }
          : { status: "failed" as const, cause: "verification_failed", kind: "no test" };
        ledger.push({ type: "review", ...between(from, to), ...end, at: ends });
        if (accepted || ends + 60 * minute > weekNow) return;
      }
    },
    // A task that one gives and another takes, both of one token.
    (at) => {
      const from = random.pick(members);
      const mates = members.filter(({ token, name }) => token === from.token && name !== from.name);
      const [to, taskId, luck] = [random.pick(mates), `T-${next()}`, random.next()];
      const ends = at + 2 * minute + random.below(200 * minute);
      const say = (who: Member, when: number, status: string) =>
        signal(who, `run-${who.name}-${random.below(runsEach)}`, when, "task.changed", { taskId, subject: "Orders", status });
      say(from, at, "pending");
      say(to, at + minute, "in_progress");
      if (luck < 0.85) say(to, ends, luck < 0.7 ? "completed" : "failed");
      const end =
        luck < 0.7
          ? ({ status: "succeeded", at: ends } as const)
          : luck < 0.85
            ? ({ status: "failed", cause: "unknown", kind: "no words, unknown", at: ends } as const)
            : ({ status: "pending", at } as const);
      ledger.push({ type: "team_task", ...between(from, to), ...end, task: taskId });
    },
    // What programs tell themselves.
    (at) => {
      const from = random.pick(members);
      const [to, luck, ends] = [other(from), random.next(), at + random.below(120 * minute)];
      const type = random.pick(["pair", "conflict_resolution"] as const);
      const start = {
        type,
        key: `k${next()}`,
        from: { name: from.name },
        to: { name: to.name },
        startedAt: new Date(at).toISOString(),
        timeoutSeconds: 7_200,
      };
      const endedAt = new Date(ends).toISOString();
      const bad = failure();
      const exhausted = random.next() < 0.3;
      if (luck < 0.6) {
        told.push({ by: "call", token: from.token, start, end: { outcome: "succeeded", endedAt } });
        ledger.push({ type, ...between(from, to), status: "succeeded", at: ends });
      } else if (luck < 0.8) {
        told.push({ by: "call", token: from.token, start, end: { outcome: "failed", message: bad.say(bad.words), exhausted, endedAt } });
        ledger.push({ type, ...between(from, to), ...failed(bad), exhausted, at: ends });
      } else if (luck < 0.9) {
        told.push({ by: "call", token: from.token, start, end: { outcome: "failed", cause: "unclear_task", exhausted, endedAt } });
        ledger.push({
          type,
          ...between(from, to),
          status: "failed",
          cause: "unclear_task",
          kind: "no words, unclear_task",
          exhausted,
          at: ends,
        });
      } else {
        told.push({ by: "call", token: from.token, start });
        const due = at + 7_200_000;
        const end =
          due <= weekNow
            ? ({ status: "failed", cause: "timeout", kind: "silence", at: due } as const)
            : ({ status: "pending", at } as const);
        ledger.push({ type, ...between(from, to), ...end });
      }
    },
    // A span of an agent that another one asked; its start is never told.
    (at) => {
      const [bad, to] = [random.next() < 0.3 ? failure() : undefined, { name: `model-agent-${random.below(4)}`, role: "" }];
      const ends = at + random.below(10 * minute);
      told.push({
        by: "span",
        span: {
          traceId: hex(next(), 32),
          spanId: hex(next(), 16),
          parentSpanId: "0c".repeat(8),
          name: `invoke_agent ${to.name}`,
          startTimeUnixNano: `${at}000000`,
          endTimeUnixNano: `${ends}000000`,
          ...(bad ? { status: { code: 2, message: bad.say(bad.words) } } : {}),
          attributes: Object.entries({
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": to.name,
            "gen_ai.conversation.id": "conversation-1",
          }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
        },
      });
      ledger.push({ type: "delegation", ...between(spanTeller, to), ...(bad ? failed(bad) : { status: "succeeded" }), at: ends });
    },
    // Claude Code's own hook after a sub-agent's work.
    (at) => {
      told.push({
        by: "hook",
        at,
        payload: {
          session_id: "hook-run",
          hook_event_name: "PostToolUse",
          tool_name: "Agent",
          tool_use_id: `toolu_${next()}`,
          tool_input: { subagent_type: "Explore", description: "Look", prompt: "Look" },
          tool_response: { status: "completed", agentId: `a${next()}` },
          duration_ms: 1_000,
        },
      });
      ledger.push({ type: "delegation", ...between(hookTeller, { name: "Explore", role: "" }), status: "succeeded", at });
    },
  ];
  const span = weekNow - weekStart - 60 * minute;
  for (let index = 0; index < size; index += 1) {
    const made = makers[index % makers.length] as (at: number) => void;
    // What takes long has to have its end within the week; only what stays open may begin late.
    made(weekStart + random.below(span - 6 * 60 * minute));
  }
  return { ledger, told };
};

const hex = (value: number, length: number) => (value * 2_654_435_761).toString(16).padStart(length, "a").slice(0, length);
