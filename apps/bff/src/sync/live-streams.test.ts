import type { SyncAnswer } from "@beckon/contracts/sync";
import { expect, test } from "vitest";
import { createListeners, type Database, type Wake } from "../platform/db/database.ts";
import { createLogger } from "../platform/logger.ts";
import type { FeedRow } from "./changes.repository.ts";
import { createLiveStreams } from "./live-streams.ts";
import type { SyncService } from "./sync.service.ts";

/** A feed in memory, whose reads can be held up at a gate. */
const open = () => {
  const rows: FeedRow[] = [];
  const wakes = createListeners<[Wake]>();
  const gates: { read?: Promise<void>; load?: Promise<void>; fail?: boolean } = {};
  const after = ({ xid }: { xid: bigint }) => rows.filter((row) => row.xid > xid);
  const horizon = () => BigInt(rows.length) + 1n;
  const change = (row: FeedRow) => ({ kind: "agent" as const, id: row.entityId, value: {} as never });

  const sync = {
    horizon: async () => horizon(),
    now: () => "2026-11-21T10:00:00.000Z",
    tail: async (from: { xid: bigint; seq: bigint }) => {
      const found = after({ xid: from.seq === 0n ? from.xid - 1n : from.xid });
      return {
        rows: found,
        next: { epoch: "e", xid: found.at(-1)?.xid ?? from.xid, seq: found.length > 0 ? 1n : from.seq },
        held: false,
        more: false,
      };
    },
    load: async (found: FeedRow[]) => {
      await gates.load;
      return { changes: found.map(change), tombstones: [] };
    },
    read: async (): Promise<SyncAnswer & { held: boolean }> => {
      if (gates.fail) throw new Error("the database is away");
      // What is read is of before the gate; it arrives after it.
      const [found, cursor] = [[...rows], `e.${horizon()}.0`];
      await gates.read;
      return { changes: found.map(change), tombstones: [], cursor, reset: false, more: false, asOf: "", held: false };
    },
  } as unknown as SyncService;
  const database = { onWake: wakes.add, onGap: () => () => undefined } as unknown as Database;
  const streams = createLiveStreams({ sync, database, logger: createLogger("silent"), accessTopic: "access" });
  const app = (accessId = "dev_1") => {
    const seen: string[] = [];
    const state = { closed: false };
    const sink = {
      personId: accessId,
      accessId,
      write: (chunk: string) => {
        const data = /^event: changes\n.*\ndata: (.*)\n/.exec(chunk)?.[1];
        if (data) seen.push(...(JSON.parse(data) as SyncAnswer).changes.map(({ id }) => id));
        if (chunk.startsWith("event: bye")) seen.push("bye");
      },
      close: () => void (state.closed = true),
    };
    return { sink, seen, state };
  };
  return {
    streams,
    gates,
    app,
    revoke: (key: string) => wakes.emit({ topic: "access", key }),
    write: (entityId: string) => {
      rows.push({ xid: BigInt(rows.length) + 1n, seq: 1n, kind: "agent", entityId, audience: null, deleted: false });
      wakes.emit({ topic: "feed", key: "" });
    },
  };
};

const settled = () => new Promise(setImmediate);

test("a change that comes while one stream catches up and others are being told is missed by nobody", async () => {
  const { streams, gates, app, write } = open();
  const [early, late] = [app("dev_1"), app("dev_2")];
  await streams.attach(early.sink, undefined);
  const [read, load] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  gates.read = read.promise;
  gates.load = load.promise;
  const attaching = streams.attach(late.sink, undefined);
  await settled();
  // The late one has read without this change, and stands ready only while the early one is being told of it.
  write("x");
  await settled();
  read.resolve();
  await settled();
  load.resolve();
  await attaching;
  await settled();
  expect(early.seen).toEqual(["x"]);
  expect(late.seen).toEqual(["x"]);
  streams.stop();
});

test("a stream that cannot start is forgotten", async () => {
  const { streams, gates, app } = open();
  gates.fail = true;
  await expect(streams.attach(app().sink, undefined)).rejects.toThrow("away");
  expect(streams.size()).toBe(0);
  streams.stop();
});

test("a revocation ends the streams of that access, also one that is still catching up", async () => {
  const { streams, gates, app, revoke, write } = open();
  const [stays, goes] = [app("dev_1"), app("tok_2")];
  await streams.attach(stays.sink, undefined);
  const read = Promise.withResolvers<void>();
  gates.read = read.promise;
  const attaching = streams.attach(goes.sink, undefined);
  await settled();
  revoke("tok_2");
  read.resolve();
  await attaching;
  expect(goes.state.closed).toBe(true);
  expect(streams.size()).toBe(1);
  write("later");
  await settled();
  expect(stays.seen).toEqual(["later"]);
  expect(goes.seen).toEqual(["bye"]);
  streams.stop();
});
