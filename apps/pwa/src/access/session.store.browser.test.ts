import type { Session } from "@beckon/contracts/access";
import type { Task } from "@beckon/contracts/tasks";
import { afterEach, expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { putRow } from "../platform/apply-sync.ts";
import { openReplica, type Replica, readMeta, writeMeta } from "../platform/replica.ts";
import { aRequest } from "../platform/testing/rows.ts";
import type { SessionApi } from "./session.api.ts";
import { SessionStore } from "./session.store.ts";

const opened: { name: string; replica: Replica }[] = [];
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const session = {
  person: { id: "pe_1", name: "Ada", role: "owner" },
  device: { id: "dev_1", name: "phone" },
  passkeys: 0,
} as unknown as Session;
const problem = (status: number, code: string) => () => Promise.reject(new ApiProblem(status, { code, title: "No" }));
const gone = problem(0, "network.unreachable");

function setUp(api: Partial<SessionApi> = {}, leaving?: Promise<void>) {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const left: string[] = [];
  const onLeave = async () => {
    left.push("left");
    await leaving;
  };
  const store = new SessionStore({ api: { current: gone, pair: gone, end: gone, ...api }, replica, onLeave });
  return { replica, store, left };
}
const kept = (replica: Replica) => readMeta<Session>(replica, "session");

test("pairing signs in, is remembered, and leaves nothing of whoever was here before", async () => {
  const { replica, store } = setUp({ pair: async () => session });
  await putRow(replica, aRequest("dr_old"));
  await store.pair("ABCD-EFGH", "phone");
  expect(store.state).toMatchObject({ status: "signed-in", session: { person: { name: "Ada" } } });
  expect(await kept(replica)).toEqual(session);
  expect(await (await replica.db()).count("decisionRequests")).toBe(0);
});

test("a wrong code is thrown as the server said it, and changes nothing", async () => {
  const { replica, store } = setUp({ pair: problem(404, "access.code_unknown") });
  await putRow(replica, aRequest("dr_old"));
  await expect(store.pair("ABCD-EFGH", "phone")).rejects.toMatchObject({ code: "access.code_unknown" });
  expect(store.state.status).toBe("unknown");
  expect(await (await replica.db()).count("decisionRequests")).toBe(1);
});

test("without network the person known from before stays signed in", async () => {
  const { store } = setUp();
  store.paint(session);
  await store.refresh();
  expect(store.state).toMatchObject({ status: "signed-in" });
});

test("a 401 that our server did not write signs nobody out", async () => {
  const { store } = setUp({ current: problem(401, "http.401") });
  store.paint(session);
  await store.refresh();
  expect(store.state.status).toBe("signed-in");
});

test("a session that the server ended wipes the device, and names the answers and changes that were not sent", async () => {
  const { replica, store, left } = setUp({ current: problem(401, "access.revoked") });
  await writeMeta(replica, "session", session);
  await putRow(replica, aRequest("dr_1", { title: "Deploy?" }));
  const entry = {
    key: "k",
    requestId: "dr_1",
    input: { option: "approve", text: "but slowly" },
    createdAt: "2026-11-21T09:00:00.000Z",
    attempts: 1,
    progress: "waiting" as const,
  };
  await (await replica.db()).put("outbox", entry);
  await (await replica.db()).put("tasks", { id: "tk_1", title: "Write the changelog" } as Task);
  const moved = { taskId: "tk_1", patch: { version: 1, status: "completed", priority: "high" }, at: "2026-11-21T09:01:00.000Z" } as const;
  await (await replica.db()).put("taskChanges", moved);
  store.paint(session);
  await store.refresh();
  expect(store.state).toMatchObject({
    status: "signed-out",
    unsent: [
      { title: "Deploy?", answer: "Approve: but slowly" },
      { title: "Write the changelog", answer: "to Done, priority High" },
    ],
  });
  expect(store.state.error).toContain("Pair it again");
  expect(left).toEqual(["left"]);
  expect(await (await replica.db()).count("outbox")).toBe(0);
  expect(await kept(replica)).toBeUndefined();
  // Still told when the app was closed before anybody read it; gone once it was.
  await store.refresh();
  expect(store.state.unsent).toHaveLength(2);
  await store.dismissUnsent();
  await store.refresh();
  expect(store.state.unsent).toBeUndefined();
});

test("a first visit is signed out, without a reproach", async () => {
  let asked = 0;
  const current = () => (asked++, Promise.reject(new ApiProblem(401, { code: "access.no_session" })));
  const { store } = setUp({ current });
  await store.refresh();
  expect(store.state).toEqual({ status: "signed-out", session: undefined, error: undefined, unsent: undefined });
  // Browsers print every 401 as an error, and there is nothing to ask.
  expect(asked).toBe(0);
});

test("a person whom only the replica knows yet is asked for", async () => {
  const { replica, store } = setUp({ current: async () => session });
  await writeMeta(replica, "session", session);
  await store.refresh();
  expect(store.state).toMatchObject({ status: "signed-in", session: { person: { name: "Ada" } } });
});

test("where the replica cannot be opened the server still knows", async () => {
  const closed = { ...openReplica("test-closed"), db: () => Promise.reject(new Error("no storage here")) };
  const store = new SessionStore({ api: { current: async () => session, pair: gone, end: gone }, replica: closed });
  await store.refresh();
  expect(store.state.status).toBe("signed-in");
});

test("signing out needs the server: offline it is refused, not pretended", async () => {
  const { replica, store } = setUp();
  await writeMeta(replica, "session", session);
  store.paint(session);
  await expect(store.signOut()).rejects.toMatchObject({ code: "network.unreachable" });
  expect(store.state.status).toBe("signed-in");
  expect(await kept(replica)).toEqual(session);
});

test("what the server has not got yet is known before signing out", async () => {
  const { replica, store } = setUp();
  const moved = { taskId: "tk_1", patch: { version: 1, status: "completed" }, at: "2026-11-21T09:01:00.000Z" } as const;
  await (await replica.db()).put("taskChanges", moved);
  expect(await store.waiting()).toMatchObject([{ requestId: "tk_1", createdAt: moved.at }]);
});

test("signing out wipes the device", async () => {
  const { replica, store, left } = setUp({ end: async () => undefined });
  await writeMeta(replica, "session", session);
  store.paint(session);
  await store.signOut();
  expect(store.state.status).toBe("signed-out");
  expect(left).toEqual(["left"]);
  expect(await kept(replica)).toBeUndefined();
});

test("who signs out by hand is not told to pair again, when the server's no comes before all is given back", async () => {
  const givenBack = Promise.withResolvers<void>();
  const { replica, store, left } = setUp({ end: async () => undefined, current: problem(401, "access.no_session") }, givenBack.promise);
  // Another page of the same browser hears the no as well.
  const other = new SessionStore({ api: { current: problem(401, "access.no_session"), pair: gone, end: gone }, replica });
  await writeMeta(replica, "session", session);
  const moved = { taskId: "tk_1", patch: { version: 1, status: "completed" }, at: "2026-11-21T09:01:00.000Z" } as const;
  await (await replica.db()).put("taskChanges", moved);
  store.paint(session);
  other.paint(session);
  const out = store.signOut();
  await expect.poll(() => left.length).toBe(1);
  const asked = [store.refresh(), other.refresh()];
  await new Promise((resolve) => setTimeout(resolve, 50));
  givenBack.resolve();
  await Promise.all([out, ...asked]);
  for (const { state } of [store, other]) expect(state).toMatchObject({ status: "signed-out", error: undefined, unsent: undefined });
  expect(left).toEqual(["left"]);
  expect(await readMeta(replica, "unsent")).toBeUndefined();
});

test("a session that the server named before signing out does not come back with its answer", async () => {
  const late = Promise.withResolvers<Session>();
  const answers = [late.promise];
  const current = () => answers.shift() ?? problem(401, "access.no_session")();
  const { replica, store } = setUp({ end: async () => undefined, current });
  await writeMeta(replica, "session", session);
  store.paint(session);
  const asked = store.refresh();
  await expect.poll(() => answers.length).toBe(0);
  await store.signOut();
  late.resolve(session);
  await asked;
  expect(store.state).toMatchObject({ status: "signed-out", error: undefined });
  expect(await kept(replica)).toBeUndefined();
});
