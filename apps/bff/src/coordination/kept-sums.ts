import { piecesOf, type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { isSnapshot } from "../platform/db/snapshots.ts";
import { quarterMs } from "../platform/keys.ts";
import { readMarks, readSlots, type Kept, type Mark, type Slot, type SlotRow } from "./kept-sums.repository.ts";
import { steps, type Counts } from "./rollups.ts";

/** The sums of one slot: which names, by their place, and their counts, one after the other. */
type Held = { mark: string; ids: Int32Array; counts: Int32Array };
type Summed = { names: readonly string[] } & Counts;

const counted = ["succeeded", "failed", "exhausted", "pending"] as const;
/** Rows of all slots of a view that are kept: some four megabytes. */
const mostRows = 200_000;
const mostNames = 100_000;
const views: readonly Kept[] = ["cause", "role", "ofRoleCause", "pair"];

/**
 * The sums of a window, for as long as they are the same: most of a month's were not written to since they were read last.
 * Whatever changes in a slot writes its sum of all (see `createTally`): by the transactions that wrote those a slot is known
 * to be the same, and read again where it is not. What is told just now is in the smallest slot at the window's end. To be
 * asked within a snapshot.
 */
export const createKeptSums = () => {
  const ledgers = new Map(views.map((view) => [view, createLedger()]));
  const marks = new WeakMap<Db, Map<string, Promise<readonly Mark[]>>>();

  /** Once for all views: who asks for one asks for the others too. */
  const marksOf = (db: Db, window: Span, demo: boolean) => {
    if (!isSnapshot(db)) return readMarks(db, slotsIn("total", window), demo);
    const own = marks.get(db) ?? new Map<string, Promise<readonly Mark[]>>();
    const name = `${window.from} ${window.to} ${demo}`;
    const found = own.get(name) ?? readMarks(db, slotsIn("total", window), demo);
    marks.set(db, own.set(name, found));
    return found;
  };

  return async (db: Db, view: Kept, { window, demo }: { window: Span; demo: boolean }): Promise<Summed[]> => {
    const ledger = ledgers.get(view) as Ledger;
    const marked = await marksOf(db, window, demo);
    const slots = slotsIn(view, window).map(({ step, at }) => {
      const until = at + step * quarterMs;
      const mark = marked.filter((one) => one.at >= at && one.at < until).map((one) => `${one.at} ${one.xmin}`);
      return { step, at, name: `${step} ${at} ${demo}`, mark: mark.join() };
    });
    for (;;) {
      const age = ledger.age();
      const held = new Map(slots.map((slot) => [slot, ledger.find(slot.name, slot.mark)]));
      const lacking = slots.filter((slot) => !held.get(slot));
      const rows = lacking.length === 0 ? [] : await readSlots(db, { view, slots: lacking, demo });
      // Emptied meanwhile by who asked for something else: what is held has names that are gone.
      if (ledger.age() !== age) continue;
      for (const [place, slot] of lacking.entries()) held.set(slot, ledger.keep(slot.name, slot.mark, rows[place] ?? []));
      return ledger.sum([...held.values()] as Held[]);
    }
  };
};
export type KeptSums = ReturnType<typeof createKeptSums>;

/** A window in the largest slots of a view that are wholly in it. */
const slotsIn = (view: Kept | "total", window: Span): Slot[] =>
  piecesOf(
    window,
    steps[view].map((step) => ({ grain: String(step), ms: step * quarterMs })),
  ).flatMap(({ grain, from, to }) => {
    const ms = Number(grain) * quarterMs;
    return Array.from({ length: (to - from) / ms }, (_, index) => ({ step: Number(grain), at: from + index * ms }));
  });

type Ledger = ReturnType<typeof createLedger>;

/** Slots of one view, the longest unasked of them dropped first; the names of all of them stand once. */
const createLedger = () => {
  const kept = new Map<string, Held>();
  const places = new Map<string, number>();
  let names: (readonly string[])[] = [];
  let [rows, emptied] = [0, 0];

  const placeOf = (own: readonly string[]): number => {
    const name = JSON.stringify(own);
    let place = places.get(name);
    if (place === undefined) {
      places.set(name, (place = names.length));
      names.push(own);
    }
    return place;
  };
  const drop = (slot: string) => {
    rows -= kept.get(slot)?.ids.length ?? 0;
    kept.delete(slot);
  };

  return {
    /** How often it was emptied. */
    age: () => emptied,
    find: (slot: string, mark: string): Held | undefined => {
      const held = kept.get(slot);
      if (held?.mark !== mark) return undefined;
      kept.delete(slot);
      kept.set(slot, held);
      return held;
    },
    keep: (slot: string, mark: string, own: readonly SlotRow[]): Held => {
      const held: Held = { mark, ids: new Int32Array(own.length), counts: new Int32Array(own.length * counted.length) };
      for (const [row, { names: called, counts }] of own.entries()) {
        held.ids[row] = placeOf(called);
        held.counts.set(counts, row * counted.length);
      }
      drop(slot);
      kept.set(slot, held);
      rows += own.length;
      for (const oldest of kept.keys()) {
        if (rows <= mostRows || oldest === slot) break;
        drop(oldest);
      }
      return held;
    },
    sum: (parts: readonly Held[]): Summed[] => {
      const sums = new Float64Array(names.length * counted.length);
      for (const { ids, counts } of parts)
        for (let row = 0; row < ids.length; row += 1)
          for (let count = 0; count < counted.length; count += 1)
            (sums[(ids[row] as number) * counted.length + count] as number) += counts[row * counted.length + count] as number;
      const found: Summed[] = [];
      for (let place = 0; place < names.length; place += 1) {
        const [succeeded, failed, exhausted, pending] = sums.subarray(place * counted.length, (place + 1) * counted.length);
        const one = { succeeded, failed, exhausted, pending } as Counts;
        if (counted.some((name) => one[name] !== 0)) found.push({ names: names[place] as readonly string[], ...one });
      }
      // Names that are in no slot any more would be gone through for ever.
      if (names.length > mostNames) {
        kept.clear();
        places.clear();
        [names, rows, emptied] = [[], 0, emptied + 1];
      }
      return found;
    },
  };
};
