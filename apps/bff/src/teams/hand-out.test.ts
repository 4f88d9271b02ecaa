import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aProcess, openRunner } from "../../../../test/support/host-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let agents: Call;
let now = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => (now = new Date(now.getTime() + ms));

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agents = await app.token("agent", "fleet");
});
afterAll(() => app.close());
beforeEach(async () => {
  later(7_200_000);
  await app.database.executeSql(
    "delete from host; delete from hand_out; delete from hand_out_stuck; delete from handed_task; delete from team_question; delete from decision_request; update task set ended_at = now(), status = 'cancelled' where ended_at is null",
  );
});

const sign = async (name: string, role?: string) => {
  await agents("POST", "/api/agents/heartbeat", { agent: { name, ...(role ? { role } : {}), sessionId: `run of ${name}` }, state: "idle" });
};
const waiting = async (more: object = {}): Promise<string> => (await owner("POST", "/api/tasks", { title: "Do it", ...more })).body.id;
const task = async (id: string) => (await owner("GET", `/api/tasks/${id}`)).body;
const on = (value = true, by = owner) => by("PUT", "/api/hand-out", { on: value });
const run = () => app.services.teams.handOut.now();
const stuck = async () => (await owner("GET", "/api/hand-out")).body.stuck;
const questions = async () => (await owner("GET", "/api/decision-requests?status=pending")).body.items;
const answer = async (id: string, option: string) => {
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, { option })).status).toBe(200);
  await app.services.teams.answered({ requestId: id });
};
/** Whoever was not heard for minutes is not here. */
const nobodyIsHere = () => later(600_000);

test("off until a person switches it on; a viewer may not", async () => {
  await sign("ada", "coder");
  const id = await waiting();
  await run();
  expect(await task(id)).toMatchObject({ status: "pending" });
  const viewer = await app.pair({ role: "viewer", person: "Vera" });
  expect((await on(true, viewer)).status).toBe(403);
  expect((await on()).body).toMatchObject({ on: true, by: { name: "Owner" }, stuck: [] });
  expect((await on()).body).toMatchObject({ on: true });
  const audit = (await owner("GET", "/api/audit?subject=hand-out")).body.items;
  expect(audit.map(({ action }: { action: string }) => action)).toEqual(["hand_out.on"]);
});

test("the most urgent first, to who has the role and nothing to do; the reason stands in its history", async () => {
  await on();
  await sign("ada", "coder");
  await sign("tess", "tester");
  const low = await waiting({ role: "coder", priority: "low" });
  const high = await waiting({ role: "coder", priority: "high" });
  const check = await waiting({ labels: ["tester"] });
  const blocked = await waiting({ dependencies: [high] });
  await Promise.all([run(), run()]);
  expect(await task(high)).toMatchObject({ status: "assigned", agent: { name: "ada" } });
  expect(await task(low)).toMatchObject({ status: "pending" });
  expect(await task(check)).toMatchObject({ status: "assigned", agent: { name: "tess" } });
  expect(await task(blocked)).toMatchObject({ status: "blocked" });
  const { items } = (await owner("GET", `/api/tasks/${high}/history`)).body;
  expect(items.at(-1)).toMatchObject({
    kind: "assigned",
    by: "Hand-out",
    detail: "to ada: has no record on like tasks, has no open task, is working, has the role coder",
  });
  expect((await agents("POST", "/api/tasks/claim", { agent: { name: "ada", sessionId: "run of ada" } })).body.id).toBe(high);
  await agents("POST", `/api/tasks/${high}/complete`, { agent: { name: "ada" } });
  await run();
  // What waited for it comes next; and that somebody is busy is no cause to ask anybody.
  expect(await task(blocked)).toMatchObject({ status: "assigned", agent: { name: "ada" } });
  expect(await task(low)).toMatchObject({ status: "pending" });
  expect(await stuck()).toEqual([]);
});

test("an agent's own tasks go to agents of its token alone", async () => {
  await on();
  await sign("ada");
  const others = await app.token("agent", "others");
  const { body } = await others("POST", "/api/tasks", { title: "Theirs" });
  await run();
  expect(await task(body.id)).toMatchObject({ status: "pending" });
  await others("POST", "/api/agents/heartbeat", { agent: { name: "omar", sessionId: "o" }, state: "idle" });
  await run();
  expect(await task(body.id)).toMatchObject({ agent: { name: "omar" } });
});

test("nobody with the role: one question for it after three minutes, whose answers act", async () => {
  nobodyIsHere();
  await on();
  const devbox = await openRunner(await app.token("host", "devbox"));
  const first = await waiting({ role: "developer", title: "Build it" });
  later(1);
  await waiting({ role: "developer", title: "Build that" });
  await sign("tess", "tester");
  await run();
  expect(await stuck()).toEqual([{ role: "developer", tasks: 2, since: now.toISOString(), why: "no agent with it is here", left: false }]);
  later(60_000);
  await run();
  expect(await questions()).toEqual([]);
  later(120_000);
  await devbox.report();
  await sign("tess", "tester");
  await Promise.all([run(), run()]);
  const [question, ...more] = await questions();
  expect(more).toEqual([]);
  expect(question).toMatchObject({
    title: "2 tasks wait for the role developer: no agent with it is here",
    options: expect.arrayContaining([
      expect.objectContaining({ id: "start-1", label: "Start one of developer on devbox" }),
      expect.objectContaining({ label: "Give to tess" }),
      expect.objectContaining({ id: "leave" }),
    ]),
  });
  expect(question.body).toContain("- Build it");
  expect((await stuck())[0]).toMatchObject({ requestId: question.id });
  await answer(question.id, "start-1");
  const [command] = await devbox.fetch();
  expect(command).toMatchObject({ kind: "start", profile: "developer", agent: "developer-1" });
  await devbox.report({ processes: [aProcess({ id: command?.processId, startedAt: now.toISOString() })] });
  await run();
  expect(await task(first)).toMatchObject({ status: "assigned", agent: { name: "developer-1" } });
  expect(await stuck()).toEqual([]);
  expect((await owner("GET", `/api/decision-requests/${question.id}`)).body.outcome).toMatchObject({ status: "executed" });
  // Known by its runner alone; it comes for its task with a token of its own.
  expect((await agents("POST", "/api/tasks/claim", { agent: { name: "developer-1", host: "devbox" } })).body).toMatchObject({ id: first });
});

test("given by a person's word to somebody without the role; or left, and not asked again", async () => {
  nobodyIsHere();
  await on();
  const one = await waiting({ role: "cook" });
  await sign("tess", "tester");
  await run();
  later(180_000);
  await sign("tess", "tester");
  await run();
  const [asked] = await questions();
  await answer(asked.id, asked.options.find(({ label }: { label: string }) => label === "Give to tess").id);
  expect(await task(one)).toMatchObject({ status: "assigned", agent: { name: "tess" } });
  await run();
  expect(await stuck()).toEqual([]);

  await waiting({ role: "pilot" });
  await run();
  later(180_000);
  await run();
  await answer((await questions())[0].id, "leave");
  later(3_600_000);
  await run();
  expect(await questions()).toEqual([]);
  expect(await stuck()).toMatchObject([{ role: "pilot", left: true }]);
});

test("what was given to somebody who went away before it began goes to the next; what was begun stays", async () => {
  await on();
  await sign("gus", "diver");
  const begun = await waiting({ role: "diver" });
  await run();
  await agents("POST", "/api/tasks/claim", { agent: { name: "gus", sessionId: "run of gus" } });
  await sign("hal", "diver");
  const lost = await waiting({ role: "diver" });
  await run();
  expect(await task(lost)).toMatchObject({ status: "assigned", agent: { name: "hal" } });
  await agents("POST", "/api/signals", {
    signals: [{ id: "end of hal", source: "test", at: now.toISOString(), session: "run of hal", kind: "session.ended", data: {} }],
  });
  later(400_000);
  await sign("ida", "diver");
  await run();
  expect(await task(lost)).toMatchObject({ status: "assigned", agent: { name: "ida" } });
  expect(await task(begun)).toMatchObject({ status: "in_progress", agent: { name: "gus" } });
  const { items } = (await owner("GET", `/api/tasks/${lost}/history`)).body;
  expect(items.map(({ kind, detail }: { kind: string; detail?: string }) => `${kind} ${detail ?? ""}`)).toContainEqual(
    "unassigned hal went away before it began",
  );
});
