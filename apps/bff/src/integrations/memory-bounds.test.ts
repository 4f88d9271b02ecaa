import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Database, Wake } from "../platform/db/database.ts";
import { clip } from "./clean.ts";
import { createHoldIndex } from "./hold-index.ts";
import { createHoldRoom } from "./hold-room.ts";
import { holdTopic } from "./hold-types.ts";

const usedBytes = () => {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
};

test("what is kept of a long text keeps none of the rest in memory", () => {
  const before = usedBytes();
  const kept = Array.from({ length: 60 }, (_, index) => clip(JSON.parse(`"${String(index).padEnd(1_000_000, "é~")}"`), 1_000));
  expect(usedBytes() - before).toBeLessThan(10_000_000);
  expect(kept.every((text) => text?.length === 1_000)).toBe(true);
});

test("a text is cut between any two units, and stays what it was", () => {
  const text = "a😀é\0ü".repeat(50);
  for (let max = 1; max < 60; max += 1) expect(clip(text, max)).toBe(text.slice(0, max).replaceAll("\0", "").toWellFormed() || undefined);
});

test("questions of one token wait in bounded room, in number and in bytes, and take nothing from another's", () => {
  const room = createHoldRoom({ questions: 3, bytes: 1_000 });
  const given = [room.take("a", 400), room.take("a", 400)];
  expect(room.take("a", 300)).toBeUndefined();
  expect(room.take("b", 1_000)).toBeDefined();
  given.push(room.take("a", 200));
  expect(room.take("a", 0)).toBeUndefined();
  for (const giveBack of given) giveBack?.();
  expect(room.take("a", 1_000)).toBeDefined();
});

/** A database whose live runs are these rows. */
const fakeDatabase = (rows: { ownerId: string; run: string }[]) => {
  const hearers: ((wake: Wake) => void)[] = [];
  const gaps: (() => void)[] = [];
  let reads = 0;
  const where = async () => {
    reads += 1;
    return rows.slice();
  };
  const database = {
    db: { selectDistinct: () => ({ from: () => ({ where }) }) },
    onWake: (hearer: (wake: Wake) => void) => void hearers.push(hearer),
    onGap: (gap: () => void) => void gaps.push(gap),
  } as unknown as Database;
  return {
    database,
    reads: () => reads,
    wake: (key: string) => hearers.forEach((hear) => hear({ topic: holdTopic, key })),
    gap: () => gaps.forEach((gap) => gap()),
  };
};

test("runs and calls that are never heard of again are forgotten, and none that is live", async () => {
  const rows = [{ ownerId: "o", run: "stays" }];
  const fake = fakeDatabase(rows);
  const index = createHoldIndex({ database: fake.database }, { calls: 50, runs: 100 });
  expect(index.isQuiet("o", "any")).toBe(false);
  expect(await index.look("o", "any")).toBeUndefined();
  expect(index.isQuiet("o", "any")).toBe(true);
  for (let run = 0; run < 5_000; run += 1) {
    fake.wake(`o gone-${run}`);
    index.remember("o", { session: `gone-${run}`, tool: "Bash", input: "x", callId: `c${run}` });
    expect(index.size().runs).toBeLessThanOrEqual(100);
    expect(index.isQuiet("o", "stays/sub")).toBe(false);
  }
  expect(index.size().calls).toBe(50);
  expect(await index.look("o", "stays")).toBeDefined();
  expect(fake.reads()).toBe(2);
});

test("more live runs than there is room for are all known", async () => {
  const rows = Array.from({ length: 300 }, (_, run) => ({ ownerId: "o", run: `run-${run}` }));
  const fake = fakeDatabase(rows);
  const index = createHoldIndex({ database: fake.database }, { calls: 50, runs: 100 });
  for (const { run } of rows) expect(await index.look("o", run)).toBeDefined();
  expect(fake.reads()).toBe(1);
});

test("what was being read when words were lost is read again", async () => {
  const rows: { ownerId: string; run: string }[] = [];
  const fake = fakeDatabase(rows);
  const index = createHoldIndex({ database: fake.database });
  const looking = index.look("o", "new");
  fake.gap();
  rows.push({ ownerId: "o", run: "new" });
  expect(await looking).toBeDefined();
  expect(index.isQuiet("o", "other")).toBe(true);
});
