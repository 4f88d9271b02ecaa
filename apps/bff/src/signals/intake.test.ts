import { setImmediate as aTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Database, Work } from "../platform/db/database.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { createIntake, type Turn } from "./intake.ts";

const turns = async (count: number) => {
  for (let index = 0; index < count; index += 1) await aTurn();
};

type Given = { name: number; bad: boolean; after: number; first: number; rest: number };
const given = fc.record({ bad: fc.boolean(), after: fc.nat(12), first: fc.nat(4), rest: fc.nat(4) });

/** A store that takes some turns before and after it says that only the commit is left, and what it saw. */
const createStore = () => {
  const kept: number[] = [];
  let underWay = 0;
  let most = 0;
  return {
    kept,
    most: () => most,
    commit: async (entries: Given[], turn: Turn): Promise<number[]> => {
      most = Math.max(most, (underWay += 1));
      try {
        await turns(entries[0]?.first ?? 0);
        await turn.before;
        if (entries.some(({ bad }) => bad)) throw new Error(`bad: ${entries.length}`);
        turn.sent();
        await turns(entries[0]?.rest ?? 0);
        kept.push(...entries.map(({ name }) => name));
        return entries.map(({ name }) => name);
      } finally {
        underWay -= 1;
      }
    },
  };
};

describe.for([true, false])("groups, overlapping: %s", (overlapping) => {
  test("everybody hears of its own, each is kept once, and a bad one takes nobody with it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (all, groupSize) => {
        const store = createStore();
        const intake = createIntake({ commit: store.commit, sizeOf: () => 1, groupSize, overlapping });
        const entries = all.map((entry, name) => ({ ...entry, name }));
        const heard = await Promise.allSettled(
          entries.map(async (entry) => {
            await turns(entry.after);
            return intake.add(entry);
          }),
        );
        expect(heard.map((one) => (one.status === "fulfilled" ? one.value : "refused"))).toEqual(
          entries.map(({ bad, name }) => (bad ? "refused" : name)),
        );
        expect(store.kept.toSorted((a, b) => a - b)).toEqual(entries.filter(({ bad }) => !bad).map(({ name }) => name));
      }),
      { numRuns: 60 },
    );
  });

  test("they are kept in the order of coming, one under way, or a second beside one that only waits for its commit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 40 }), async (all) => {
        const store = createStore();
        const intake = createIntake({ commit: store.commit, sizeOf: () => 1, groupSize: 5, overlapping });
        const order: number[] = [];
        await Promise.all(
          all.map(async (entry, name) => {
            await turns(entry.after);
            order.push(name);
            return intake.add({ ...entry, bad: false, name });
          }),
        );
        expect(store.most()).toBeLessThanOrEqual(overlapping ? 2 : 1);
        expect(store.kept).toEqual(order);
      }),
      { numRuns: 60 },
    );
  });

  test("callers that come again when they are answered share their commits, in two halves where that is quicker", async () => {
    const sizes: number[] = [];
    const intake = createIntake<number, number>({
      commit: async (entries, turn) => {
        sizes.push(entries.length);
        await turns(3);
        await turn.before;
        turn.sent();
        await turns(3);
        return entries;
      },
      sizeOf: () => 1,
      groupSize: 1_000,
      overlapping,
    });
    const [callers, rounds] = [40, 20];
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let round = 0; round < rounds; round += 1) expect(await intake.add(caller)).toBe(caller);
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(callers * rounds);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(overlapping ? 15 : callers - 1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(overlapping ? callers / 2 + 1 : callers);
    expect(sizes.length).toBeLessThanOrEqual(rounds * (overlapping ? 3 : 1) + 2);
  });
});

test("the next group begins when only the commit is left, and goes on when that is over", async () => {
  const seen: string[] = [];
  const committed = Promise.withResolvers<void>();
  const intake = createIntake<string, string>({
    commit: async (entries, turn) => {
      const [name] = entries as [string];
      seen.push(`${name} begins`);
      await turn.before;
      seen.push(`${name} goes on`);
      turn.sent();
      if (name === "a") await committed.promise;
      seen.push(`${name} is kept`);
      return entries;
    },
    sizeOf: () => 1,
    groupSize: 1,
    overlapping: true,
  });
  const both = [intake.add("a"), intake.add("b")];
  await turns(5);
  expect(seen).toEqual(["a begins", "a goes on", "b begins"]);
  committed.resolve();
  expect(await Promise.all(both)).toEqual(["a", "b"]);
  expect(seen.slice(3)).toEqual(["a is kept", "b goes on", "b is kept"]);
});

/** A row that one at a time can hold. */
const createRow = () => {
  let held = Promise.resolve();
  return async <T>(run: () => Promise<T>): Promise<T> => {
    const before = held;
    const done = Promise.withResolvers<void>();
    held = done.promise;
    await before;
    return run().finally(done.resolve);
  };
};

type Attempt = (entries: string[], turn: Turn) => Promise<string[]>;
const collided = Object.assign(new Error("taken back"), { code: "40001" });
const database = { transaction: (run: (work: Work) => unknown) => run({} as Work) } as Database;
const inOneTry =
  (attempt: Attempt): Attempt =>
  (entries, turn) =>
    inOneGo(database, () => attempt(entries, turn), turn.over);

test.for([
  { how: "together", error: collided, commit: inOneTry },
  { how: "each alone", error: new Error("taken back"), commit: (attempt: Attempt) => attempt },
])("what is taken back at its commit is tried again $how, also where the next group holds what it needs", async ({ error, commit }) => {
  const row = createRow();
  const tried: string[][] = [];
  const intake = createIntake<string, string>({
    commit: commit((entries, turn) =>
      row(async () => {
        tried.push(entries);
        await turn.before;
        turn.sent();
        // Time enough for the next group to stand in line for the row.
        await turns(20);
        if (entries.includes("a") && tried.length === 2) throw error;
        return entries;
      }),
    ),
    sizeOf: (name) => (name === "next" ? 2 : 1),
    groupSize: 2,
    overlapping: true,
  });
  expect(await Promise.all(["first", "a", "b", "next"].map(intake.add))).toEqual(["first", "a", "b", "next"]);
  expect(tried.slice(0, 3)).toEqual([["first"], ["a", "b"], ["next"]]);
});
