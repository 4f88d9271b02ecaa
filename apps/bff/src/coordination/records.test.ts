import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
let t: TestApp;
let person: Call;
const ids = new Map<string, string>();
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair({ role: "viewer" });
  const agent = await t.token();
  const say = (from: string, to: string, minutes: number) => {
    const at = new Date(now.getTime() - minutes * 60_000).toISOString();
    const told = { source: "test", at, session: from, agent: { name: from } };
    const handoffId = `${from}-${to}-${minutes}`;
    return [
      { ...told, id: `${handoffId} there`, kind: "turn.started", data: {} },
      { ...told, id: `${handoffId} other`, session: to, agent: { name: to }, kind: "turn.started", data: {} },
      { ...told, id: handoffId, kind: "handoff.offered", data: { handoffId, to, what: handoffId } },
    ];
  };
  const signals = [
    ...[1, 2, 3, 4, 5].flatMap((minutes) => say("ann", "bob", minutes)),
    ...[6, 7].flatMap((minutes) => say("bob", "ann", minutes)),
    ...say("cy", "ann", 8),
    ...say("cy", "bob", 9),
    ...say("ann", "ann", 10),
  ];
  expect(await agent("POST", "/api/signals", { signals })).toMatchObject({ status: 200, body: { accepted: signals.length } });
  for (const { name, id } of (await person("GET", "/api/agents")).body.items) ids.set(name, id);
});
afterAll(() => t.close());

type Row = { from: { name: string }; to: { name: string }; startedAt: string };
const sides = ({ from, to, startedAt }: Row) => `${from.name} ${to.name} ${(now.getTime() - Date.parse(startedAt)) / 60_000}`;
/** All pages, `limit` rows each. */
const listed = async (of: Record<string, string>, limit: number): Promise<string[]> => {
  const rows: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const asked = new URLSearchParams({ ...of, limit: String(limit), ...(cursor ? { cursor } : {}) });
    const { status, body } = await person("GET", `/api/coordination/records?${asked}`);
    expect(status).toBe(200);
    rows.push(...body.items.map(sides));
    cursor = body.cursor;
  }
  return rows;
};
const id = (name: string) => ids.get(name) as string;

test.each([1, 3, 50])("an agent's rows, latest first, whichever side it is on and each once, %d a page", async (limit) => {
  const own = ["ann bob 1", "ann bob 2", "ann bob 3", "ann bob 4", "ann bob 5", "bob ann 6", "bob ann 7", "cy ann 8", "ann ann 10"];
  expect(await listed({ agent: id("ann") }, limit)).toEqual(own);
  expect(await listed({ agent: id("ann"), other: id("bob") }, limit)).toEqual(own.slice(0, 7));
  expect(await listed({ agent: id("cy"), other: id("bob") }, limit)).toEqual(["cy bob 9"]);
  expect(await listed({ agent: id("cy"), other: id("bob"), status: "failed" }, limit)).toEqual([]);
});
