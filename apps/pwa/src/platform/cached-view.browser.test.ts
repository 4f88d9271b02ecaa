import { afterEach, expect, test } from "vitest";
import { ApiProblem } from "./api-client.ts";
import { cachedView, type View } from "./cached-view.ts";
import { openReplica, type Replica, wipe } from "./replica.ts";

let opened: { name: string; replica: Replica } | undefined;
const fresh = () => {
  const name = `views-${crypto.randomUUID()}`;
  opened = { name, replica: openReplica(name) };
  return opened.replica;
};
afterEach(() => {
  opened?.replica.close();
  if (opened) indexedDB.deleteDatabase(opened.name);
});
const noon = () => new Date("2026-11-21T12:00:00.000Z");
const away = async (): Promise<number> => {
  throw new ApiProblem(0, { title: "The server cannot be reached", code: "network.unreachable" });
};

test("tells what is kept, then what the server says, and keeps that; without it, the kept with its age", async () => {
  const replica = fresh();
  const told: View<number>[] = [];
  const look = (ask: () => Promise<number>, now = noon) => cachedView({ replica, key: "/x", now }, ask, (view) => told.push(view));
  await look(away);
  expect(told.splice(0)).toEqual([{ loading: false, error: "No connection" }]);
  await look(async () => 1);
  expect(told.splice(0)).toEqual([{ body: 1, at: noon().toISOString(), loading: false }]);
  await look(async () => {
    await expect.poll(() => told.length).toBe(1);
    return 2;
  });
  expect(told.splice(0).map(({ body, loading }) => [body, loading])).toEqual([
    [1, true],
    [2, false],
  ]);
  await look(away);
  expect(told.at(-1)).toEqual({ body: 2, at: noon().toISOString(), loading: false, error: "No connection" });
});

test("an aborted look tells nothing more, and the kept do not grow without end", async () => {
  const replica = fresh();
  const told: View<number>[] = [];
  const abort = new AbortController();
  abort.abort();
  await cachedView(
    { replica, key: "/x", signal: abort.signal },
    async () => 1,
    (view) => told.push(view),
  );
  expect(told).toEqual([]);
  for (let index = 0; index < 205; index += 1) {
    const now = () => new Date(noon().getTime() + index);
    await cachedView(
      { replica, key: `/${index}`, now },
      async () => index,
      () => undefined,
    );
  }
  const keys = await (await replica.db()).getAllKeys("views");
  expect(keys).toHaveLength(200);
  expect(keys).not.toContain("/0");
});

test("an answer that comes after the device was wiped is not kept, nor where the next person is signed in by then", async () => {
  const replica = fresh();
  let answer: (figure: number) => void = () => undefined;
  const looking = cachedView(
    { replica, key: "/x" },
    () => new Promise<number>((resolve) => (answer = resolve)),
    () => undefined,
  );
  await wipe(replica);
  await (await replica.db()).put("meta", { device: { id: "dev_2" } }, "session");
  answer(1);
  await looking;
  expect(await (await replica.db()).count("views")).toBe(0);
  await cachedView(
    { replica, key: "/x" },
    async () => 2,
    () => undefined,
  );
  expect(await (await replica.db()).get("views", "/x")).toMatchObject({ body: 2 });
});

test("of an answer that is late it says so, with what is kept", async () => {
  const replica = fresh();
  const told: View<number>[] = [];
  await cachedView(
    { replica, key: "/x", now: noon },
    async () => 1,
    () => undefined,
  );
  const answer = Promise.withResolvers<number>();
  const looking = cachedView(
    { replica, key: "/x", lateMs: 20 },
    () => answer.promise,
    (view) => told.push(view),
  );
  await expect.poll(() => told.at(-1)).toEqual({ body: 1, at: noon().toISOString(), loading: true, late: true });
  answer.resolve(2);
  await looking;
  expect(told.at(-1)).toMatchObject({ body: 2, loading: false });
  expect(told.at(-1)?.late).toBeUndefined();
});
