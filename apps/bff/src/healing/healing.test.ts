import type { HealingRun } from "@beckon/contracts/healing";
import { expect, test } from "vitest";
import { openHealingLab, type HealingLab } from "../../../../test/support/healing-lab.ts";

/** A process that hangs on a task, and does so again whatever is done: half an hour later it is as quiet. */
const hang = async (lab: HealingLab) => {
  const [process] = await lab.runs({ lastOutputAt: lab.at(), cpu: 0 });
  await lab.taskOf("developer-1");
  const again = async (minutes = 25) => {
    lab.later(minutes);
    const [known] = (await lab.ok(lab.owner("GET", "/api/hosts"))).items[0].processes;
    const { id, profile, agent, role, pid, folder, startedAt, restarts, state } = known;
    await lab.runner.report({ processes: [{ id, profile, agent, role, pid, folder, startedAt, restarts, state, cpu: 0 }] });
  };
  await again();
  return { id: (process as { id: string }).id, again };
};
const runs = async (lab: HealingLab): Promise<HealingRun[]> => (await lab.ok(lab.owner("GET", "/api/healing"))).runs;
const answer = async (lab: HealingLab, option: string) => {
  const [request] = await lab.asked();
  await lab.ok(lab.owner("PUT", `/api/decision-requests/${request.id}/decision`, { option }));
  await lab.app.services.healing.answered({ requestId: request.id });
  return request;
};

test("restarts an agent so often in an hour, waits longer after each, then asks a person once", async () => {
  await using lab = await openHealingLab();
  const { again } = await hang(lab);
  const limits = { restartsPerHour: 3, coolDownSeconds: 1_200 };
  await lab.heal("aggressive", { limits });
  await again(11);
  // Twenty minutes after the first.
  expect((await lab.preview("aggressive", { limits })).steps).toMatchObject([
    { act: "restart", refusedBy: { limit: "cool_down", until: new Date(lab.now().getTime() + 9 * 60_000).toISOString() } },
  ]);
  const short = { limits: { coolDownSeconds: 60 } };
  await lab.heal("aggressive", short);
  await again(11);
  await lab.heal("aggressive", short);
  await again(11);
  expect(lab.commands).toEqual(["restart", "restart", "restart"]);
  const plan = await lab.preview("aggressive", short);
  expect(plan.steps.map(({ act, refusedBy }) => [act, refusedBy?.limit])).toEqual([
    ["restart", "restarts_per_hour"],
    ["ask", undefined],
  ]);
  expect(plan.steps[1]?.reason).toContain("It was restarted 3 times in the last hour, and it is so again.");
  await lab.heal("aggressive", short);
  const [request] = await lab.asked();
  expect(request).toMatchObject({
    title: "developer-1 hangs",
    agent: { name: "Auto-heal" },
    options: [{ id: "again" }, { id: "stop" }, { id: "leave" }],
    body: expect.stringContaining("restarted 3 times in the last hour") as string,
  });
  // Whatever is tried now: one question stands, and nothing is done beside it.
  expect((await lab.sees("aggressive")).left).toEqual(["hang developer-1: A person has been asked, and has not answered yet."]);
  expect(lab.commands).toHaveLength(3);
  // Nobody became an agent by being asked for.
  expect((await lab.ok(lab.owner("GET", "/api/agents"))).items.map(({ name }: { name: string }) => name)).toEqual(["developer-1"]);
});

test("a person's answer acts in that person's name: once more, stopped, or left for a day", async () => {
  await using lab = await openHealingLab();
  const { again } = await hang(lab);
  await lab.heal("conservative");
  const request = await answer(lab, "again");
  await lab.work();
  expect(lab.commands).toEqual(["restart"]);
  const [run] = (await runs(lab)) as [HealingRun];
  expect(run.steps).toMatchObject([
    { act: "ask", state: "done", answer: { choice: "again", by: "Owner" } },
    { act: "restart", state: "done", reason: "Owner said so." },
  ]);
  expect((await lab.ok(lab.owner("GET", `/api/decision-requests/${request.id}`))).outcome).toMatchObject({ status: "executed" });
  // A job may run twice.
  await lab.app.services.healing.answered({ requestId: request.id });
  await again(11);
  await lab.heal("conservative");
  await answer(lab, "leave");
  expect(await lab.sees("aggressive")).toEqual({ steps: [], left: ["hang developer-1: Owner said: leave it."] });
  lab.later(24 * 60);
  await again(1);
  await lab.heal("conservative");
  await answer(lab, "stop");
  await lab.work();
  expect(lab.commands).toEqual(["restart", "stop"]);
  expect((await lab.sees("aggressive")).steps).toEqual([]);
});

test("what was asked is taken back once it has healed by itself", async () => {
  await using lab = await openHealingLab();
  const { id } = await hang(lab);
  await lab.heal("conservative");
  expect(await lab.asked()).toHaveLength(1);
  const [known] = (await lab.ok(lab.owner("GET", "/api/hosts"))).items[0].processes;
  await lab.runner.report({ processes: [{ ...known, id, lastOutputAt: lab.at(), output: ["On it"] }] });
  await lab.work();
  expect(await lab.asked()).toEqual([]);
});

test("helped is what was at work again and stayed so; how likely is said from five own cases on", async () => {
  await using lab = await openHealingLab();
  const { id } = await hang(lab);
  const report = async (more: object = {}) => {
    const [known] = (await lab.ok(lab.owner("GET", "/api/hosts"))).items[0].processes;
    const { agentId: _, sessionId: __, output: ___, ...process } = known;
    await lab.runner.report({ processes: [{ ...process, id, cpu: 0, ...more }] });
  };
  const outcomes = ["helped", "helped", "not_helped", "helped", "helped"];
  for (const outcome of outcomes) {
    expect((await lab.preview("smart")).steps).toMatchObject([{ act: "restart" }]);
    expect((await lab.preview("smart")).steps[0]).not.toHaveProperty("likelihood");
    await lab.heal("smart");
    lab.later(1);
    await report(outcome === "helped" ? { lastOutputAt: lab.at(), output: ["Working"] } : {});
    await lab.work();
    lab.later(10);
    await report(outcome === "helped" ? { lastOutputAt: lab.at(), output: ["Working"] } : {});
    await lab.work();
    lab.later(20);
    await report(outcome === "helped" ? { lastOutputAt: lab.at(), output: ["Working"] } : {});
    await lab.work();
    expect((await runs(lab))[0]?.steps[0]?.outcome).toBe(outcome);
    lab.later(65);
    await report();
  }
  expect((await lab.ok(lab.owner("GET", "/api/healing"))).tallies).toEqual([{ fault: "hang", act: "restart", helped: 4, of: 5 }]);
  const [step] = (await lab.preview("smart")).steps;
  expect(step).toMatchObject({ act: "restart", likelihood: { helped: 4, of: 5 } });
  expect(step?.reason).toContain("A restart helped in 4 of 5 cases.");
});

test("only the plan that was seen is carried out, once for a key, and one run at a time", async () => {
  await using lab = await openHealingLab();
  await hang(lab);
  const { hash } = await lab.preview("smart");
  const begin = (input: object, key: string) => lab.owner("POST", "/api/healing/runs", input, { "idempotency-key": key });
  const other = await begin({ mode: "aggressive", planHash: hash }, "k1");
  expect(other).toMatchObject({ status: 409, body: { code: "healing.plan_changed", plan: { steps: [{ act: "restart" }] } } });
  expect(await runs(lab)).toEqual([]);
  const first = await begin({ mode: "smart", planHash: hash }, "k1");
  expect(first).toMatchObject({ status: 201, body: { state: "running", steps: [{ state: "planned" }] } });
  expect(await begin({ mode: "smart", planHash: hash }, "k1")).toMatchObject({ status: 200, body: { id: first.body.id } });
  expect((await begin({ mode: "aggressive", planHash: hash }, "k1")).status).toBe(422);
  expect(await begin({ mode: "smart", planHash: hash }, "k2")).toMatchObject({ status: 409, body: { code: "healing.under_way" } });
  await lab.work();
  // A job that runs again does nothing again.
  await lab.app.services.healing.sweep();
  expect(await lab.runner.fetch()).toEqual([]);
  expect(lab.commands).toEqual(["restart"]);
  const audit = (await lab.ok(lab.owner("GET", `/api/audit?subject=${first.body.id}`))).items.map(
    ({ action }: { action: string }) => action,
  );
  expect(audit.toReversed()).toEqual(["healing.begun", "healing.restart", "healing.ended"]);
});

test("what a machine refuses or does not take in time has failed, in its words; a person who was faster counts", async () => {
  await using lab = await openHealingLab();
  const { id } = await hang(lab);
  const { hash } = await lab.preview("smart");
  const run = await lab.ok(lab.owner("POST", "/api/healing/runs", { mode: "smart", planHash: hash }));
  await lab.app.services.healing.sweep();
  const [command] = await lab.runner.fetch();
  await lab.runner.tell(command as { id: string }, "failed", "no such folder: /srv/shop");
  await lab.app.services.healing.sweep();
  const failed = await lab.ok(lab.owner("GET", `/api/healing/runs/${run.id}`));
  expect(failed).toMatchObject({ state: "over", steps: [{ state: "failed", result: "no such folder: /srv/shop" }] });
  expect(failed.steps[0]).not.toHaveProperty("outcome");

  lab.later(60);
  await lab.runner.report({ processes: [{ ...(await lab.ok(lab.owner("GET", "/api/hosts"))).items[0].processes[0], cpu: 0 }] });
  const plan = await lab.preview("smart");
  await lab.ok(lab.owner("POST", "/api/healing/runs", { mode: "smart", planHash: plan.hash }));
  await lab.ok(lab.owner("POST", "/api/commands", { kind: "stop", hostId: lab.runner.id, processId: id }));
  await lab.app.services.healing.sweep();
  expect((await runs(lab))[0]).toMatchObject({
    steps: [{ state: "failed", result: "It is so no more, or maintenance is on: nothing was done." }],
  });
});

test("by itself under a rule: in its name, in its scope, until its time; switched off it does nothing", async () => {
  await using lab = await openHealingLab();
  const { again } = await hang(lab);
  const rule = { mode: "smart", everyMinutes: 5, until: lab.at(-120) };
  await lab.ok(lab.owner("PUT", "/api/healing/rule", { ...rule, scope: { role: "tester" } }));
  await lab.work();
  expect(await runs(lab)).toEqual([]);
  const on = await lab.ok(lab.owner("PUT", "/api/healing/rule", { ...rule, scope: { role: "developer" } }));
  await lab.work();
  await lab.work();
  const [run] = await runs(lab);
  expect(run).toMatchObject({
    by: { kind: "rule", id: on.id, name: "Auto-heal" },
    mode: "smart",
    steps: [{ act: "restart", state: "done" }],
  });
  expect(lab.commands).toEqual(["restart"]);
  const [command] = (await lab.ok(lab.owner("GET", "/api/commands"))).items;
  expect(command).toMatchObject({
    by: { kind: "rule", name: "Auto-heal" },
    reason: expect.stringMatching(/^Auto-heal, hang: /u) as string,
  });
  // Not before its interval is over.
  lab.later(4);
  await lab.app.services.healing.sweep();
  expect((await lab.ok(lab.owner("GET", "/api/healing"))).rule.lookedAt).toBe(run?.startedAt);
  await lab.ok(lab.owner("DELETE", "/api/healing/rule"));
  await again(30);
  await lab.work();
  expect(await runs(lab)).toHaveLength(1);
  await lab.ok(lab.owner("PUT", "/api/healing/rule", { ...rule, until: lab.at(-1) }));
  lab.later(2);
  await lab.work();
  expect((await lab.ok(lab.owner("GET", "/api/healing"))).rule).toBeUndefined();
  expect(lab.commands).toEqual(["restart"]);
  const actions = (await lab.ok(lab.owner("GET", "/api/audit?action=healing.rule"))).items.map(({ action }: { action: string }) => action);
  expect(actions.toReversed()).toEqual(["healing.rule_on", "healing.rule_on", "healing.rule_off", "healing.rule_on", "healing.rule_off"]);
});

test("what is stopped from outside whenever it goes on is let go on within the same limits, then asked about", async () => {
  await using lab = await openHealingLab();
  const [process] = await lab.runs({ state: "paused" });
  for (const minutes of [3, 5, 9]) {
    await lab.heal("conservative");
    lab.later(minutes);
    await lab.runner.report({ processes: [{ ...process, state: "paused" }] });
  }
  expect(lab.commands).toEqual(["resume", "resume", "resume"]);
  expect((await lab.sees("conservative")).steps).toEqual([
    "resume stopped_outside developer-1 !restarts_per_hour",
    "ask stopped_outside developer-1",
  ]);
});
