import { holdOutLabel } from "@beckon/contracts/outcomes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hoursOf, type Hours } from "./baseline.ts";
import { isDrawn } from "./hold-outs.ts";
import { taskTypeOf } from "./task-type.ts";
import { openLab, pull, run, type Lab } from "./testing/outcomes-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab("2026-11-01T12:00:00Z");
});
afterAll(() => lab.close());

const t = (minute: number, day = 1) => new Date(Date.UTC(2026, 10, day, 12, minute)).toISOString();
const triple = (p50: number) => ({ p10: p50 / 2, p50, p90: p50 * 2 });

/** A task that an agent begins and completes, and a person accepts. */
const done = async (task: { id: string }, between?: () => Promise<unknown>) => {
  await lab.agent("POST", `/api/tasks/${task.id}/start`, { agent: { name: "builder" } });
  await between?.();
  await lab.agent("POST", `/api/tasks/${task.id}/complete`, {});
  const accepted = await lab.owner("POST", "/api/outcomes", { taskId: task.id });
  await lab.app.services.outcomes.readInbox();
  return (await lab.owner("GET", `/api/outcomes/${accepted.body.id}`)).body;
};

test("an estimate is locked when the first run begins: later words change nothing", async () => {
  const made = (await lab.owner("POST", "/api/tasks", { title: "chore: locked", estimate: triple(4) })).body;
  lab.at(t(10));
  const outcome = await done(made, async () => {
    await lab.app.services.outcomes.readInbox();
    const now = (await lab.owner("GET", `/api/tasks/${made.id}`)).body;
    await lab.owner("PATCH", `/api/tasks/${made.id}`, { version: now.version, estimate: triple(40) });
  });
  expect(outcome).toMatchObject({ grade: "B", hours: triple(4_000), basis: { kind: "estimate", at: t(0), lockedAt: t(10) } });
  expect(outcome.basis.by).toBeTruthy();
  const late = (await lab.owner("POST", "/api/tasks", { title: "chore: late" })).body;
  const after = await done(late, async () => {
    const now = (await lab.owner("GET", `/api/tasks/${late.id}`)).body;
    await lab.owner("PATCH", `/api/tasks/${late.id}`, { version: now.version, estimate: triple(6) });
  });
  expect(after).toMatchObject({ grade: "C", hours: triple(6_000) });
});

test("a type's baseline counts as locked for runs that begin after it, and as an estimate afterwards for those before", async () => {
  lab.at(t(20));
  await lab.tell(run("before", { branch: "sec/before", at: t(19) }));
  await lab.deliver("pull_request", pull({ number: 1, title: "security: before", at: t(19), mergedAt: t(20), head: "sec/before" }));
  expect((await lab.list("&type=security"))[0]).toMatchObject({ hours: null });
  lab.at(t(25));
  const set = await lab.owner("PUT", "/api/outcomes/baselines/security", { hours: triple(8_000), words: ["CVE"] });
  expect([set.status, set.body]).toMatchObject([
    200,
    { taskType: "security", words: ["cve"], hours: triple(8_000), history: { n: 0, hours: null } },
  ]);
  await lab.app.services.outcomes.settleTypes(["security"]);
  lab.at(t(30));
  await lab.tell(run("after", { branch: "sec/after", at: t(29) }));
  await lab.deliver("pull_request", pull({ number: 2, title: "after", labels: ["CVE"], at: t(30), mergedAt: t(30), head: "sec/after" }));
  expect((await lab.list("&type=security")).map(({ grade, basis }) => [grade, basis?.kind])).toEqual([
    ["B", "type"],
    ["C", "type"],
  ]);
  // Another word on the type changes none of what began before it.
  lab.at(t(35));
  await lab.owner("PUT", "/api/outcomes/baselines/security", { hours: triple(80_000) });
  await lab.app.services.outcomes.settleTypes(["security"]);
  expect((await lab.list("&type=security")).map(({ hours }) => hours?.p50)).toEqual([8_000, 8_000]);
});

test("hold-outs: drawn by lot, given to no agent, measured by people, and from five on the type's own history", async () => {
  expect((await lab.owner("PUT", "/api/outcomes/hold-outs", { share: 600_000 })).status).toBe(422);
  await lab.owner("PUT", "/api/outcomes/hold-outs", { share: 500_000 });
  const made = [];
  for (let n = 0; n < 16; n += 1) made.push((await lab.owner("POST", "/api/tasks", { title: `refactor: part ${n}` })).body);
  for (const { id } of made) if (isDrawn(id, 500_000)) await lab.app.services.outcomes.labelDrawn({ taskId: id });
  await lab.owner("PUT", "/api/outcomes/hold-outs", { share: 0 });
  const { items } = (await lab.owner("GET", "/api/outcomes/hold-outs")).body as { items: { taskId: string }[] };
  expect(items.map(({ taskId }) => taskId).toSorted()).toEqual(
    made
      .map(({ id }) => id)
      .filter((id) => isDrawn(id, 500_000))
      .toSorted(),
  );
  const claimed = new Set<string>();
  const claim = () => lab.agent("POST", "/api/tasks/claim", { agent: { name: "builder" } });
  for (let answer = await claim(); answer.status === 200; answer = await claim()) claimed.add(answer.body.id);
  expect(items.filter(({ taskId }) => claimed.has(taskId))).toEqual([]);
  // Marked by hand they count as well, whatever the lot says.
  const marked = [];
  for (let n = 0; n < 5; n += 1)
    marked.push((await lab.owner("POST", "/api/tasks", { title: "migration: by hand", labels: [holdOutLabel] })).body);
  const measure = (id: string, milliHours: number) => lab.owner("PUT", `/api/outcomes/hold-outs/${id}/hours`, { milliHours });
  for (const [place, { id }] of marked.entries()) expect((await measure(id, (place + 1) * 1_000)).status).toBe(200);
  expect((await measure(made[0].id.replace(/.$/, "_"), 1)).status).toBe(422);
  const other = (await lab.owner("POST", "/api/tasks", { title: "migration: with agents", estimate: triple(1) })).body;
  expect(await done(other)).toMatchObject({
    taskType: "migration",
    grade: "A",
    hours: { p10: 1_000, p50: 3_000, p90: 5_000 },
    basis: { kind: "history", n: 5 },
  });
  // A hold-out is accepted too, and no part of it is the agents'.
  const [held] = marked;
  const begun = (await lab.owner("PATCH", `/api/tasks/${held.id}`, { version: held.version, status: "in_progress" })).body;
  await lab.owner("PATCH", `/api/tasks/${held.id}`, { version: begun.version, status: "completed" });
  expect(await lab.list(`&task=${held.id}`)).toMatchObject([{ holdOut: true, agentShare: 0, agentShareFrom: "hold_out" }]);
});

test("the order of what is believed: a person's word, history, locked, declared before, not locked, declared later", () => {
  const given: Hours = { triple: triple(2), grade: "C", basis: { kind: "person" } };
  const beganAt = new Date("2026-11-10");
  const declared = (at: string, p50: number) => ({ hours: triple(p50), setAt: new Date(at), by: "Ada" });
  const known = {
    given,
    measured: [1, 2, 3, 4, 5],
    estimates: [
      { hours: triple(10), lockedAt: beganAt },
      { hours: triple(20), lockedAt: beganAt },
    ],
    declared: [declared("2026-11-01", 100), declared("2026-11-20", 200)],
    beganAt,
  };
  const grade = (more: Partial<Parameters<typeof hoursOf>[0]>) => {
    const hours = hoursOf({ ...known, ...more });
    return [hours?.grade, hours?.basis.kind, hours?.triple.p50];
  };
  expect(grade({})).toEqual(["C", "person", 2]);
  expect(grade({ given: undefined })).toEqual(["A", "history", 3]);
  const rest = { given: undefined, measured: [1, 2, 3, 4] };
  expect(grade(rest)).toEqual(["B", "estimate", 30]);
  expect(grade({ ...rest, estimates: [{ hours: triple(10) }] })).toEqual(["B", "type", 100]);
  expect(grade({ ...rest, estimates: [{ hours: triple(10) }], declared: [declared("2026-11-20", 200)] })).toEqual(["C", "estimate", 10]);
  expect(grade({ ...rest, estimates: [], declared: [declared("2026-11-20", 200)] })).toEqual(["C", "type", 200]);
  expect(grade({ ...rest, estimates: [], declared: [] })).toEqual([undefined, undefined, undefined]);
});

test.each([
  [{ labels: ["bug"] }, "fix"],
  [{ labels: ["type: feature"] }, "feature"],
  [{ titles: ["feat(shop)!: orders"] }, "feature"],
  [{ titles: ["Fix the feature"] }, "other"],
  [{ titles: ["perf: faster"], labels: ["documentation"] }, "docs"],
  [{ branches: ["agents/hotfix/12"] }, "fix"],
  [{ labels: ["cve"] }, "security"],
  [{ labels: ["urgent"] }, "other"],
])("%j is of type %s", (told, type) => {
  expect(taskTypeOf({ labels: [], titles: [], branches: [], ...told }, new Map([["cve", "security"]]))).toBe(type);
});
