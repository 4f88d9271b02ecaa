import { habitAfter, type AttentionHabit, type AttentionHabits, type AttentionQuery } from "@beckon/contracts/attention";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { attention, priceOf } from "@beckon/metrics/attention";
import { waitingTime } from "@beckon/metrics/waiting";
import type { Db } from "../platform/db/database.ts";
import { habitNotFound } from "./attention.errors.ts";
import type { AttentionDeps, AttentionRates, Scope } from "./attention.types.ts";
import { templateOf } from "./habit.ts";
import { dearestHabits } from "./dearest-habits.ts";
import { readHabits, type HabitRow } from "./habits.repository.ts";
import type { Packs } from "./packs.ts";
import { projectOfWaits } from "./waits.repository.ts";
import { windowOf } from "./window.ts";

/** So many of a habit's newest requests are looked at for its rule. */
const lookedAt = 20;
const shownIds = 5;
const lookUpDays = 30;
const dayMs = 86_400_000;

const habitIdOf = (key: string): string => `ha_${key.replaceAll("-", "")}`;
/** The ledger's key of a habit's id; of what is none, one that nothing has. */
export const habitKey = (id: string): string => {
  const hex = /^ha_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(id)?.slice(1);
  return hex ? hex.join("-") : "00000000-0000-0000-0000-000000000000";
};

/** What people answered again and again, the costliest first, each with the rule that would answer it where one may. */
export const habits =
  (deps: AttentionDeps, packsOf: Packs) =>
  async (query: AttentionQuery): Promise<AttentionHabits> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    const { db } = deps.database;
    const demo = await deps.agents.onlyDemo(db);
    const rates = await deps.rates(db);
    const scope: Scope = { ...window, demo, agent: query.agent, project: query.project };
    const { dearest, ...counts } = await deps.database.snapshot(async (at) => {
      const { waits } = await packsOf(at, scope);
      const { keys, ...found } = dearestHabits(waits, window);
      return { ...found, dearest: await readHabits(at, scope, keys) };
    });
    return {
      window: { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString(), timeZone: query.tz },
      asOf: asOf.toISOString(),
      ...(demo ? { demo: true } : {}),
      ...counts,
      currency: rates.currency,
      items: (await Promise.all(dearest.map((row) => present(deps, db, row, rates)))).filter((one) => one !== undefined),
    };
  };

/** One of them as it is by the last 30 days, for the page on which its rule is written. */
export const habit =
  (deps: AttentionDeps) =>
  async (id: string): Promise<AttentionHabit> => {
    const { db } = deps.database;
    const to = deps.clock().getTime() + 1;
    const scope: Scope = { from: to - lookUpDays * dayMs, to, demo: await deps.agents.onlyDemo(db) };
    const [row] = await readHabits(db, scope, [habitKey(id)]);
    const found = row && row.approved + row.denied >= habitAfter ? await present(deps, db, row, await deps.rates(db)) : undefined;
    if (!found) throw habitNotFound();
    return found;
  };

const present = async (deps: AttentionDeps, db: Db, row: HabitRow, { rateMicros }: AttentionRates): Promise<AttentionHabit | undefined> => {
  const ids = row.requests.slice(0, lookedAt);
  const found = new Map((await deps.decisions.findAll(db, ids)).map((request) => [request.id, request]));
  const asked = ids.flatMap((id) => found.get(id) ?? []);
  const [newest] = asked;
  if (!newest) return undefined;
  const looks = attention(row.open.flatMap((open) => open ?? []));
  const project = await projectOfWaits(db, newest.id);
  return {
    id: habitIdOf(row.habit),
    kind: newest.kind,
    ...(newest.action ? { tool: newest.action.tool } : {}),
    template: templateOf(newest),
    ...(project ? { project } : {}),
    ...{ n: row.n, approved: row.approved, denied: row.denied, approvedShare: Math.round((row.approved * 1e6) / row.n) },
    agents: new Set(row.agents).size,
    waitingMs: waitingOf(row),
    attentionMs: looks.cardsMs,
    cards: looks.cards,
    micros: rateMicros === null || looks.cards === 0 ? null : priceOf(looks.cardsMs, rateMicros),
    lastAt: new Date(row.ended[0] as number).toISOString(),
    requestIds: row.requests.slice(0, shownIds),
    ...(await ruleOf(deps, db, row, asked)),
  };
};

const waitingOf = ({ agents, asked, ended }: HabitRow): number =>
  [...Map.groupBy(agents.keys(), (index) => agents[index]).values()].reduce(
    (sum, own) => sum + waitingTime(own.map((index) => ({ from: asked[index] as number, to: ended[index] as number }))),
    0,
  );

/** Only where everybody has always said the same, and nothing else: the rules' own way of drafting, and no second one. */
const ruleOf = async (
  { rules }: AttentionDeps,
  db: Db,
  row: HabitRow,
  asked: readonly DecisionRequest[],
): Promise<Pick<AttentionHabit, "rule" | "proposalId" | "refusal">> => {
  const options = new Set(asked.map(({ decision }) => decision?.option));
  const [option] = options;
  if ((row.approved !== row.n && row.denied !== row.n) || options.size !== 1 || option === undefined) return { refusal: "differs" };
  return rules.forHabit(db, asked, option);
};
