import type { Agent } from "@beckon/contracts/agents";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aRequest } from "../platform/testing/rows.ts";
import { membersOf } from "./family.ts";
import { type FleetRowsNow, fleetView } from "./fleet-view.ts";
import { fleetGroups } from "./narrow-fleet.ts";
import { keepSame } from "./same-row.ts";
import { ago, anAgent, aSessionOf, now } from "./testing/rows.ts";

const view = (rows: Partial<FleetRowsNow>, at = now) => fleetView({ agents: [], sessions: [], requests: [], ...rows }, at);
const states = (rows: Partial<FleetRowsNow>) => view(rows).families.map((row) => [row.agent.id, row.live.state]);
const idle = { turn: { open: false, endedAt: ago(100), running: 0 } };
const asks = (id: string, agentId: string, seconds: number, sessionId?: string) =>
  aRequest(id, { askedAt: ago(seconds), agent: { id: agentId, name: agentId, ...(sessionId && { sessionId }) } });

describe("the fleet at one moment", () => {
  test("most needy first, and every agent is counted once", () => {
    const agents = ["idle", "offline", "stale", "waiting", "working", "failed"].map((id) => anAgent(id));
    const sessions = [
      aSessionOf("idle", idle),
      aSessionOf("offline", { endedAt: ago(5) }),
      aSessionOf("stale", { lastSignalAt: ago(500) }),
      aSessionOf("waiting"),
      aSessionOf("working"),
      aSessionOf("failed", { endedAt: ago(5), failed: true }),
    ];
    const seen = view({ agents, sessions, requests: [asks("dr_1", "waiting", 60)] });
    expect(seen.families.map(({ agent }) => agent.id)).toEqual(["waiting", "failed", "stale", "working", "idle", "offline"]);
    expect(seen.counts).toEqual({ waiting: 1, failed: 1, stale: 1, working: 1, idle: 1, offline: 1 });
  });

  test("a question waits in the run that asked it, or in the agent where it names none; an answered one in neither", () => {
    const agents = [anAgent("a")];
    const sessions = [aSessionOf("a"), aSessionOf("a", { id: "se_2", key: "second" })];
    const named = view({ agents, sessions, requests: [asks("dr_1", "a", 60, "second"), asks("dr_2", "a", 30, "second")] }).families[0]!;
    expect(named.runs.map(({ session, live, request }) => [session.id, live.state, request?.id])).toEqual([
      ["se_2", "waiting", "dr_1"],
      ["se_a", "working", undefined],
    ]);
    expect([named.live.state, named.request?.id, named.session?.id]).toEqual(["waiting", "dr_1", "se_2"]);
    const unnamed = view({ agents, sessions, requests: [asks("dr_3", "a", 5)] }).families[0]!;
    expect([unnamed.live.state, unnamed.request?.id]).toEqual(["waiting", "dr_3"]);
    expect(unnamed.runs.map(({ live }) => live.state)).toEqual(["working", "working"]);
    expect(states({ agents, sessions })).toEqual([["a", "working"]]);
  });

  test("who waits for a sub-agent that gives signs is not stale", () => {
    const parent = aSessionOf("a", { lastSignalAt: ago(900) });
    const child = aSessionOf("b", { parentId: parent.id, lastSignalAt: ago(20) });
    expect(states({ agents: [anAgent("a"), anAgent("b")], sessions: [parent, child] })).toEqual([
      ["a", "working"],
      ["b", "working"],
    ]);
  });

  test("health is of who owes a sign: not of one with an open call, at rest or gone", () => {
    const healthOf = (more: Parameters<typeof aSessionOf>[1]) =>
      view({ agents: [anAgent("a")], sessions: [aSessionOf("a", more)] }).families[0]!.health.value;
    expect(healthOf({})).toBe(100);
    expect(healthOf({ lastSignalAt: ago(180) })).toBe(50);
    expect(healthOf({ lastSignalAt: ago(900) })).toBe(0);
    expect(healthOf({ lastSignalAt: ago(900), doing: [{ callId: "c", tool: "Bash", since: ago(900) }] })).toBeNull();
    expect(healthOf(idle)).toBeNull();
    expect(healthOf({ endedAt: ago(5) })).toBeNull();
  });

  test("a run of more than a day ago is history, also one that failed; what it asked still waits", () => {
    const agents = [anAgent("a", { lastSeenAt: ago(90_000) })];
    const sessions = [aSessionOf("a", { lastSignalAt: ago(86_399), endedAt: ago(86_399), failed: true })];
    const seen = view({ agents, sessions });
    expect([seen.families[0]!.live.state, seen.changesAt]).toEqual(["failed", now + 1_000]);
    expect(view({ agents, sessions }, seen.changesAt).families[0]!.live.state).toBe("offline");
    expect(view({ agents, sessions, requests: [asks("dr_1", "a", 88_000, "key-a")] }, seen.changesAt).families[0]!.live.state).toBe(
      "waiting",
    );
  });

  test("time alone changes it when it says so, and not before", () => {
    const rows = { agents: [anAgent("a")], sessions: [aSessionOf("a", { lastSignalAt: ago(10) })] };
    const seen = view(rows);
    expect(seen.changesAt).toBe(now + 290_000);
    expect(view(rows, seen.changesAt - 1).families[0]!.live.state).toBe("working");
    expect(view(rows, seen.changesAt).families[0]!.live.state).toBe("stale");
  });
});

describe("families", () => {
  const child = (id: string, parentId: string) => anAgent(id, { parentId });

  test("stand where their most needy living member stands", () => {
    const agents = [anAgent("calm"), child("helper", "calm"), child("deep", "helper"), anAgent("busy")];
    const sessions = [aSessionOf("calm", idle), aSessionOf("helper"), aSessionOf("deep", { lastSignalAt: ago(400) }), aSessionOf("busy")];
    const [first, second] = view({ agents, sessions }).families;
    expect([first!.agent.id, first!.stands, first!.live.state]).toEqual(["calm", "stale", "idle"]);
    expect(membersOf(first!).map(({ agent }) => agent.id)).toEqual(["calm", "helper", "deep"]);
    expect(second!.agent.id).toBe("busy");
  });

  test("a sub-agent that failed or ended does not move them", () => {
    const agents = [anAgent("a"), child("b", "a"), child("c", "a")];
    const sessions = [aSessionOf("a"), aSessionOf("b", { endedAt: ago(5), failed: true }), aSessionOf("c", { endedAt: ago(5) })];
    expect(view({ agents, sessions }).families.map(({ stands }) => stands)).toEqual(["working"]);
  });

  test("whatever agents say of their parents, each is shown exactly once", () =>
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(11), { nil: undefined }), { maxLength: 10 }), (parents) => {
        const agents: Agent[] = parents.map((parent, index) =>
          anAgent(`a${index}`, parent === undefined ? {} : { parentId: `a${parent}` }),
        );
        const shown = view({ agents })
          .families.flatMap(membersOf)
          .map(({ agent }) => agent.id);
        expect(shown.sort()).toEqual(agents.map(({ id }) => id).sort());
      }),
    ));
});

describe("looking for some", () => {
  const agents = [
    anAgent("builder", { host: "laptop", role: "developer" }),
    anAgent("explorer", { parentId: "builder", host: "laptop" }),
    anAgent("tester", { host: "ci", vendor: "Codex" }),
    anAgent("loner", { host: "" }),
  ];
  const sessions = [
    aSessionOf("builder", { task: { id: "t", subject: "Orders v2" } }),
    aSessionOf("explorer", { lastSignalAt: ago(400) }),
    aSessionOf("tester", idle),
    aSessionOf("loner", { endedAt: ago(3) }),
  ];
  const { families } = view({ agents, sessions });
  const found = (q: string, more: { by?: "machine" | "state"; state?: string } = {}) =>
    fleetGroups(families, { by: "state", q, ...more }).map(({ state, host, families: own, agents: count }) => [
      state ?? host,
      count,
      ...own.map(({ agent }) => agent.id),
    ]);

  test("under their states; a heading counts agents, not families", () =>
    expect(found("")).toEqual([
      ["stale", 1, "builder"],
      ["idle", 1, "tester"],
      ["offline", 1, "loner"],
    ]));

  test("under their machines, most needy first", () =>
    expect(found("", { by: "machine" })).toEqual([
      ["laptop", 2, "builder"],
      ["ci", 1, "tester"],
      [undefined, 1, "loner"],
    ]));

  test.each([
    ["orders LAPTOP", ["builder"]],
    ["explor", ["builder"]],
    ["codex", ["tester"]],
    ["codex orders", []],
  ])("%s", (q, ids) => expect(found(q).flatMap(([, , ...own]) => own)).toEqual(ids));

  test("of one state, whole families with a member in it", () => {
    expect(found("", { state: "working" })).toEqual([["working", 1, "builder"]]);
    expect(found("", { state: "stale" })).toEqual([["stale", 1, "builder"]]);
    expect(found("", { state: "failed" })).toEqual([]);
  });
});

test("rows that did not change stay the same objects, those that did are new", () => {
  const agents = [anAgent("a"), anAgent("b"), anAgent("c", { parentId: "b" })];
  const sessions = [aSessionOf("a"), aSessionOf("b"), aSessionOf("c")];
  const before = view({ agents, sessions }).families;
  const same = keepSame(before, view({ agents, sessions }, now + 1_000).families);
  expect(same.every((row, index) => row === before[index])).toBe(true);
  const called = aSessionOf("c", { doing: [{ callId: "x", tool: "Bash", since: ago(1) }] });
  const after = keepSame(before, view({ agents, sessions: [...sessions.slice(0, 2), called] }).families);
  expect(after.map((row) => before.includes(row))).toEqual([true, false]);
  const asked = keepSame(before, view({ agents, sessions, requests: [asks("dr_1", "a", 3)] }).families);
  expect(asked.filter((row) => before.includes(row)).map(({ agent }) => agent.id)).toEqual(["b"]);
});
