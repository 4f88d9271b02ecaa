import type { AnswerSpread, AttentionQuery, AttentionSummary } from "@beckon/contracts/attention";
import { attention, priceOf } from "@beckon/metrics/attention";
import { quantileOf } from "@beckon/metrics/quantile";
import type { Caller } from "../platform/http/env.ts";
import { dayMs } from "../platform/keys.ts";
import type { AttentionDeps, AttentionRates, Scope } from "./attention.types.ts";
import { answersOf, looksOf, type Answers, type Looks } from "./ended.ts";
import { readLedger, type Ledger } from "./ledger.ts";
import type { Packs } from "./packs.ts";
import { waitingCost, waitingFigures } from "./waiting.ts";
import { byGroup, kinds } from "./waits.ts";
import { quartersOf, windowOf, type Quarters, type Window } from "./window.ts";

const mostAgents = 50;

/** How long agents waited, people were asked, and what that cost, in a window. */
export const summarize =
  (deps: AttentionDeps, packsOf: Packs) =>
  async (caller: Caller, query: AttentionQuery): Promise<AttentionSummary> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    const quarters = quartersOf(window, query.tz);
    return deps.database.snapshot(async (db) => {
      const demo = await deps.agents.onlyDemo(db);
      const { agent, project } = query;
      const scope: Scope = { ...window, demo, agent, project };
      const own = caller.kind === "device" ? await deps.devicesOf(db, caller.personId) : [];
      const { waits, pushes } = await readLedger(db, scope, packsOf);
      const rates = await deps.rates(db);
      const answers = answersOf(waits, window);
      const looks = looksOf(waits, window);
      const { days, byAgent, ...waiting } = waitingFigures(waits, window, quarters, asOf.getTime());
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
        answers: answersIn(answers, own),
        interruptions: interruptionsIn(pushes, window),
        attention: attentionIn(
          looks,
          reviews.map(({ reviewMinutes }) => reviewMinutes),
          rates,
        ),
        trend: trendOf({ days, quarters, pushes: pushes.at, answers, looks, window, reviews }),
      };
    });
  };

const iso = (at: number) => new Date(at).toISOString();

const spreadOf = (took: Float64Array): AnswerSpread => {
  const own = took.slice();
  const at = (share: number) => {
    const value = quantileOf(own, share);
    return value === null ? null : Math.round(value);
  };
  return { n: own.length, p50: at(0.5), p95: at(0.95) };
};

const answersIn = ({ took, at, waits, ended }: Answers, own: readonly { id: string; name: string }[]): AttentionSummary["answers"] => {
  const by = (of: ArrayLike<number>, groups: number) =>
    byGroup(
      at.map((place) => of[place] as number),
      groups,
    )(took);
  const [ofKind, ofDevice] = [by(waits.kind, kinds.length), by(waits.device, waits.devices.length)];
  const nothing = new Float64Array();
  return {
    ...spreadOf(took),
    byKind: kinds
      .map((kind, place) => ({ kind, ...spreadOf(ofKind(place)) }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n || (a.kind < b.kind ? -1 : 1)),
    byDevice: own
      .map(({ id, name }) => {
        const place = waits.devices.indexOf(id);
        return { deviceId: id, name, ...spreadOf(place < 0 ? nothing : ofDevice(place)) };
      })
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n || (a.deviceId < b.deviceId ? -1 : 1)),
    ended,
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

const attentionIn = ({ open }: Looks, reviews: readonly number[], { rateMicros }: AttentionRates): AttentionSummary["attention"] => {
  const figures = attention(open, reviews);
  return {
    ...figures,
    unmeasured: open.length - figures.cards,
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
  answers: Answers;
  looks: Looks;
  window: Window;
  reviews: readonly { acceptedAt: number; reviewMinutes: number }[];
};

const trendOf = ({ days, quarters, pushes, answers, looks, window, reviews }: Trend): AttentionSummary["trend"] => {
  const dayAt = (at: number) => quarters.dayOf[Math.floor((at - quarters.start) / quarters.stepMs)] as number;
  const byDay = (moments: ArrayLike<number>, values: ArrayLike<number>) => {
    const dayOf = new Uint16Array(moments.length);
    for (let at = 0; at < dayOf.length; at += 1) dayOf[at] = dayAt(moments[at] as number);
    return byGroup(dayOf, quarters.days.length)(values);
  };
  const answered = byDay(answers.when, answers.took);
  const looked = byDay(looks.when, looks.open);
  const shown = byDay(pushes, pushes);
  const reviewed = Map.groupBy(
    reviews.filter(({ acceptedAt }) => acceptedAt >= window.from && acceptedAt < window.to),
    ({ acceptedAt }) => dayAt(acceptedAt),
  );
  return quarters.days.map(({ key, from, to }, day) => {
    const { n, p50 } = spreadOf(answered(day));
    const minutes = (reviewed.get(day) ?? []).map(({ reviewMinutes }) => reviewMinutes);
    return {
      ...{ key, from: iso(from), to: iso(to), ...(days[day] as (typeof days)[number]) },
      ...{ interruptions: shown(day).length, answers: n, p50, attentionMs: attention(looked(day), minutes).ms },
    };
  });
};
