import type { SyncAnswer } from "@beckon/contracts/sync";
import { afterEach, describe, expect, test } from "vitest";
import { ApiProblem, type ApiClient } from "./api-client.ts";
import { ConnectionStore } from "./connection.store.ts";
import { followStream, type FollowOptions } from "./follow-stream.ts";
import { createLiveStream } from "./live-stream.ts";
import { openReplica, type Replica, readMeta } from "./replica.ts";
import { createSync } from "./sync.ts";
import { aRequest, answerOf, changeOf } from "./testing/rows.ts";

class FakeSource extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: typeof data === "string" ? data : JSON.stringify(data) }));
  }
}

function follow(more: Partial<FollowOptions> = {}) {
  const source = new FakeSource();
  const told: string[] = [];
  const aborting = new AbortController();
  const end = followStream({
    url: "/api/stream",
    cursor: "c1",
    signal: aborting.signal,
    apply: async ({ answer, base }) => (told.push(`${base}>${answer.cursor}`), "applied"),
    onOpen: () => told.push("open"),
    onFresh: (asOf) => told.push(asOf),
    open: () => source as unknown as EventSource,
    ...more,
  });
  return { source, told, end, abort: () => aborting.abort() };
}
const at = (cursor: string, more: Partial<SyncAnswer> = {}) => answerOf(cursor, [], { asOf: cursor, ...more });

describe("one stream", () => {
  test("applies what it brings in turn, each on the cursor before", async () => {
    const { source, told, end, abort } = follow();
    source.say("changes", at("c2"));
    source.say("changes", at("c3"));
    source.say("heartbeat", { at: "later" });
    await expect.poll(() => told).toEqual(["open", "c1>c2", "c2", "c2>c3", "c3", "later"]);
    abort();
    expect(await end).toBe("again");
    expect(source.closed).toBe(true);
  });

  test("is open only when something came through", async () => {
    const { source, told, end } = follow({ firstEventWithin: 20 });
    source.dispatchEvent(new Event("open"));
    expect(await end).toBe("silent");
    expect(told).toEqual([]);
  });

  test("that falls silent later is broken, and so is one that fails", async () => {
    const quiet = follow({ silenceLimit: 20 });
    quiet.source.say("heartbeat", {});
    expect(await quiet.end).toBe("broken");
    const failed = follow();
    failed.source.dispatchEvent(new Event("error"));
    expect(await failed.end).toBe("broken");
  });

  test("starts anew when the replica moved on, when more waits, and when the session ends", async () => {
    const stale = follow({ apply: async () => "stale" });
    stale.source.say("changes", at("c2"));
    expect(await stale.end).toBe("again");
    const more = follow();
    more.source.say("changes", at("c2", { more: true }));
    expect(await more.end).toBe("again");
    const bye = follow();
    bye.source.say("bye", {});
    expect(await bye.end).toBe("again");
  });

  test("survives an event that makes no sense", async () => {
    const { source, told, abort, end } = follow();
    source.say("changes", "<html>");
    source.say("changes", at("c2"));
    await expect.poll(() => told).toContain("c1>c2");
    abort();
    await end;
  });
});

describe("keeping up", () => {
  const opened: { name: string; replica: Replica; stop: () => void }[] = [];
  afterEach(() => {
    for (const { name, replica, stop } of opened.splice(0)) {
      stop();
      replica.close();
      indexedDB.deleteDatabase(name);
    }
  });

  function setUp(answer: (cursor: string | undefined, wait: number | undefined) => Promise<SyncAnswer>) {
    const name = `test-${crypto.randomUUID()}`;
    const replica = openReplica(name);
    const request = ((_method: string, _path: string, options?: { query?: { cursor?: string; wait?: number } }) =>
      answer(options?.query?.cursor, options?.query?.wait)) as unknown as ApiClient;
    const connection = new ConnectionStore();
    const events: string[] = [];
    connection.subscribe(() => events.push(connection.state.state));
    const live = createLiveStream({
      replica,
      connection,
      sync: createSync({ request, replica }),
      onConnected: () => events.push("connected"),
      onSessionLost: () => events.push("session lost"),
    });
    opened.push({ name, replica, stop: live.stop });
    return { replica, connection, events, live };
  }

  test("asks until nothing is left, and knows up to when", async () => {
    const asked: (string | undefined)[] = [];
    const { replica, connection, live, events } = setUp(async (cursor) => {
      asked.push(cursor);
      const next = asked.length;
      return answerOf(`c${next}`, [changeOf(aRequest(`dr_${next}`))], { more: next < 3 });
    });
    live.start();
    await expect.poll(() => events).toContain("connected");
    expect(asked.slice(0, 3)).toEqual([undefined, "c1", "c2"]);
    expect(await readMeta(replica, "cursor")).toBe("c3");
    expect(connection.state.asOf).toBe("2026-11-21T09:10:00.000Z");
  });

  test("without network it says offline, and goes on by itself when nudged", async () => {
    let up = false;
    const { connection, live, events } = setUp(async () => {
      if (!up) throw new ApiProblem(0, { code: "network.unreachable" });
      return answerOf("c1", []);
    });
    live.start();
    await expect.poll(() => connection.state.state).toBe("offline");
    up = true;
    await expect
      .poll(() => {
        live.nudge();
        return events;
      })
      .toContain("connected");
  });

  test("stops when the server does not know this device any more", async () => {
    let asked = 0;
    const { live, events, connection } = setUp(async () => {
      asked += 1;
      throw new ApiProblem(401, { code: "access.revoked" });
    });
    live.start();
    await expect.poll(() => events).toContain("session lost");
    live.nudge();
    expect(asked).toBe(1);
    expect(connection.state.state).toBe("offline");
  });
});
