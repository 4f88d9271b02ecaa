import type { Call } from "./test-app.ts";

/** One request as the ledger of the test knows it; whole minutes since the month began. */
export type Told = {
  agent: number;
  kind: "permission" | "plan";
  asked: number;
  /** Undefined: still open. */
  ended?: number;
  how: "person" | "expired" | "withdrawn" | "rule" | "open";
  device?: number;
  openMs?: number;
  /** Minutes that the answer waited on its device for a network. */
  agoMinutes?: number;
};

export const monthStart = Date.parse("2026-10-01T00:00:00+02:00");
export const monthMinutes = 31 * 1_440 + 60;
const minuteMs = 60_000;

/** Seeded: the same month every time. */
const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

/** Waits of four agents that overlap, reach over midnight, over the change of clocks and over both ends of the month. */
export const makeMonth = (count: number, seed = 7): Told[] => {
  const next = random(seed);
  const upTo = (most: number) => Math.floor(next() * most);
  const told = Array.from({ length: count }, (): Told => {
    const asked = upTo(monthMinutes + 1_440) - 1_440;
    const ended = asked + 1 + (upTo(5) === 0 ? upTo(1_500) : upTo(40));
    const base = { agent: upTo(4), kind: upTo(3) === 0 ? ("plan" as const) : ("permission" as const), asked };
    const way = upTo(10);
    if (way === 0) return { ...base, ended, how: "expired" };
    if (way === 1) return { ...base, ended, how: "withdrawn" };
    if (way === 2) return { ...base, kind: "permission", ended: asked, how: "rule" };
    if (way === 3) return { ...base, how: "open" };
    const openMs = upTo(4) === 0 ? undefined : upTo(900_000);
    const agoMinutes = upTo(6) === 0 ? upTo(ended - asked + 1) : 0;
    return { ...base, ended, how: "person", device: upTo(2), agoMinutes, ...(openMs === undefined ? {} : { openMs }) };
  });
  return told.toSorted((a, b) => a.asked - b.asked);
};

type World = { agents: Call[]; devices: Call[]; at: (ms: number) => void; expire: () => Promise<unknown> };

/** Tells all of it through the public API, in the order in which it happened. */
export const tellMonth = async (told: readonly Told[], { agents, devices, at, expire }: World): Promise<void> => {
  const ids = new Map<Told, string>();
  const steps = told.flatMap((one) => [
    { at: one.asked, end: false, one },
    ...(one.ended === undefined || one.how === "rule" ? [] : [{ at: one.ended, end: true, one }]),
  ]);
  for (const { at: minute, end, one } of steps.toSorted((a, b) => a.at - b.at || Number(a.end) - Number(b.end))) {
    at(monthStart + minute * minuteMs);
    const agent = agents[one.agent] as Call;
    if (!end) {
      const expiresAt = one.how === "expired" ? new Date(monthStart + (one.ended as number) * minuteMs).toISOString() : undefined;
      const command = one.how === "rule" ? "git status" : "pnpm test";
      const action = { tool: "Bash", command, cwd: "/src/shop" };
      const body = { kind: one.kind, title: "May I?", action, ...(expiresAt ? { expiresAt, onExpiry: "deny" } : {}) };
      const asked = await agent("POST", "/api/decision-requests", body);
      if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
      ids.set(one, asked.body.id);
    } else if (one.how === "expired") await expire();
    else if (one.how === "withdrawn") await agent("POST", `/api/decision-requests/${ids.get(one)}/cancel`, {});
    else {
      const attention = one.openMs === undefined ? {} : { attention: { openMs: one.openMs, agoMs: (one.agoMinutes ?? 0) * minuteMs } };
      const device = devices[one.device as number] as Call;
      const given = await device("PUT", `/api/decision-requests/${ids.get(one)}/decision`, { option: "approve", ...attention });
      if (given.status !== 200) throw new Error(JSON.stringify(given.body));
    }
  }
};

export type Expected = {
  waitingMinutes: number;
  outsideMinutes: number;
  byHour: number[];
  byKind: Record<string, number>;
  byAgent: number[];
  byDay: Record<string, { waiting: number; attentionMs: number; answers: number }>;
  cardsMs: number;
  cards: number;
  unmeasured: number;
  ended: Record<string, number>;
};

/** The same by definition, minute by minute and card by card; `now`: minutes, until when what is open has waited. */
export const expectedOf = (told: readonly Told[], now: number, timeZone: string): Expected => {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const clock = (minute: number) => {
    const part = Object.fromEntries(format.formatToParts(monthStart + minute * minuteMs).map(({ type, value }) => [type, value]));
    return { day: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
  };
  const inside = (minute: number) => minute >= 0 && minute < monthMinutes;
  const out: Expected = {
    ...{ waitingMinutes: 0, outsideMinutes: 0, byHour: Array.from({ length: 24 }, () => 0), byKind: { permission: 0, plan: 0 } },
    ...{ byAgent: [0, 0, 0, 0], byDay: {}, cardsMs: 0, cards: 0, unmeasured: 0 },
    ended: { person: 0, rule: 0, expired: 0, withdrawn: 0 },
  };
  const dayOf = (day: string) => (out.byDay[day] ??= { waiting: 0, attentionMs: 0, answers: 0 });
  const clocks = Array.from({ length: monthMinutes }, (_, minute) => clock(minute));
  for (const agent of [0, 1, 2, 3]) {
    const [all, kinds] = [new Set<number>(), { permission: new Set<number>(), plan: new Set<number>() }];
    for (const { kind, asked, ended = now, agent: own } of told) {
      if (own !== agent) continue;
      for (let minute = Math.max(0, asked); minute < Math.min(ended, monthMinutes); minute += 1) {
        all.add(minute);
        kinds[kind].add(minute);
      }
    }
    out.byAgent[agent] = all.size;
    out.byKind.permission = (out.byKind.permission as number) + kinds.permission.size;
    out.byKind.plan = (out.byKind.plan as number) + kinds.plan.size;
    for (const minute of all) {
      const { day, hour } = clocks[minute] as (typeof clocks)[number];
      out.waitingMinutes += 1;
      out.byHour[hour] = (out.byHour[hour] as number) + 1;
      if (hour < 9 || hour >= 18) out.outsideMinutes += 1;
      dayOf(day).waiting += 1;
    }
  }
  for (const { how, ended, asked, openMs, agoMinutes = 0 } of told) {
    const at = how === "rule" ? asked : ended;
    if (at !== undefined && how !== "open" && inside(at)) out.ended[how] = (out.ended[how] as number) + 1;
    if (how !== "person") continue;
    if (inside(ended as number)) dayOf((clocks[ended as number] as { day: string }).day).answers += 1;
    const answered = (ended as number) - (openMs === undefined ? 0 : agoMinutes);
    if (!inside(answered)) continue;
    if (openMs === undefined) out.unmeasured += 1;
    else {
      out.cards += 1;
      out.cardsMs += Math.min(openMs, 600_000);
      dayOf((clocks[answered] as { day: string }).day).attentionMs += Math.min(openMs, 600_000);
    }
  }
  return out;
};
