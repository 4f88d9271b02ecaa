import type { Signal } from "@beckon/contracts/signals";
import type { Work } from "../../platform/db/database.ts";
import { byClock } from "./clock-ahead.ts";
import { tellCalls, withoutRepeats } from "./counted-once.ts";
import { toUsage, type Counter } from "./counters.ts";
import { growthOf } from "./growth.ts";
import { OtlpRefusal } from "./otlp.errors.ts";
import type { Telemetry } from "./otlp.types.ts";
import { deleteSeries, findMarks, insertMarks, pruneSeries } from "./series.repository.ts";
import type { Context } from "./teller.ts";
import { toReadings, type Reading } from "./to-signals.ts";

/** The token that telemetry came with. */
export type Owner = { id: string; name: string };

/** What the intake of signals does for telemetry; see `signals.service.ts`. */
export type SignalIntake = {
  append(owner: Owner, signals: readonly Signal[]): Promise<unknown>;
  appendDerived(owner: Owner, derive: (work: Work) => Promise<readonly Signal[]>): Promise<unknown>;
};

/** Signals that go into one transaction: a request of 200,000 records must not hold the others up. */
const atOnce = 2_000;
/** Longer than signals are kept, so that no counter is forgotten while what it told still counts. */
const keptDays = 40;

export type OtlpService = ReturnType<typeof createOtlpService>;

/** Takes telemetry in: what it says becomes signals, durable when `take` resolves; else it throws a refusal that asks to be sent again. */
export const createOtlpService = ({ signals }: { signals: SignalIntake }) => ({
  take: async (owner: Owner, telemetry: Telemetry, context: Context): Promise<void> => {
    const readings = byClock(telemetry, context.now).flatMap(({ aheadMs, telemetry: own }) => toReadings(own, { ...context, aheadMs }));
    try {
      for (const reading of readings) {
        if (needsState(reading)) await takeWithState(signals, owner, { reading, now: context.now });
        else for (const chunk of chunks(reading.signals)) await signals.append(owner, chunk);
      }
    } catch (cause) {
      // The one failure that clients send again by themselves: what cannot be made durable now can be later.
      throw new OtlpRefusal(503, "the telemetry could not be stored, send it again", 5, { cause });
    }
  },
  /** Forgets where the counters of these tokens stood. */
  forget: (work: Work, ownerIds: string[]): Promise<void> => deleteSeries(work.db, ownerIds),
  /** Forgets counters and conversations that nothing has been told of for long. */
  prune: (work: Work, now: Date): Promise<void> => pruneSeries(work.db, new Date(now.getTime() - keptDays * 86_400_000)),
});

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / atOnce) }, (_, index) => list.slice(index * atOnce, (index + 1) * atOnce));

/** As `chunks`, with counters of one group in one chunk. */
const chunksOfGroups = (counters: readonly Counter[]): Counter[][] => {
  const groups = [...Map.groupBy(counters, (counter) => counter.group ?? counter).values()];
  const result: Counter[][] = [];
  for (const group of groups) {
    const last = result.at(-1);
    if (last && last.length + group.length <= atOnce) last.push(...group);
    else result.push(group);
  }
  return result;
};

const needsState = ({ counters, hidden, tellsCalls }: Reading) =>
  (counters?.length ?? 0) > 0 || hidden !== undefined || (tellsCalls?.size ?? 0) > 0;

const hiddenKey = (session: string) => `hidden:${session}`;

type Stateful = { reading: Reading; now: Date };

/** State and signals in one transaction: neither is kept without the other, and a retry finds both or none. */
const takeWithState = async (intake: SignalIntake, owner: Owner, { reading, now }: Stateful): Promise<void> => {
  const { counters = [], hidden, tellsCalls = new Map(), mayRepeat } = reading;
  const keys = (hidden ?? []).map(hiddenKey);
  // Without a signal of its own a mark is still to be kept.
  const parts = reading.signals.length === 0 && keys.length + tellsCalls.size > 0 ? [[]] : chunks(reading.signals);
  for (const [index, chunk] of parts.entries())
    await intake.appendDerived(owner, async (work) => {
      await insertMarks(work.db, { ownerId: owner.id, keys, now });
      const aside = index === 0 ? await tellCalls(work, { ownerId: owner.id, now }, tellsCalls) : [];
      return [...(hidden ? await withoutHidden(work, owner, chunk) : chunk), ...aside];
    });
  for (const chunk of chunksOfGroups(counters))
    await intake.appendDerived(owner, async (work) => {
      const counted = mayRepeat ? await withoutRepeats(work, { ownerId: owner.id, now }, { counters: chunk, mayRepeat }) : chunk;
      return toUsage(counted, await growthOf(work, counted, { ownerId: owner.id, now }));
    });
};

const withoutHidden = async (work: Work, owner: Owner, signals: readonly Signal[]): Promise<readonly Signal[]> => {
  const sessions = [...new Set(signals.flatMap(({ session }) => (session === undefined ? [] : [hiddenKey(session)])))];
  const marked = await findMarks(work.db, owner.id, sessions);
  return marked.size === 0 ? signals : signals.filter(({ session }) => session === undefined || !marked.has(hiddenKey(session)));
};
