import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, origin, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
let agent: Awaited<ReturnType<TestApp["token"]>>;

beforeAll(async () => {
  app = await createTestApp();
  owner = await app.pair();
  agent = await app.token("agent", "builder");
});
afterAll(() => app.close());

const ask = async (title: string, more: Record<string, unknown> = {}) =>
  (await agent("POST", "/api/decision-requests", { kind: "permission", title, ...more })).body;
const sync = async (query = "") => (await owner("GET", `/api/sync${query}`)).body;
const requestsIn = (answer: { changes: { kind: string; value: { title: string } }[] }) =>
  answer.changes.filter((change) => change.kind === "decisionRequest").map((change) => change.value.title);

describe("GET /api/sync", () => {
  test("gives a snapshot with what waits first, then what changed since", async () => {
    const answered = await ask("answered");
    await owner("PUT", `/api/decision-requests/${answered.id}/decision`, { option: "approve" });
    await ask("waits");
    const snapshot = await sync();
    expect(requestsIn(snapshot).slice(0, 2)).toEqual(["waits", "answered"]);
    expect(snapshot).toMatchObject({ reset: false, more: false, tombstones: [] });

    const next = await ask("new");
    const changes = await sync(`?cursor=${snapshot.cursor}`);
    expect(requestsIn(changes)).toEqual(["new"]);
    expect(changes.changes.map((change: { kind: string }) => change.kind)).toContain("agent");
    expect((await sync(`?cursor=${changes.cursor}`)).changes).toEqual([]);

    // Many changes of one entity are one change: how it is now.
    await owner("PUT", `/api/decision-requests/${next.id}/decision`, { option: "deny" });
    await agent("POST", `/api/decision-requests/${next.id}/outcome`, { status: "executed" });
    const last = await sync(`?cursor=${changes.cursor}`);
    expect(last.changes).toMatchObject([{ id: next.id, value: { status: "decided", outcome: { status: "executed" } } }]);
  });

  test.each(["rubbish", "e.1.1", "0000.99999999.0"])(
    "a cursor it does not know (%s) gives a snapshot and asks for a reset",
    async (cursor) => {
      expect(await sync(`?cursor=${cursor}`)).toMatchObject({ reset: true });
    },
  );

  test("a replica from the future (the database went back to a copy) is reset", async () => {
    const { cursor } = await sync();
    const [epoch, xid] = cursor.split(".");
    expect(await sync(`?cursor=${epoch}.${Number(xid) + 1_000_000}.0`)).toMatchObject({ reset: true });
  });

  test("a cursor of before the last pruning is reset", async () => {
    const { cursor } = await sync();
    await ask("forgotten");
    await app.database.db.execute(sql`update change set at = now() - interval '40 days'`);
    await app.services.sync.prune();
    expect(await sync(`?cursor=${cursor}`)).toMatchObject({ reset: true });
  });

  test("holds a call until something changes", async () => {
    const { cursor } = await sync();
    const held = sync(`?cursor=${cursor}&wait=20`);
    await ask("wakes it");
    expect(requestsIn(await held)).toEqual(["wakes it"]);
  });

  test("leaves long diffs out of the feed and says so; the request itself has them", async () => {
    const { cursor } = await sync();
    const diff = "+line\n".repeat(5_000);
    const { id } = await ask("long", { action: { tool: "Edit", command: "apply", diff } });
    const [change] = (await sync(`?cursor=${cursor}`)).changes.filter((entry: { id: string }) => entry.id === id);
    expect(change.value).toMatchObject({ trimmed: true, action: { tool: "Edit", command: "apply" } });
    expect(change.value.action.diff).toBeUndefined();
    expect((await owner("GET", `/api/decision-requests/${id}`)).body.action.diff).toBe(diff);
  });
});

describe("GET /api/stream", () => {
  const open = async (cursor: string) => {
    const abort = new AbortController();
    const response = await app.app.request(`${origin}/api/stream?cursor=${cursor}`, {
      headers: { cookie: owner.cookie, host: "localhost:8787" },
      signal: abort.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let buffer = "";
    return {
      response,
      close: () => abort.abort(),
      next: async (): Promise<{ event: string; id: string; data: any }> => {
        for (;;) {
          const end = buffer.indexOf("\n\n");
          if (end >= 0) {
            const block = buffer.slice(0, end);
            buffer = buffer.slice(end + 2);
            const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
            // A sign of life says nothing of what changed, and comes whenever a machine is slow.
            if (field("event") && field("event") !== "heartbeat")
              return { event: field("event"), id: field("id"), data: JSON.parse(field("data") || "null") };
            continue;
          }
          const { value, done } = await reader.read();
          if (done) return { event: "closed", id: "", data: null };
          buffer += decoder.decode(value, { stream: true });
        }
      },
    };
  };

  test("sends what was missed, then each change with its cursor", async () => {
    const { cursor } = await sync();
    await ask("missed");
    const stream = await open(cursor);
    expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
    const missed = await stream.next();
    expect([missed.event, requestsIn(missed.data)]).toEqual(["changes", ["missed"]]);
    await ask("live");
    const live = await stream.next();
    expect(requestsIn(live.data)).toEqual(["live"]);
    expect(live.id).toBe(live.data.cursor);
    expect((await sync(`?cursor=${live.id}`)).changes).toEqual([]);
    stream.close();
  });

  test("loses nothing while requests come in as it opens", async () => {
    const { cursor } = await sync();
    const titles = Array.from({ length: 30 }, (_, index) => `burst ${index}`);
    const asking = Promise.all(titles.map((title) => ask(title)));
    const streams = await Promise.all([open(cursor), open(cursor), open(cursor)]);
    await asking;
    for (const stream of streams) {
      const seen = new Set<string>();
      while (seen.size < titles.length) for (const title of requestsIn((await stream.next()).data)) seen.add(title);
      expect([...seen].toSorted()).toEqual(titles.toSorted());
      stream.close();
    }
  });

  test("says goodbye when its device is revoked", async () => {
    const other = await app.pair({ role: "viewer" });
    const abort = new AbortController();
    const { cursor } = (await other("GET", "/api/sync")).body;
    const response = await app.app.request(`${origin}/api/stream?cursor=${cursor}`, {
      headers: { cookie: other.cookie, host: "localhost:8787" },
      signal: abort.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect((await owner("DELETE", `/api/devices/${other.session.device.id}`)).status).toBe(204);
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += new TextDecoder().decode(value);
    }
    expect(text).toContain("event: bye");
    expect((await other("GET", "/api/sync")).status).toBe(401);
  });
});
