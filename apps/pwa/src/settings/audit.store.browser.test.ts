import type { AuditEntry } from "@beckon/contracts/access";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryOf } from "../platform/list-store.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import type { AuditApi } from "./audit.api.ts";
import { plainLook } from "./audit-look.ts";
import { AuditStore } from "./audit.store.ts";

const at = "2026-11-21T09:00:00.000Z";
const entry = (id: string): AuditEntry => ({ id, at, actor: { kind: "system" }, action: "x", subject: "x", detail: {} }) as AuditEntry;
type Query = Parameters<AuditApi["list"]>[0];

let replica: Replica;
beforeEach(() => void (replica = openReplica(`test-${crypto.randomUUID()}`)));
afterEach(() => replica.close());

/** All entries without a question, one with, and nothing while it is away. */
function setUp() {
  const asked: Query[] = [];
  const server = { away: false };
  const list = async (query: Query) => {
    asked.push(query);
    if (server.away) throw new Error("No connection.");
    return { items: query.q || query.action ? [entry("au_2")] : [entry("au_2"), entry("au_1")] };
  };
  const verify: AuditApi["verify"] = async () => {
    if (server.away) throw new Error("No connection.");
    return { checkedAt: at, rows: 2, sealed: 2, unsealed: 0, head: null, faults: 0, problems: [] };
  };
  const make = () => new AuditStore({ list, verify } as AuditApi, memoryOf(replica, "audit"));
  return { asked, server, make, store: make() };
}
const ids = ({ state }: AuditStore) => state.items.map(({ id }) => id);

test("narrowed, the server is asked for it, page by page; what the device keeps stays the whole", async () => {
  const { asked, server, make, store } = setUp();
  await store.load();
  await store.narrow({ q: " pixel ", kind: "device." });
  expect(ids(store)).toEqual(["au_2"]);
  expect(asked.at(-1)).toMatchObject({ q: "pixel", action: "device." });
  server.away = true;
  const later = make();
  await later.load();
  expect(ids(later)).toEqual(["au_2", "au_1"]);
});

test("without network another part is not shown as what was asked for; the whole is, from what is kept", async () => {
  const { server, store } = setUp();
  await store.load();
  server.away = true;
  await store.narrow({ q: "pixel", kind: "" });
  expect(store.state).toMatchObject({ items: [], error: "No connection." });
  await store.narrow(plainLook);
  expect(ids(store)).toEqual(["au_2", "au_1"]);
});

test("it says what the check found, or why there was none", async () => {
  const { server, store } = setUp();
  await store.check();
  expect(store.state).toMatchObject({ checking: false, check: { faults: 0 } });
  server.away = true;
  await store.check();
  expect(store.state).toMatchObject({ checking: false, unchecked: "No connection." });
});
