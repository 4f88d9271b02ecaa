import type { HostCommand } from "@beckon/contracts/hosts";
import type { Team, TeamMember } from "@beckon/contracts/teams";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, openRunner, profiles, type TestRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let viewer: Call;
let devbox: TestRunner;
let tower: TestRunner;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  viewer = await app.pair({ role: "viewer", person: "Vera" });
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date(Math.max(now.getTime() + 7_200_000, Date.parse("2026-11-21T12:00:00Z")));
  await app.database.executeSql(
    "delete from host; delete from command; delete from team; delete from team_question; update task set ended_at = now(), status = 'cancelled' where ended_at is null",
  );
  devbox = await openRunner(await app.token("host", "devbox"));
  tower = await openRunner(await app.token("host", "tower"), "tower");
});

const start = (body: object, headers?: Record<string, string>) => owner<Team>("POST", "/api/teams", { name: "Shop", ...body }, headers);
const read = async (id: string): Promise<Team> => (await owner("GET", `/api/teams/${id}`)).body;
const tend = (id: string) => app.services.teams.tend(id);
const states = ({ members }: Team) => members.map(({ state }) => state);
const pending = async () => (await owner("GET", "/api/decision-requests?status=pending")).body.items;
const answer = async (id: string, option: string) => {
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, { option })).status).toBe(200);
  await resolved(id);
};
/** The reaction's job, as it would run. */
const resolved = (requestId: string) => app.services.teams.answered({ requestId });
/** Everything that was asked for is done: what is to start runs, what is to stop is gone. */
const obey = async (runner: TestRunner, more: object = {}) => {
  const commands = await runner.fetch();
  const processes = commands.map(({ kind, processId, profile, agent }: HostCommand) =>
    aProcess({
      id: processId,
      profile: profile ?? "developer",
      agent: agent ?? live.get(processId)?.agent,
      startedAt: live.get(processId)?.startedAt ?? now.toISOString(),
      ...(kind === "stop" ? { state: "exited", exitCode: 0, endedAt: now.toISOString() } : { state: "running" }),
      ...more,
    }),
  );
  for (const one of processes as any[]) live.set(one.id, one);
  await runner.report({ processes, commands: commands.map(({ id }) => ({ id, state: "done", result: "ok" })) });
  // Once more: the run is known only after it was told of.
  if (processes.length > 0) await runner.report({ processes });
  return commands;
};
const live = new Map<string, any>();
/** A member's process ends by itself. */
const dies = async (runner: TestRunner, { processId }: TeamMember, more: object = {}) => {
  const one = { ...live.get(processId ?? ""), state: "failed", exitCode: 1, endedAt: now.toISOString(), ...more };
  live.set(one.id, one);
  await runner.report({ processes: [one] });
};

test("what would run where is shown before anything runs, and what cannot, and why", async () => {
  const preview = (members: object[], by = owner) => by("POST", "/api/teams/preview", { members });
  expect(
    (
      await preview(
        [
          { role: "developer", count: 4 },
          { profile: "tester", hostId: devbox.id, count: 1 },
          { role: "cook", count: 1 },
        ],
        viewer,
      )
    ).body,
  ).toEqual({
    places: [
      {
        wish: 0,
        count: 2,
        hostId: devbox.id,
        hostName: "devbox",
        profile: "developer",
        role: "developer",
        command: "claude",
        folder: "/srv/shop",
        worktree: false,
        free: 3,
      },
      {
        wish: 0,
        count: 2,
        hostId: tower.id,
        hostName: "tower",
        profile: "developer",
        role: "developer",
        command: "claude",
        folder: "/srv/shop",
        worktree: false,
        free: 3,
      },
      {
        wish: 1,
        count: 1,
        hostId: devbox.id,
        hostName: "devbox",
        profile: "tester",
        command: "codex",
        folder: "/srv/shop",
        worktree: true,
        free: 60,
      },
    ],
    short: [{ wish: 2, missing: 1, why: "No machine offers the role cook." }],
  });
  expect(await devbox.fetch()).toEqual([]);
  expect((await preview([{ count: 1 }])).status).toBe(422);
  expect(
    (
      await preview([
        { role: "a", count: 30 },
        { role: "b", count: 30 },
      ])
    ).status,
  ).toBe(422);
});

test("a team: spread over the machines, each member followed to its process, its agent and its run; the same key is the same team", async () => {
  const key = { "idempotency-key": "team-1" };
  const body = { members: [{ role: "developer", count: 4 }], reason: "Release" };
  expect((await viewer("POST", "/api/teams", { name: "Shop", ...body })).status).toBe(403);
  const made = await start(body, key);
  expect(made).toMatchObject({
    status: 201,
    body: { name: "Shop", state: "active", keep: false, reason: "Release", by: { name: "Owner" } },
  });
  expect(await start(body, key)).toMatchObject({ status: 200, body: { id: made.body.id } });
  expect((await start({ ...body, name: "Other" }, key)).status).toBe(422);
  expect(states(made.body)).toEqual(["starting", "starting", "starting", "starting"]);
  const asked = [...(await obey(devbox)), ...(await obey(tower))];
  expect(asked.map(({ kind, agent }) => `${kind} ${agent}`).toSorted()).toEqual([
    "start developer-1",
    "start developer-1",
    "start developer-2",
    "start developer-2",
  ]);
  await tend(made.body.id);
  const team = await read(made.body.id);
  expect(states(team)).toEqual(["running", "running", "running", "running"]);
  for (const member of team.members)
    expect(member).toMatchObject({
      profile: "developer",
      role: "developer",
      starts: 1,
      agent: expect.stringMatching(/^developer-\d$/),
      agentId: expect.any(String),
      sessionId: expect.any(String),
      startedAt: expect.any(String),
    });
  const { changes } = (await owner("GET", "/api/sync")).body;
  expect(changes.find(({ kind }: { kind: string }) => kind === "team")).toMatchObject({ id: team.id, value: team });
  expect((await owner("GET", "/api/teams?state=active&search=devel")).body.items).toMatchObject([{ id: team.id }]);
  const audit = (await owner("GET", `/api/audit?subject=${team.id}`)).body.items;
  expect(audit).toMatchObject([
    { action: "team.started", actor: { kind: "person" }, detail: { members: ["4 developer"], reason: "Release" } },
  ]);
});

test("who finds no place waits with the reason, and can be tried again; where nobody does, nothing is made", async () => {
  expect(await start({ members: [{ role: "cook", count: 1 }] })).toMatchObject({
    status: 409,
    body: { code: "team.no_place", detail: "No machine offers the role cook." },
  });
  const { body: team } = await start({ members: [{ profile: "developer", hostId: devbox.id, count: 5 }] });
  expect(states(team)).toEqual(["starting", "starting", "starting", "waiting", "waiting"]);
  const [last] = team.members.slice(-1) as [TeamMember];
  expect(last.problem).toBe("Only 3 of 5 places for the profile developer are free.");
  await obey(devbox);
  const again = () => owner<Team>("POST", `/api/teams/${team.id}/members/${last.id}/start`);
  expect((await again()).body.members.at(-1)).toMatchObject({
    state: "waiting",
    problem: "All places for the profile developer are taken.",
  });
  await dies(devbox, (await read(team.id)).members[0] as TeamMember);
  await tend(team.id);
  expect((await again()).body.members.at(-1)).toMatchObject({ state: "starting" });
  expect(states(await read(team.id))).toEqual(["failed", "running", "running", "waiting", "starting"]);
  expect((await owner("POST", `/api/teams/${team.id}/members/${team.members[1]?.id}/start`)).body.code).toBe("team.member_runs");
  expect((await read(team.id)).members[0]?.problem).toBe("exit code 1");
});

test("a member whose start fails says so in the machine's words, and the others go on", async () => {
  const { body: team } = await start({ members: [{ profile: "tester", hostId: tower.id, count: 2 }] });
  const [first, second] = (await tower.fetch()) as [HostCommand, HostCommand];
  await tower.tell(first, "failed", "No such program: codex");
  await tower.report({
    processes: [aProcess({ id: second.processId, profile: "tester", agent: "tester-2", role: undefined })],
    commands: [{ id: second.id, state: "done" }],
  });
  await tend(team.id);
  const { members } = await read(team.id);
  expect(members.find(({ processId }) => processId === first.processId)).toMatchObject({
    state: "failed",
    problem: "No such program: codex",
  });
  expect(members.find(({ processId }) => processId === second.processId)).toMatchObject({ state: "running" });
});

test("the task is made and given to the first member that is here; its own token claims it", async () => {
  const { body: team } = await start({
    members: [{ profile: "developer", hostId: devbox.id, count: 2 }],
    task: { title: "Rebuild the cart" },
  });
  await tend(team.id);
  const task = (await read(team.id)).task;
  expect(task?.title).toBe("Rebuild the cart");
  await obey(devbox);
  await tend(team.id);
  await tend(team.id);
  const given = (await owner("GET", `/api/tasks/${task?.id}`)).body;
  expect(given).toMatchObject({ status: "assigned", agent: { name: "developer-1" } });
  const agent = await app.token("agent", "claude");
  // Another agent of another name gets nothing; the one that the runner started has come with a token of its own.
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "developer-9", host: "devbox" } })).status).toBe(204);
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "developer-1", host: "tower" } })).status).toBe(204);
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "developer-1", host: "devbox" } })).body).toMatchObject({
    id: task?.id,
    status: "in_progress",
  });
});

test("dissolved: asked to end, its tasks go back, and it is over when nothing of it is left", async () => {
  const { body: team } = await start({ members: [{ profile: "developer", hostId: devbox.id, count: 2 }], task: { title: "Rebuild" } });
  await obey(devbox);
  await tend(team.id);
  await tend(team.id);
  const { task } = await read(team.id);
  const ended = await owner<Team>("POST", `/api/teams/${team.id}/dissolve`, { tasks: "requeue", reason: "Enough" });
  expect(ended.body.state).toBe("dissolving");
  expect((await owner("POST", `/api/teams/${team.id}/dissolve`, {})).status).toBe(200);
  expect((await obey(devbox)).map(({ kind }) => kind)).toEqual(["stop", "stop"]);
  await tend(team.id);
  await tend(team.id);
  const over = await read(team.id);
  expect(over).toMatchObject({ state: "dissolved", tasks: "requeue", givenBack: 1, endedAt: now.toISOString() });
  expect((await owner("GET", `/api/tasks/${task?.id}`)).body).toMatchObject({ status: "pending" });
  expect(await devbox.fetch()).toEqual([]);
  expect((await owner("PATCH", `/api/teams/${team.id}`, { keep: true })).body.code).toBe("team.over");
  const actions = (await owner("GET", `/api/audit?subject=${team.id}`)).body.items.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(["team.dissolved", "team.dissolve_requested", "team.started"]);
});

test("dissolved before its machine came: what nobody has fetched is taken back", async () => {
  const { body: team } = await start({ members: [{ profile: "developer", hostId: devbox.id, count: 1 }] });
  await owner("POST", `/api/teams/${team.id}/dissolve`, {});
  await tend(team.id);
  expect((await read(team.id)).state).toBe("dissolved");
  expect(await devbox.fetch()).toEqual([]);
});

const night = (strength: number, more: object = {}) => [
  { name: "Night", members: [{ profile: "tester", strength }], restartsPerHour: 3, ...more },
];
const declare = async (teams: object[]) => {
  expect((await tower.call("PUT", "/api/hosts/me", { name: "tower", platform: "linux", version: "1", profiles, teams })).status).toBe(200);
};
const declaredTeam = async (): Promise<Team> => (await owner("GET", "/api/teams")).body.items[0];

test("a declared team starts nothing until a person switches it on; then who ends is started again", async () => {
  await declare(night(2));
  await app.services.teams.sweep();
  let team = await declaredTeam();
  expect(team).toMatchObject({ name: "Night", origin: "config", hostName: "tower", state: "off", keep: false, restartsPerHour: 3 });
  expect(await tower.fetch()).toEqual([]);
  expect((await viewer("PATCH", `/api/teams/${team.id}`, { keep: true })).status).toBe(403);
  expect((await owner("PATCH", `/api/teams/${team.id}`, {})).status).toBe(422);
  await owner("PATCH", `/api/teams/${team.id}`, { keep: true });
  expect((await obey(tower)).map(({ agent }) => agent).toSorted()).toEqual(["tester-1", "tester-2"]);
  await tend(team.id);
  team = await read(team.id);
  expect(states(team)).toEqual(["running", "running"]);
  await dies(tower, team.members[0] as TeamMember);
  await tend(team.id);
  const [waits] = (await read(team.id)).members;
  expect(waits).toMatchObject({ state: "failed", problem: "exit code 1", nextTryAt: new Date(now.getTime() + 5_000).toISOString() });
  await tend(team.id);
  expect(await tower.fetch()).toEqual([]);
  later(5_000);
  await Promise.all([tend(team.id), tend(team.id)]);
  expect((await obey(tower)).map(({ kind, agent }) => [kind, agent])).toEqual([["start", "tester-1"]]);
  await tend(team.id);
  expect((await read(team.id)).members[0]).toMatchObject({ state: "running", starts: 2 });
  // The configuration asks for more, then for fewer, then for none.
  await declare(night(3));
  await tend(team.id);
  expect((await obey(tower)).map(({ agent }) => agent)).toEqual(["tester-3"]);
  await declare(night(1));
  await tend(team.id);
  team = await read(team.id);
  await dies(tower, team.members[2] as TeamMember);
  later(60_000);
  await tower.report();
  await tend(team.id);
  expect(await tower.fetch()).toEqual([]);
  await declare([]);
  expect(await read(team.id)).toMatchObject({ undeclared: true, keep: false, state: "active" });
  expect((await owner("PATCH", `/api/teams/${team.id}`, { keep: true })).body.code).toBe("team.not_declared");
});

test("whom a person stops stays down until one says otherwise; a machine that is away is not asked", async () => {
  await declare(night(2));
  const { id } = await declaredTeam();
  await owner("PATCH", `/api/teams/${id}`, { keep: true });
  await obey(tower);
  await tend(id);
  const [first, second] = (await read(id)).members as [TeamMember, TeamMember];
  await owner("POST", "/api/commands", { kind: "stop", hostId: tower.id, processId: first.processId });
  await obey(tower);
  later(3_600_000);
  await tower.report();
  await tend(id);
  expect((await read(id)).members[0]).toMatchObject({ state: "stopped", problem: "Stopped by Owner." });
  expect(await tower.fetch()).toEqual([]);
  await dies(tower, second);
  later(60_000);
  await tend(id);
  expect((await read(id)).members[1]).toMatchObject({ state: "failed" });
  await tower.report();
  await tend(id);
  expect((await read(id)).members[1]).toMatchObject({ state: "starting" });
  await owner("POST", `/api/teams/${id}/members/${first.id}/start`);
  expect((await obey(tower)).map(({ agent }) => agent).toSorted()).toEqual(["tester-1", "tester-2"]);
});

test("who fails too often is given up with one question; the answer acts", async () => {
  await declare(night(1));
  const { id } = await declaredTeam();
  await owner("PATCH", `/api/teams/${id}`, { keep: true });
  const failsThrice = async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(await obey(tower)).toHaveLength(1);
      await tend(id);
      await dies(tower, (await read(id)).members[0] as TeamMember, { problem: "Out of credit" });
      await tend(id);
      later(30_000);
      await tower.report();
      await Promise.all([tend(id), tend(id)]);
    }
  };
  await failsThrice();
  expect(await tower.fetch()).toEqual([]);
  const [question, ...more] = await pending();
  expect(more).toEqual([]);
  expect(question).toMatchObject({
    title: "tester-1 failed 3 times in 1 min: Out of credit",
    agent: { name: "Beckon", id: "beckon" },
    onExpiry: "leave",
  });
  expect(await read(id)).toMatchObject({ members: [{ state: "given_up", requestId: question.id }] });
  // Nobody of the fleet asked it.
  expect((await owner("GET", "/api/agents?limit=200")).body.items.map(({ name }: { name: string }) => name)).not.toContain("Beckon");
  await answer(question.id, "again");
  await tend(id);
  expect((await owner("GET", `/api/decision-requests/${question.id}`)).body.outcome).toMatchObject({ status: "executed" });
  await failsThrice();
  const [second] = await pending();
  expect(second.id).not.toBe(question.id);
  await answer(second.id, "leave");
  later(7_200_000);
  await tower.report();
  await tend(id);
  expect(await read(id)).toMatchObject({ members: [{ state: "stopped", problem: "Left down by Owner." }] });
  expect(await tower.fetch()).toEqual([]);
});

const spends = async (process: string, dollars: number, id: string) => {
  const agent = await app.token("agent", `spender ${id}`);
  const signal = { id, source: "test", at: now.toISOString(), session: process, agent: { name: live.get(process).agent, host: "devbox" } };
  const told = await agent("POST", "/api/signals", {
    signals: [
      { ...signal, kind: "model.called", data: { model: "m", tokens: { input: 1, output: 1 }, costMicros: Math.round(dollars * 1e6) } },
    ],
  });
  expect(told.body).toMatchObject({ accepted: 1 });
};

test("the budget: noted at four fifths, asked once when it is spent; extended or dissolved by the answer", async () => {
  const { body: team } = await start({ members: [{ profile: "developer", hostId: devbox.id, count: 1 }], budgetMicros: 5_000_000 });
  await obey(devbox);
  const sweep = async () => {
    await app.services.teams.sweep();
    await app.services.budgets.sweep();
  };
  const settled = (requestId: string) => app.services.budgets.answered({ requestId });
  await sweep();
  expect(await read(team.id)).toMatchObject({ spent: { micros: null, unpriced: 0 }, budget: { micros: 5_000_000 } });
  const { processId = "" } = (await read(team.id)).members[0] as TeamMember;
  later(1_000);
  await spends(processId, 4.1, "a");
  await sweep();
  expect(await read(team.id)).toMatchObject({ spent: { micros: 4_100_000 }, budget: { warnedAt: now.toISOString() } });
  expect(await pending()).toEqual([]);
  await spends(processId, 0.92, "b");
  await Promise.all([sweep(), sweep()]);
  const [question, ...more] = await pending();
  expect(more).toEqual([]);
  expect(question).toMatchObject({ kind: "budget", title: "Team Shop has spent $5.02 of $5.00. Extend by $5.00?", onExpiry: "stop" });
  expect(question.options.map(({ label }: { label: string }) => label)).toEqual(["Extend by $5.00", "Dissolve the team", "Let it go on"]);
  expect((await read(team.id)).budget).toMatchObject({ requestId: question.id, reachedAt: now.toISOString() });
  expect((await owner("PUT", `/api/decision-requests/${question.id}/decision`, { option: "extend" })).status).toBe(200);
  await settled(question.id);
  expect((await read(team.id)).budget).toEqual({ micros: 10_000_000 });
  await spends(processId, 5, "c");
  await sweep();
  // Nobody answers in an hour: the default stands, and is acted on.
  const [second] = await pending();
  later(3_700_000);
  await app.services.decisions.expireDue();
  await settled(second.id);
  const [budget] = (await owner("GET", "/api/budgets")).body.items;
  expect(budget).toMatchObject({ scope: { kind: "team", id: team.id, name: "Shop" }, period: "life", current: { standing: "stopping" } });
  await app.services.budgets.stopNow({ budgetId: budget.id, from: budget.current.from, round: 1 });
  await devbox.report();
  await tend(team.id);
  expect((await read(team.id)).state).toBe("dissolving");
  expect((await obey(devbox)).map(({ kind }) => kind)).toEqual(["stop"]);
  await tend(team.id);
  await tend(team.id);
  expect((await read(team.id)).state).toBe("dissolved");
  await app.services.budgets.sweep();
  expect((await owner("GET", `/api/budgets/${budget.id}`)).body.current).toMatchObject({
    standing: "stopped",
    targets: [{ how: "team", state: "done" }],
  });
});

test("another budget, and none, through the team", async () => {
  const { body: team } = await start({ members: [{ profile: "developer", hostId: devbox.id, count: 1 }] });
  const change = (body: object) => owner("PATCH", `/api/teams/${team.id}`, body);
  expect((await change({ budgetMicros: 2_000_000 })).body.budget).toEqual({ micros: 2_000_000 });
  expect((await change({ budgetMicros: 3_000_000 })).body.budget).toEqual({ micros: 3_000_000 });
  expect((await change({ budgetMicros: null })).body.budget).toBeUndefined();
});
