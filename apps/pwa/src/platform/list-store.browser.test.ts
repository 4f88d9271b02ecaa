import { expect, test } from "vitest";
import { ListStore, memoryOf } from "./list-store.ts";
import { openReplica, wipe } from "./replica.ts";

type Row = { id: string };
type Source = (cursor: string | undefined) => Promise<{ items: Row[]; cursor?: string }>;

class RowStore extends ListStore<Row> {
  readonly #source: Source;
  constructor(source: Source, memory: ReturnType<typeof memoryOf>) {
    super(memory, { items: [] });
    this.#source = source;
  }
  protected override page(cursor: string | undefined) {
    return this.#source(cursor);
  }
}

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const offline: Source = () => Promise.reject(new Error("no network"));

test("a list is shown from the replica while the server is away, with its age and why it is no newer", async () => {
  const replica = openReplica(`test-${crypto.randomUUID()}`);
  const online = new RowStore(async () => ({ items: rows("a", "b") }), memoryOf(replica, "rows"));
  await online.load();
  const later = new RowStore(offline, memoryOf(replica, "rows"));
  await later.load();
  expect(later.state).toMatchObject({ items: rows("a", "b"), asOf: online.state.asOf });
  expect(later.state.error).toBeTruthy();
  await wipe(replica);
  const stranger = new RowStore(offline, memoryOf(replica, "rows"));
  await stranger.load();
  expect(stranger.state.items).toEqual([]);
  replica.close();
});

test("more adds the next page, and nothing after the last", async () => {
  const replica = openReplica(`test-${crypto.randomUUID()}`);
  const asked: (string | undefined)[] = [];
  const store = new RowStore(
    async (cursor) => {
      asked.push(cursor);
      return cursor === undefined ? { items: rows("a"), cursor: "2" } : { items: rows("b") };
    },
    memoryOf(replica, "rows"),
  );
  await store.load();
  await store.more();
  await store.more();
  expect(store.state.items).toEqual(rows("a", "b"));
  expect(asked).toEqual([undefined, "2"]);
  replica.close();
});

test("an answer that comes after that to a later question is dropped", async () => {
  const replica = openReplica(`test-${crypto.randomUUID()}`);
  const answers: ((rows: Row[]) => void)[] = [];
  const store = new RowStore(() => new Promise((resolve) => answers.push((items) => resolve({ items }))), memoryOf(replica, "rows"));
  const first = store.load();
  await expect.poll(() => answers.length).toBe(1);
  const second = store.load();
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.(rows("new"));
  await second;
  answers[0]?.(rows("old"));
  await first;
  expect(store.state.items).toEqual(rows("new"));
  const later = new RowStore(offline, memoryOf(replica, "rows"));
  await later.load();
  expect(later.state.items).toEqual(rows("new"));
  replica.close();
});

test("a list that comes after the device was wiped is not kept", async () => {
  const replica = openReplica(`test-${crypto.randomUUID()}`);
  const answers: ((rows: Row[]) => void)[] = [];
  const store = new RowStore(() => new Promise((resolve) => answers.push((items) => resolve({ items }))), memoryOf(replica, "rows"));
  const loading = store.load();
  await expect.poll(() => answers.length).toBe(1);
  await wipe(replica);
  answers[0]?.(rows("former"));
  await loading;
  const later = new RowStore(offline, memoryOf(replica, "rows"));
  await later.load();
  expect(later.state.items).toEqual([]);
  replica.close();
});
