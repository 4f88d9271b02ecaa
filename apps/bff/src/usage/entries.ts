import type { TokenCounts } from "@beckon/contracts/signals";
import { keyOf, startOfQuarter } from "../platform/keys.ts";
import type { Call, Priced } from "./price-book.ts";
import { addCounts, most } from "./sums.ts";
import type { Entry, SessionPlace, UsageSignal } from "./usage.types.ts";

type Used = UsageSignal & { signal: Extract<UsageSignal["signal"], { kind: "model.called" | "usage.counted" }> };

export const isUsed = (one: UsageSignal): one is Used => one.signal.kind === "model.called" || one.signal.kind === "usage.counted";

/** Whether a price has to be found for it: the agent has not said what it cost. */
export const needsPrice = ({ signal }: Used): boolean => signal.data.costMicros === undefined;

/** The signals as rows of the ledger, each row once. What was never said stands as empty text. */
export const toEntries = (
  used: readonly Used[],
  places: ReadonlyMap<string, SessionPlace>,
  price: (call: Call) => Priced | undefined,
): Entry[] => {
  const entries = new Map<string, Entry>();
  for (const one of used) {
    const entry = toEntry(one, places.get(one.sessionId), price);
    const name = `${entry.sessionId} ${entry.at} ${entry.key}`;
    const before = entries.get(name);
    if (before) addCounts(before, entry);
    else entries.set(name, entry);
  }
  return [...entries.values()];
};

const toEntry = ({ signal, sessionId, at }: Used, place: SessionPlace | undefined, price: (call: Call) => Priced | undefined): Entry => {
  const { model = "", provider, channel, tokens, costMicros, payment = "" } = signal.data;
  const calls = signal.kind === "model.called" ? 1 : 0;
  const task = signal.task ?? place?.task ?? "";
  const cost = costMicros === undefined ? price({ model, provider, at, tokens, calls }) : { micros: costMicros, price: "agent" };
  const names = { model, channel, task, payment, price: cost?.price ?? "" };
  return {
    sessionId,
    at: startOfQuarter(storable(at)),
    key: keyOf(Object.values(names)),
    ...names,
    records: 1,
    calls,
    ...countsOf(tokens),
    micros: Math.min(cost?.micros ?? 0, most),
  };
};

const countsOf = ({ input, output, cacheRead, cacheWrite, reasoning = 0 }: TokenCounts) => ({
  input,
  output,
  cacheRead,
  cacheWrite,
  reasoning,
});

/** Of the year 0 the database has no word, and of 10000 the wire has none. */
const storable = (at: Date) => Math.min(Math.max(at.getTime(), 0), Date.parse("9999-12-31T23:59:59.999Z"));
