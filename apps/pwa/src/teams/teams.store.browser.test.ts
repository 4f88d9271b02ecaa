import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { aTeam } from "./testing/rows.ts";
import type { NewTeam, TeamsApi } from "./teams.api.ts";
import { TeamsStore } from "./teams.store.ts";

let replica: Replica;
let name: string;
let keys: string[];
let answers: (() => Promise<unknown>)[];
const api = {
  start: (_: NewTeam, key: string) => {
    keys.push(key);
    return (answers.shift() ?? (async () => aTeam("tm_1")))();
  },
  handOut: async () => ({ on: true, stuck: [] }),
} as unknown as TeamsApi;
const wish: NewTeam = { name: "Team 1", members: [{ role: "builder", count: 1 }] };
const away = () => Promise.reject(new ApiProblem(0, { title: "No connection" }));

beforeEach(() => {
  name = `teams-${crypto.randomUUID()}`;
  replica = openReplica(name);
  keys = [];
  answers = [];
});
afterEach(() => {
  replica.close();
  indexedDB.deleteDatabase(name);
});

test("teams come by sync, newest first; what a call answers stands at once, where the feed was not faster", async () => {
  const store = new TeamsStore({ replica, api });
  await store.load();
  expect(store.state).toMatchObject({ ready: true, teams: [] });
  const change = (id: string, createdAt: string) => ({ kind: "team" as const, id, value: aTeam(id, { createdAt }) });
  await applySync(replica, {
    base: undefined,
    answer: {
      changes: [change("tm_1", "2026-11-21T10:00:00Z"), change("tm_2", "2026-11-21T11:00:00Z")],
      tombstones: [],
      cursor: "1",
      reset: true,
      more: false,
      asOf: "2026-11-21T12:00:00Z",
    },
  });
  await expect.poll(() => store.state.teams.map(({ id }) => id)).toEqual(["tm_2", "tm_1"]);
  // An answer that comes late takes nothing back.
  await store.start(wish);
  await expect.poll(() => store.state.teams.map(({ id, createdAt }) => `${id} ${createdAt}`)).toContain("tm_1 2026-11-21T10:00:00Z");
  await expect.poll(() => store.state.handOut.body).toEqual({ on: true, stuck: [] });
});

test("a wish whose answer was lost goes under the same key again; another wish, or one that was refused, under a new one", async () => {
  const store = new TeamsStore({ replica, api });
  answers = [away, async () => aTeam("tm_1"), () => Promise.reject(new ApiProblem(409, { title: "No" }))];
  await expect(store.start(wish)).rejects.toThrow();
  await store.start(wish);
  await expect(store.start(wish)).rejects.toThrow();
  await store.start(wish);
  await store.start({ ...wish, name: "Team 2" });
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(4);
});
