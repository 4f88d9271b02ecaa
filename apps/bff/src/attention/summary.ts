import type { AnswerSpread, AttentionQuery, AttentionSummary } from "@beckon/contracts/attention";
import { attention, priceOf } from "@beckon/metrics/attention";
import { quantile } from "@beckon/metrics/quantile";
import type { Caller } from "../platform/http/env.ts";
import { dayMs } from "../platform/keys.ts";
import type { AttentionDeps, AttentionRates, Scope } from "./attention.types.ts";
import type { Wait } from "./columns.ts";
import { readLedger, type Ledger } from "./ledger.ts";
import { waitingCost, waitingFigures } from "./waiting.ts";
import { quartersOf, windowOf, type Quarters, type Window } from "./window.ts";

const mostAgents = 50;

/** How long agents waited, people were asked, and what that cost, in a window. */
export const summarize =
  (deps: AttentionDeps) =>
  async (caller: Caller, query: AttentionQuery): Promise<AttentionSummary> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    const quarters = quartersOf(window, query.tz);
    return deps.database.snapshot(async (db) => {
      const demo = await deps.agents.onlyDemo(db);
      const { agent, project } = query;
      const scope: Scope = { ...window, demo, agent, project };
      const own = caller.kind === "device" ? await deps.devicesOf(db, caller.personId) : [];
      const { waits: all, pushes } = await readLedger(db, scope);
      const agents = [...Map.groupBy(all, ({ agentId }) => agentId)].map(([agentId, waits]) => ({ agentId, waits }));
      const rates = await deps.rates(db);
      const { days, byAgent, ...waiting } = waitingFigures(agents, window, quarters, asOf.getTime());
      const agentRates = await deps.agentRates(
        db,
        byAgent.map(({ agentId }) => agentId),
      );
      const shown = byAgent.slice(0, mostAgents);
      const names = new Map(
        (
          await deps.agents.find(
            db,
            shown.map(({ agentId }) => agentId),
          )
        ).map(({ id, name }) => [id, name]),
      );
      // Reviews are told by outcome, not by agent or place of work.
      const narrowed = agent !== undefined || project !== undefined;
      const reviews = narrowed ? [] : await deps.reviews(db, { from: new Date(window.from), to: new Date(window.to), demo });
      return {
        window: { from: iso(window.from), to: iso(window.to), timeZone: query.tz },
        asOf: asOf.toISOString(),
        ...(demo ? { demo: true } : {}),
        currency: rates.currency,
        waiting: {
          ...waiting,
          byAgent: shown.map((one) => ({ ...one, name: names.get(one.agentId) ?? "an agent that is gone" })),
          cost: waitingCost(byAgent, rates, agentRates),
        },
        answers: answersIn(all, window, own),
        interruptions: interruptionsIn(pushes, window),
        attention: attentionIn(
          all,
          window,
          reviews.map(({ reviewMinutes }) => reviewMinutes),
          rates,
        ),
        trend: trendOf({ days, quarters, pushes: pushes.at, all, window, reviews }),
      };
    });
  };

const iso = (at: number) => new Date(at).toISOString();
const inWindow =
  ({ from, to }: Window) =>
  (at: number | null): at is number =>
    at !== null && at >= from && at < to;

const spreadOf = (waits: readonly Wait[]): AnswerSpread => {
  // Numbers alone sort in a fifth of the time.
  const sorted = Float64Array.from(waits, ({ asked, ended }) => (ended as number) - asked).sort();
  const at = (share: number) => {
    const value = quantile(sorted, share);
    return value === null ? null : Math.round(value);
  };
  return { n: sorted.length, p50: at(0.5), p95: at(0.95) };
};

const answersIn = (all: readonly Wait[], window: Window, own: readonly { id: string; name: string }[]): AttentionSummary["answers"] => {
  const isIn = inWindow(window);
  const ended = all.filter((wait) => isIn(wait.ended));
  const count = (how: string) => ended.filter((wait) => wait.how === how).length;
  const byPeople = ended.filter(({ how }) => how === "p");
  const groups = Map.groupBy(byPeople, ({ kind }) => kind);
  return {
    ...spreadOf(byPeople),
    byKind: [...groups].map(([kind, waits]) => ({ kind, ...spreadOf(waits) })).sort((a, b) => b.n - a.n || (a.kind < b.kind ? -1 : 1)),
    byDevice: own
      .map(({ id, name }) => ({ deviceId: id, name, ...spreadOf(byPeople.filter(({ device }) => device === id)) }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n || (a.deviceId < b.deviceId ? -1 : 1)),
    ended: { person: byPeople.length, rule: count("r"), expired: count("e"), withdrawn: count("w") },
  };
};

type Pushes = Ledger["pushes"];

const interruptionsIn = ({ at, questions, since }: Pushes, window: Window): AttentionSummary["interruptions"] => {
  const counted = since === null ? 0 : window.to - Math.max(window.from, since);
  return {
    n: at.length,
    questions,
    perDayMilli: counted >= dayMs ? Math.round((at.length * 1_000 * dayMs) / counted) : null,
    since: since === null ? null : iso(since),
  };
};

/** A card counts when it was answered, by the clock of its device. */
const lookedIn = (all: readonly Wait[], window: Window): Wait[] => {
  const isIn = inWindow(window);
  return all.filter(({ how, answered }) => how === "p" && isIn(answered));
};

const attentionIn = (
  all: readonly Wait[],
  window: Window,
  reviews: readonly number[],
  { rateMicros }: AttentionRates,
): AttentionSummary["attention"] => {
  const looked = lookedIn(all, window);
  const figures = attention(
    looked.flatMap(({ open }) => open ?? []),
    reviews,
  );
  return {
    ...figures,
    unmeasured: looked.length - figures.cards,
    perDecisionMs: figures.cards === 0 ? null : Math.round(figures.cardsMs / figures.cards),
    micros: rateMicros === null ? null : priceOf(figures.ms, rateMicros),
    rateMicros,
    gaps: rateMicros === null ? ["no_rate"] : [],
  };
};

type Trend = {
  days: readonly { waitingMs: number; outsideMs: number }[];
  quarters: Quarters;
  pushes: readonly number[];
  all: readonly Wait[];
  window: Window;
  reviews: readonly { acceptedAt: number; reviewMinutes: number }[];
};

const trendOf = ({ days, quarters, pushes, all, window, reviews }: Trend): AttentionSummary["trend"] => {
  const dayAt = (at: number) => quarters.dayOf[Math.floor((at - quarters.start) / quarters.stepMs)] as number;
  const isIn = inWindow(window);
  const answered = Map.groupBy(
    all.filter(({ how, ended }) => how === "p" && isIn(ended)),
    ({ ended }) => dayAt(ended as number),
  );
  const looked = Map.groupBy(lookedIn(all, window), ({ answered: at }) => dayAt(at as number));
  const shown = Map.groupBy(pushes, dayAt);
  const reviewed = Map.groupBy(
    reviews.filter(({ acceptedAt }) => isIn(acceptedAt)),
    ({ acceptedAt }) => dayAt(acceptedAt),
  );
  return quarters.days.map(({ key, from, to }, day) => {
    const { n, p50 } = spreadOf(answered.get(day) ?? []);
    const looks = (looked.get(day) ?? []).flatMap(({ open }) => open ?? []);
    const minutes = (reviewed.get(day) ?? []).map(({ reviewMinutes }) => reviewMinutes);
    return {
      ...{ key, from: iso(from), to: iso(to), ...(days[day] as (typeof days)[number]) },
      ...{ interruptions: shown.get(day)?.length ?? 0, answers: n, p50, attentionMs: attention(looks, minutes).ms },
    };
  });
};
