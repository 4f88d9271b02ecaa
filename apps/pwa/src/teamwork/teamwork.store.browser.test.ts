import type { CoordinationSummary } from "@beckon/contracts/coordination";
import { afterEach, describe, expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { answerOf } from "../platform/testing/rows.ts";
import { readLook } from "./teamwork-look.ts";
import type { TeamworkApi } from "./teamwork.api.ts";
import { TeamworkStore } from "./teamwork.store.ts";
import { aCollision, aSummary, row } from "./testing/figures.ts";

const opened: { name: string; replica: Replica; stores: TeamworkStore[] }[] = [];
function fresh({ pauseMs = 5, everyMs = 3_600_000 } = {}) {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  const stores: TeamworkStore[] = [];
  opened.push({ name, replica, stores });
  const asked: { from: string; role?: string }[] = [];
  let answer: (query: { from: string; role?: string }) => Promise<CoordinationSummary> = async () => aSummary();
  const api = {
    summary: (query: { from: string; role?: string }) => {
      asked.push(query);
      return answer(query);
    },
  } as unknown as TeamworkApi;
  const make = () => {
    const store = new TeamworkStore({ replica, api, pauseMs, everyMs });
    stores.push(store);
    return store;
  };
  return { replica, asked, make, answers: (next: typeof answer) => (answer = next) };
}
afterEach(() => {
  for (const { name, replica, stores } of opened.splice(0)) {
    for (const store of stores) store.leave();
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const pulse = (replica: Replica, cursor: string, base: string | undefined) =>
  applySync(replica, {
    answer: answerOf(cursor, [{ kind: "teamwork", id: "coordination", value: { at: "2026-11-21T12:00:00.000Z" } }]),
    base,
  });
const unreachable = () => Promise.reject(new ApiProblem(0, { title: "The server cannot be reached" }));

describe("figures", () => {
  test("come from the server, are kept, and stand there without it, with their time", async () => {
    const { make, answers, replica } = fresh();
    const first = make();
    first.show(readLook("?range=7d"), ["summary"]);
    await expect.poll(() => first.state.summary.body?.total.succeeded).toBe(75);
    const { at } = first.state.summary;
    await expect.poll(async () => (await replica.db()).count("views")).toBe(1);
    answers(unreachable);
    const later = make();
    later.show(readLook("?range=7d"), ["summary"]);
    await expect.poll(() => later.state.summary.error).toBe("No connection");
    expect(later.state.summary).toMatchObject({ at, body: { total: { succeeded: 75 } }, loading: false });
  });

  test("of one window are never shown as those of another", async () => {
    const { make, answers } = fresh();
    const store = make();
    store.show(readLook(""), ["summary"]);
    await expect.poll(() => store.state.summary.body).toBeDefined();
    answers(unreachable);
    store.show(readLook("?role=tester"), ["summary"]);
    expect(store.state.summary.body).toBeUndefined();
    await expect.poll(() => store.state.summary.error).toBe("No connection");
    expect(store.state.summary.body).toBeUndefined();
  });

  test("a late answer of the window before does not overwrite the one that is looked at", async () => {
    const { make, answers } = fresh();
    const store = make();
    let slow = (_: CoordinationSummary) => {};
    answers(({ role }) =>
      role === undefined ? new Promise((resolve) => (slow = resolve)) : Promise.resolve(aSummary({ total: row(1, 1) })),
    );
    store.show(readLook(""), ["summary"]);
    store.show(readLook("?role=tester"), ["summary"]);
    await expect.poll(() => store.state.summary.body?.total.succeeded).toBe(1);
    slow(aSummary());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.state.summary.body?.total.succeeded).toBe(1);
  });

  test("are asked for again when coordination changed, what is shown staying until then; many pulses are few questions", async () => {
    const { replica, asked, make, answers } = fresh({ pauseMs: 60 });
    const store = make();
    store.show(readLook(""), ["summary"]);
    await expect.poll(() => store.state.summary.body).toBeDefined();
    const shown: unknown[] = [];
    store.subscribe(() => shown.push(store.state.summary.body));
    answers(async () => aSummary({ total: row(80, 20) }));
    for (let index = 0; index < 8; index++) await pulse(replica, `c${index}`, index === 0 ? undefined : `c${index - 1}`);
    await expect.poll(() => store.state.summary.body?.total.succeeded).toBe(80);
    expect(shown).not.toContain(undefined);
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  test("a page that was left asks no more", async () => {
    const { replica, asked, make } = fresh();
    const store = make();
    store.show(readLook(""), ["summary"]);
    await expect.poll(() => store.state.summary.body).toBeDefined();
    store.leave();
    const before = asked.length;
    await pulse(replica, "c1", undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked.length).toBe(before);
  });

  test("time alone moves a relative window", async () => {
    const { asked, make } = fresh({ everyMs: 20 });
    make().show(readLook(""), ["summary"]);
    await expect.poll(() => asked.length).toBeGreaterThan(1);
  });
});

test("collisions are those of the replica, and followed", async () => {
  const { replica, make } = fresh();
  const store = make();
  store.show(readLook(""), []);
  await expect.poll(() => store.state.collisions).toEqual([]);
  const change = { kind: "collision" as const, id: "cl_1", value: aCollision("cl_1") };
  await applySync(replica, { answer: answerOf("c1", [change]), base: undefined });
  await expect.poll(() => store.state.collisions?.map(({ id }) => id)).toEqual(["cl_1"]);
});
