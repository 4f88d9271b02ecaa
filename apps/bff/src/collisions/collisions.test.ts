import type { Collision } from "@beckon/contracts/coordination";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

const start = Date.parse("2026-11-21T10:00:00.000Z");
let now = new Date(start);
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();

let t: TestApp;
let person: Call;
let laptop: Call;
let desk: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair();
  [laptop, desk] = [await t.token("agent", "Laptop"), await t.token("agent", "Desk")];
});
afterAll(() => t.close());

let sequence = 0;
type Who = { session: string; name: string; host: string };
const signal = ({ session, name, host }: Who, minutes: number, kind: string, data: object) => ({
  id: `k${(sequence += 1)}`,
  source: "test",
  at: at(minutes),
  session,
  agent: { name, host },
  kind,
  data,
});
const tell = async (call: Call, ...signals: object[]) => {
  expect((await call("POST", "/api/signals", { signals })).body).toMatchObject({ accepted: signals.length });
};
const who = (session: string, name = session, host = "laptop"): Who => ({ session, name, host });
const begin = (one: Who, place: object, minutes = -10) => signal(one, minutes, "session.started", place);
const edit = (one: Who, minutes: number, path: string, lines?: [number, number][]) =>
  signal(one, minutes, "file.edited", { path, ...(lines ? { lines } : {}) });
const found = async (repository: string): Promise<Collision[]> =>
  (await person("GET", `/api/collisions?repository=${encodeURIComponent(repository)}`)).body.items;

test("two agents in one file on two machines and in two worktrees: who, where, which lines, since when", async () => {
  now = new Date(start);
  const [a, b] = [who("x-a", "anna-1"), who("x-b", "bert-1", "desk")];
  await tell(
    laptop,
    begin(a, { root: "/home/a/shop", repository: "git@github.com:acme/cross.git", branch: "orders" }),
    edit(a, -8, "/home/a/shop/src/a.ts", [[10, 14]]),
    edit(a, -8, "/home/a/shop/src/only-a.ts"),
  );
  await tell(
    desk,
    begin(b, { root: "/work/shop-2", worktree: "shop-2", repository: "https://bob:secret@github.com/Acme/cross", branch: "prices" }),
    edit(b, -2, "/work/shop-2/src/a.ts", [[17, 30]]),
  );
  const [one, ...more] = await found("github.com/acme/cross");
  expect(more).toEqual([]);
  expect(one).toMatchObject({ path: "src/a.ts", kind: "hot", status: "open", startedAt: at(-2), lastAt: at(-2) });
  expect(one?.parties).toMatchObject([
    { name: "anna-1", host: "laptop", branch: "orders", firstAt: at(-8), edits: 1, lines: [[10, 14]] },
    { name: "bert-1", host: "desk", branch: "prices", worktree: "shop-2", firstAt: at(-2), edits: 1, lines: [[17, 30]] },
  ]);
  const { body } = await person("GET", "/api/sessions?limit=200");
  expect(body.items.find(({ key }: { key: string }) => key === "x-b")).toMatchObject({
    repository: "github.com/acme/cross",
    worktree: "shop-2",
  });
  expect(JSON.stringify(body)).not.toContain("secret");

  now = new Date(start + 27 * 60_000);
  expect(await found("github.com/acme/cross")).toMatchObject([{ id: one?.id, status: "over" }]);
  const before = await person("GET", "/api/sync");
  await t.services.collisions.sweep();
  const told = await person("GET", `/api/sync?cursor=${before.body.cursor}`);
  expect(told.body.changes).toMatchObject([{ kind: "collision", id: one?.id, value: { status: "over" } }]);
  const csv = await person<string>("GET", "/api/collisions?repository=github.com/acme/cross&format=csv");
  expect(csv.body.split("\r\n").filter((line) => line.includes("src/a.ts"))).toHaveLength(2);
});

test("in whatever order it is told, and twice: the repository after the edits, the end before them", async () => {
  now = new Date(start);
  const [a, b, c] = [who("o-a"), who("o-b", "o-b", "desk"), who("o-c")];
  const place = { root: "/s", repository: "https://github.com/acme/order" };
  await tell(desk, edit(b, -4, "src/x.ts"), signal(b, -1, "session.ended", {}));
  await tell(laptop, edit(a, -5, "/s/src/x.ts"), edit(c, -6, "/s/src/x.ts"));
  expect(await found("github.com/acme/order")).toEqual([]);
  // Two on one machine, whose repository nobody knows yet.
  const early = await found("laptop:/s/src");
  expect(early).toMatchObject([{ path: "x.ts", parties: [{ name: "o-c" }, { name: "o-a" }] }]);
  const late = begin(a, place);
  await tell(laptop, late);
  expect(await found("laptop:/s/src")).toEqual([]);
  expect(await found("github.com/acme/order")).toMatchObject([
    { id: early[0]?.id, path: "src/x.ts", parties: [{ name: "o-c" }, { name: "o-a" }] },
  ]);
  await tell(desk, begin(b, { ...place, root: "/else" }));
  await tell(desk, signal(b, -9, "session.described", { cwd: "/else", root: "/else", repository: place.repository }));
  expect((await found("github.com/acme/order"))[0]?.parties.map(({ name }) => name)).toEqual(["o-c", "o-a", "o-b"]);
  expect((await laptop("POST", "/api/signals", { signals: [late] })).body).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await found("github.com/acme/order")).toHaveLength(1);
});

test("who ends is in nobody's way; two machines without a remote never meet; sub-agents of one run do", async () => {
  now = new Date(start);
  const [a, b] = [who("e-a"), who("e-b")];
  const place = { root: "/e", repository: "https://github.com/acme/ends" };
  await tell(laptop, begin(a, place), begin(b, place), edit(a, -3, "/e/x"), edit(b, -2, "/e/x"));
  expect(await found("github.com/acme/ends")).toMatchObject([{ status: "open" }]);
  await tell(laptop, signal(a, -1, "session.ended", {}));
  expect(await found("github.com/acme/ends")).toMatchObject([{ status: "over" }]);

  const [c, d] = [who("m-a"), who("m-b", "m-b", "desk")];
  await tell(laptop, begin(c, { cwd: "/m" }), edit(c, -3, "/m/x"));
  await tell(desk, begin(d, { cwd: "/m" }), edit(d, -3, "/m/x"));
  expect([...(await found("laptop:/m")), ...(await found("desk:/m"))]).toEqual([]);

  const [main, one, two] = ["p", "p-1", "p-2"].map((session) => who(session, "lead", "")) as [Who, Who, Who];
  const bare = ({ agent: _, ...rest }: ReturnType<typeof signal>) => rest;
  await tell(
    laptop,
    bare(begin(main, { ...place, repository: "https://github.com/acme/team" })),
    bare(begin(one, { parentSession: "p" })),
    bare(begin(two, { parentSession: "p" })),
    bare(edit(main, -6, "/e/y")),
    bare(edit(one, -5, "/e/y")),
  );
  expect(await found("github.com/acme/team")).toEqual([]);
  await tell(laptop, bare(edit(two, -4, "/e/y")));
  expect((await found("github.com/acme/team")).map(({ parties }) => parties.length)).toEqual([2]);
});

test("the list is paged, open ones first, and a run keeps no more than 2,000 files", async () => {
  now = new Date(start);
  const [a, b] = [who("l-a"), who("l-b")];
  const place = { root: "/l", repository: "https://github.com/acme/long" };
  const files = Array.from({ length: 990 }, (_, index) => `/l/f${index}`);
  for (const one of [a, b]) await tell(laptop, begin(one, place), ...files.slice(0, 7).map((path, index) => edit(one, -40 - index, path)));
  await tell(laptop, edit(a, -5, "/l/f3"), edit(b, -4, "/l/f3"));
  const ids: string[] = [];
  const statuses: string[] = [];
  for (let cursor = ""; ;) {
    const { body } = await person("GET", `/api/collisions?repository=github.com/acme/long&limit=3${cursor}`);
    ids.push(...body.items.map(({ id }: Collision) => id));
    statuses.push(...body.items.map(({ status }: Collision) => status));
    if (!body.cursor) break;
    cursor = `&cursor=${body.cursor}`;
  }
  expect(new Set(ids).size).toBe(8);
  expect(statuses).toEqual(["open", ...Array.from({ length: 7 }, () => "over")]);
  expect((await person("GET", "/api/collisions?cursor=x")).body.code).toBe("request.cursor_unknown");

  const many = who("l-many");
  await tell(laptop, begin(many, place));
  for (const round of [0, 1, 2]) await tell(laptop, ...files.map((path, index) => edit(many, -50 + round, `${path}-${round}-${index}`)));
  const { rows } = await t.database.executeSql(
    "select count(*)::int as n from edited_file e join session s on s.id = e.session_id where s.key = 'l-many'",
  );
  expect(rows).toEqual([{ n: 2_000 }]);
});
