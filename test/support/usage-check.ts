import type { UsageGroup, UsageSum } from "@beckon/contracts/usage";
import { expect } from "vitest";
import type { Call } from "./test-app.ts";
import { ledgerOf, type LedgerLine, type UsageFact } from "./usage-day.ts";

const toLine = ({ calls, tokens, cost }: UsageSum): LedgerLine => ({
  calls,
  ...tokens,
  micros: cost.apiEquivalent.micros ?? 0,
  unpriced: cost.apiEquivalent.unknown,
});

/** Every group with something in it, of as many pages as there are. */
const readGroups = async (call: Call, query: string): Promise<Record<string, LedgerLine>> => {
  const groups: UsageGroup[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const page = await call("GET", `/api/usage/summary?${query}&limit=40${cursor ? `&cursor=${cursor}` : ""}`);
    expect(page.status, JSON.stringify(page.body)).toBe(200);
    groups.push(...page.body.groups);
    cursor = page.body.cursor;
  }
  return Object.fromEntries(groups.filter(({ n }) => n > 0).map((group) => [group.key ?? "", toLine(group)]));
};

const hourOf = ({ at }: UsageFact) => `${at.slice(0, 13)}:00:00.000Z`;

/**
 * What the server says of the day is what the generator's own ledger says, to the token and the
 * millionth of a dollar: in all, by session, model and hour, and of each session by model and hour.
 * `call` may read usage and sessions; the window is the day and what lies around it.
 */
export const expectLedger = async (call: Call, facts: readonly UsageFact[], options: { from: string; to: string }): Promise<void> => {
  const window = `from=${options.from}&to=${options.to}`;
  const total = await call("GET", `/api/usage/summary?${window}`);
  expect(toLine(total.body)).toEqual(ledgerOf(facts, () => "all").all);

  const sessions = await call("GET", `/api/sessions?limit=200&${window}`);
  const keys = new Map<string, string>(sessions.body.items.map(({ id, key }: { id: string; key: string }) => [id, key]));
  const bySession = await readGroups(call, `${window}&groupBy=session`);
  const named = Object.fromEntries(Object.entries(bySession).map(([id, line]) => [keys.get(id) ?? id, line]));
  expect(named).toEqual(ledgerOf(facts, ({ session }) => session));

  expect(await readGroups(call, `${window}&groupBy=model`)).toEqual(ledgerOf(facts, ({ model }) => model));
  expect(await readGroups(call, `${window}&groupBy=hour`)).toEqual(ledgerOf(facts, hourOf));
  const own = Map.groupBy(facts, ({ session }) => session);
  for (const [id, key] of keys) {
    const rest = own.get(key) ?? [];
    expect(await readGroups(call, `${window}&session=${id}&groupBy=model`)).toEqual(ledgerOf(rest, ({ model }) => model));
    expect(await readGroups(call, `${window}&session=${id}&groupBy=hour`)).toEqual(ledgerOf(rest, hourOf));
  }
};
