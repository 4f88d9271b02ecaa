import type { Command } from "@beckon/contracts/controls";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { SyncAnswer } from "@beckon/contracts/sync";
import * as fc from "fast-check";
import { openDB } from "idb";
import { afterEach, expect, test } from "vitest";
import type { ApiClient } from "./api-client.ts";
import { applySync, putRow } from "./apply-sync.ts";
import { rememberDeepLink, takeDeepLink } from "./deep-link.ts";
import { readFirstScreen, writeFirstScreen } from "./first-screen.ts";
import { openReplica, type Replica, type ReplicaChange, readMeta, wipe, writeMeta } from "./replica.ts";
import { withRoom } from "./storage-room.ts";
import { createSync } from "./sync.ts";
import { aRequest, answerOf, changeOf, decided } from "./testing/rows.ts";

const opened: { name: string; replica: Replica }[] = [];
function fresh(name = `test-${crypto.randomUUID()}`, version?: number): Replica {
  const replica = openReplica(name, version);
  opened.push({ name, replica });
  return replica;
}
afterEach(async () => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const apply = (replica: Replica, answer: SyncAnswer, base?: string) => applySync(replica, { answer, base });
const statusOf = async (replica: Replica, id: string) => (await (await replica.db()).get("decisionRequests", id))?.status;
const ids = async (replica: Replica) => (await (await replica.db()).getAllKeys("decisionRequests")).sort();

test("an answer of the feed goes in as a whole, with its cursor, and is told", async () => {
  const replica = fresh();
  const told: ReplicaChange[] = [];
  replica.subscribe((change) => told.push(change));
  const snooze = { kind: "snooze", id: "dr_1", value: { requestId: "dr_1", until: "2026-11-21T12:00:00.000Z" } } as const;
  expect(await apply(replica, answerOf("c1", [changeOf(aRequest("dr_1")), changeOf(decided("dr_2", "deny")), snooze]))).toBe("applied");
  expect(await ids(replica)).toEqual(["dr_1", "dr_2"]);
  expect(await readMeta(replica, "cursor")).toBe("c1");
  expect(told).toEqual([{ requests: ["dr_1", "dr_2", "dr_1"], asOf: "2026-11-21T09:10:00.000Z" }]);
  await apply(
    replica,
    answerOf("c2", [], {
      tombstones: [
        { kind: "decisionRequest", id: "dr_1" },
        { kind: "snooze", id: "dr_1" },
      ],
    }),
    "c1",
  );
  expect(await ids(replica)).toEqual(["dr_2"]);
  expect(await (await replica.db()).count("snoozes")).toBe(0);
});

test("an answer to another cursor than the stored one is not applied", async () => {
  const replica = fresh();
  await apply(replica, answerOf("c5", [changeOf(decided("dr_1", "deny"))]));
  expect(await apply(replica, answerOf("c4", [changeOf(aRequest("dr_1", { title: "old" }))]), "c3")).toBe("stale");
  expect(await apply(replica, answerOf("c5", [changeOf(aRequest("dr_9"))]), "c4")).toBe("already");
  expect(await statusOf(replica, "dr_1")).toBe("decided");
  expect(await ids(replica)).toEqual(["dr_1"]);
});

test("a failed write leaves neither half of an answer nor its cursor", async () => {
  const replica = fresh();
  await apply(replica, answerOf("c1", []));
  const unstorable = aRequest("dr_2", { title: (() => "functions cannot be stored") as unknown as string });
  await expect(apply(replica, answerOf("c2", [changeOf(aRequest("dr_1")), changeOf(unstorable)]), "c1")).rejects.toThrow();
  expect(await ids(replica)).toEqual([]);
  expect(await readMeta(replica, "cursor")).toBe("c1");
});

test("a reset throws away all that is synced, but no answer on its way", async () => {
  const replica = fresh();
  await apply(replica, answerOf("c1", [changeOf(decided("dr_1", "deny")), changeOf(aRequest("dr_2"))]));
  await (
    await replica.db()
  ).put("outbox", { key: "k", requestId: "dr_1", input: { option: "approve" }, createdAt: "", attempts: 0, progress: "waiting" });
  // The other database knows dr_1 as pending: that is the truth now.
  await apply(replica, answerOf("x1", [changeOf(aRequest("dr_1"))], { reset: true }), "c1");
  expect(await ids(replica)).toEqual(["dr_1"]);
  expect(await statusOf(replica, "dr_1")).toBe("pending");
  expect(await (await replica.db()).count("outbox")).toBe(1);
});

test("whatever order single answers and the feed arrive in, the last state stands", async () => {
  const stages = [
    aRequest("dr_1"),
    decided("dr_1", "deny"),
    decided("dr_1", "deny", { outcome: { status: "executed", at: "2026-11-21T09:06:00.000Z" } }),
  ];
  const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const replica = fresh();
      let cursor: string | undefined;
      for (const step of order) {
        const row = stages[step % 3]!;
        if (step < 3) await putRow(replica, row);
        else {
          await apply(replica, answerOf(`c${step}-${cursor}`, [changeOf(row)]), cursor);
          cursor = await readMeta(replica, "cursor");
        }
      }
      expect((await (await replica.db()).get("decisionRequests", "dr_1"))?.outcome?.status).toBe("executed");
    }),
    { numRuns: 25 },
  );
});

test("history does not grow without end", async () => {
  const replica = fresh();
  const at = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
  const many = Array.from({ length: 2_040 }, (_, index) => changeOf(decided(`dr_${index}`, "deny", { resolvedAt: at(index) })));
  await apply(replica, answerOf("c1", [...many, changeOf(aRequest("open"))]));
  const db = await replica.db();
  expect(await db.count("decisionRequests")).toBe(2_001);
  expect(await db.getKey("decisionRequests", "dr_39")).toBeUndefined();
  expect(await db.getKey("decisionRequests", "dr_40")).toBe("dr_40");
  expect(await statusOf(replica, "open")).toBe("pending");
});

test("an upgrade throws away all that the server has, and nothing else", async () => {
  const name = `test-${crypto.randomUUID()}`;
  const older = await openDB(name, 1, {
    upgrade(db) {
      const meta = db.createObjectStore("meta");
      meta.put("c1", "cursor");
      meta.put("Ada", "session");
      meta.put(true, "pushWanted");
      db.createObjectStore("somethingOld");
      db.createObjectStore("outbox", { keyPath: "key" }).createIndex("requestId", "requestId");
    },
  });
  await older.put("outbox", { key: "k", requestId: "dr_1", input: {}, createdAt: "", attempts: 0, progress: "waiting" });
  older.close();
  const replica = fresh(name, 3);
  expect((await (await replica.db()).getAll("outbox")).map((entry) => entry.key)).toEqual(["k"]);
  expect(await readMeta(replica, "cursor")).toBeUndefined();
  expect([await readMeta(replica, "session"), await readMeta(replica, "pushWanted")]).toEqual(["Ada", true]);
  expect([...(await replica.db()).objectStoreNames]).not.toContain("somethingOld");
});

test("an older page steps aside for a newer one instead of blocking it", async () => {
  const name = `test-${crypto.randomUUID()}`;
  await (await fresh(name, 1).db()).count("outbox");
  expect(await (await fresh(name, 3).db()).count("outbox")).toBe(0);
});

test("closing for a freeze is not felt: the next use opens again", async () => {
  const replica = fresh();
  await writeMeta(replica, "cursor", "c1");
  replica.close();
  expect(await readMeta(replica, "cursor")).toBe("c1");
});

test("pages and worker tell each other what changed", async () => {
  const name = `test-${crypto.randomUUID()}`;
  const [one, other] = [fresh(name), fresh(name)];
  const heard = new Promise<ReplicaChange>((resolve) => other.subscribe(resolve));
  await putRow(one, aRequest("dr_1"));
  expect(await heard).toEqual({ requests: ["dr_1"] });
});

test("signing out leaves nothing behind", async () => {
  const replica = fresh();
  await apply(replica, answerOf("c1", [changeOf(aRequest("dr_1"))]));
  await writeMeta(replica, "session", { person: {} });
  await wipe(replica);
  const db = await replica.db();
  const left = await Promise.all([...db.objectStoreNames].map((store) => db.getAllKeys(store)));
  // Only how often that happened: by this an answer that comes late is known.
  expect(left.flat()).toEqual(["stay"]);
});

test("a first answer of the feed that comes after signing out is not applied, nor where the next person is signed in by then", async () => {
  const replica = fresh();
  const { promise, resolve } = Promise.withResolvers<SyncAnswer>();
  let asked = 0;
  const request = (() => (asked++, promise)) as unknown as ApiClient;
  const catching = createSync({ request, replica }).catchUp();
  await expect.poll(() => asked).toBe(1);
  await wipe(replica);
  await writeMeta(replica, "session", { person: {} });
  resolve(answerOf("c1", [changeOf(aRequest("dr_1"))]));
  await catching;
  expect(await ids(replica)).toEqual([]);
  expect(await readMeta(replica, "cursor")).toBeUndefined();
});

test("what a single call answers after signing out is not kept", async () => {
  const replica = fresh();
  const late = Promise.withResolvers<DecisionRequest>();
  const putting = putRow(replica, late.promise);
  await wipe(replica);
  late.resolve(aRequest("dr_1"));
  await putting;
  expect(await ids(replica)).toEqual([]);
  await putRow(replica, aRequest("dr_2"));
  expect(await ids(replica)).toEqual(["dr_2"]);
});

test("the first screen is one small record", async () => {
  const replica = fresh();
  const pending = Array.from({ length: 500 }, (_, index) => aRequest(`dr_${index}`, { body: "x".repeat(20_000) }));
  await writeFirstScreen(replica, { pending, asOf: "2026-11-21T09:10:00.000Z" });
  const first = await readFirstScreen(replica);
  expect(first.pending.map((row) => row.id)).toEqual(pending.slice(0, 24).map((row) => row.id));
  expect(JSON.stringify(first).length).toBeLessThan(70_000);
  expect(await readFirstScreen(fresh())).toEqual({ pending: [], session: undefined, outbox: [] });
});

test("a full disk costs history, not the write", async () => {
  const replica = fresh();
  await apply(replica, answerOf("c1", [changeOf(decided("dr_1", "deny")), changeOf(aRequest("dr_2"))]));
  let tries = 0;
  const result = await withRoom(replica, async () => {
    tries += 1;
    if (tries === 1) throw new DOMException("full", "QuotaExceededError");
    return "written";
  });
  expect(result).toBe("written");
  expect(await ids(replica)).toEqual(["dr_2"]);
  await expect(withRoom(replica, () => Promise.reject(new TypeError("no")))).rejects.toThrow("no");
});

test("a tap on a notification is followed once, and not long after", async () => {
  const replica = fresh();
  await rememberDeepLink(replica, "/decisions/dr_1", 1_000);
  expect(await takeDeepLink(replica, 2_000)).toBe("/decisions/dr_1");
  expect(await takeDeepLink(replica, 2_000)).toBeUndefined();
  await rememberDeepLink(replica, "/decisions/dr_1", 1_000);
  expect(await takeDeepLink(replica, 100_000)).toBeUndefined();
});

test("tasks and the other kinds of work go in, are told by kind, and an older task never replaces a newer", async () => {
  const replica = fresh();
  const told: ReplicaChange[] = [];
  replica.subscribe((change) => told.push(change));
  const changeOfTask = (version: number) =>
    ({ kind: "task", id: "tk_1", value: { id: "tk_1", version } }) as unknown as SyncAnswer["changes"][number];
  const run = { kind: "workflowRun", id: "wf_1", value: { id: "wf_1" } } as unknown as SyncAnswer["changes"][number];
  const pulse = { kind: "teamwork", id: "coordination", value: { at: "2026-11-21T09:10:00.000Z" } } as const;
  const unknown = { kind: "weather", id: "x", value: {} } as unknown as SyncAnswer["changes"][number];
  await apply(replica, answerOf("c1", [changeOfTask(3), run, pulse, unknown]));
  expect(told).toEqual([{ requests: [], tasks: ["tk_1"], workflowRuns: ["wf_1"], teamwork: true, asOf: "2026-11-21T09:10:00.000Z" }]);
  await apply(replica, answerOf("c2", [changeOfTask(2)]), "c1");
  expect((await (await replica.db()).get("tasks", "tk_1"))?.version).toBe(3);
  await apply(
    replica,
    answerOf("c3", [], {
      tombstones: [
        { kind: "task", id: "tk_1" },
        { kind: "teamwork", id: "coordination" },
      ],
    }),
    "c2",
  );
  expect(await (await replica.db()).count("tasks")).toBe(0);
});

test("a change of a task that was not sent survives a new shape of the replica, and goes with its person", async () => {
  const name = `test-${crypto.randomUUID()}`;
  const before = fresh(name);
  await (
    await before.db()
  ).put("taskChanges", { taskId: "tk_1", patch: { version: 1, status: "blocked" }, at: "2026-11-21T09:10:00.000Z" });
  before.close();
  const after = fresh(name, 1_000);
  expect(await (await after.db()).count("taskChanges")).toBe(1);
  await wipe(after);
  expect(await (await after.db()).count("taskChanges")).toBe(0);
});

test("machines and commands go in and are told; a command never goes back", async () => {
  const replica = fresh();
  const told: ReplicaChange[] = [];
  replica.subscribe((change) => told.push(change));
  const host = { kind: "host", id: "ho_1", value: { id: "ho_1", name: "devbox" } } as unknown as SyncAnswer["changes"][number];
  const commandOf = (state: Command["state"]) => ({ id: "cm_1", state, requestedAt: "2026-11-21T09:10:00.000Z" }) as Command;
  const change = (state: Command["state"]) => ({ kind: "command", id: "cm_1", value: commandOf(state) }) as SyncAnswer["changes"][number];
  await apply(replica, answerOf("c1", [host, change("done")]));
  expect(told).toEqual([{ requests: [], hosts: ["ho_1"], commands: ["cm_1"], asOf: "2026-11-21T09:10:00.000Z" }]);
  const db = await replica.db();
  expect((await db.get("commands", "cm_1"))?.state).toBe("done");
  await apply(replica, answerOf("c2", [change("delivered")], { tombstones: [{ kind: "host", id: "ho_1" }] }), "c1");
  expect([(await db.get("commands", "cm_1"))?.state, await db.count("hosts")]).toEqual(["done", 0]);
});
