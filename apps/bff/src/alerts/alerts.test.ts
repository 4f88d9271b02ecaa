import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openAlertsLab, type AlertsLab } from "../../../../test/support/alerts-lab.ts";

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
let lab: AlertsLab;
beforeAll(async () => {
  lab = await openAlertsLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.clear());

const run = async (key: string, body: object) => (await lab.agent())("PUT", `/api/workflows/${key}`, { name: "Orders", ...body });
const failing = (count: number, of: number) =>
  Array.from({ length: of }, (_, index) => ({
    kind: index < count ? "model.failed" : "model.called",
    data: index < count ? { provider: "anthropic", status: 529 } : { provider: "anthropic", tokens: {}, costMicros: 1 },
  }));

test("a run of 25 hours fires once, others join it in silence; it is taken, and over when they end", async () => {
  await run("a", { status: "running", startedAt: lab.iso(-24 * hour + minute) });
  await lab.pass(minute);
  expect(await lab.alerts()).toEqual([]);
  await lab.pass(hour);
  const [alert, ...more] = await lab.alerts();
  expect(more).toEqual([]);
  expect(alert).toMatchObject({
    ...{ kind: "workflow_stuck", severity: "warning", state: "firing", count: 1, threshold: 86_400 },
    ...{ title: "A workflow is stuck: Orders", members: [{ kind: "run", name: "Orders" }], paged: { times: 1 } },
  });
  expect(await lab.told()).toMatchObject([
    { kind: "notice", title: "A workflow is stuck: Orders", private: "A workflow is stuck", path: `/alerts/${alert?.id}` },
  ]);
  await lab.arrive();
  // Two processes in the same interval: the second finds it done.
  lab.skip(30 * second);
  expect(await Promise.all([lab.look(), lab.look(), lab.look()])).toEqual(expect.arrayContaining([true, false, false]));

  for (const key of ["b", "c"]) await run(key, { name: key, status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(5 * minute);
  expect(await lab.alerts()).toMatchObject([{ id: alert?.id, count: 3, title: "3 workflows are stuck" }]);
  const id = alert?.id ?? "";
  const taken = await lab.owner("POST", `/api/alerts/${id}/acknowledge`);
  expect(taken.body.acknowledged.by.kind).toBe("person");
  expect((await lab.owner("POST", `/api/alerts/${id}/acknowledge`)).body.events).toEqual(taken.body.events);
  await lab.pass(hour);
  expect((await lab.told()).filter(({ kind }) => kind === "notice")).toHaveLength(1);

  for (const key of ["a", "b", "c"]) await run(key, { status: "succeeded" });
  await lab.pass(minute);
  expect(await lab.read(id)).toMatchObject({ state: "resolved", resolvedBecause: "over", count: 3 });
  expect((await lab.read(id)).events.map(({ what }) => what)).toEqual(["fired", "paged", "acknowledged", "resolved"]);
  expect((await lab.told()).at(-1)).toMatchObject({ kind: "withdraw", title: "Over: 3 workflows are stuck" });
  expect((await lab.owner("POST", `/api/alerts/${id}/acknowledge`)).status).toBe(409);
  const actions = (await lab.rows<{ action: string }>(`select action from audit where subject = '${id}' order by seq`)).map(
    ({ action }) => action,
  );
  expect(actions).toEqual(["alert.fired", "alert.acknowledged", "alert.resolved"]);
});

test("a thousand agents that fall silent at once are one notification, and what follows from it none", async () => {
  const turns = Array.from({ length: 1_000 }, (_, index) => ({
    kind: "turn.started",
    data: {},
    session: `run ${index}`,
    agent: { name: `a${index}` },
  }));
  for (let from = 0; from < 1_000; from += 500) await lab.tell("crowd", turns.slice(from, from + 500));
  await lab.pass(15 * minute);
  const all = await lab.alerts();
  const [silent, stale] = ["no_data", "agent_stale"].map((kind) => all.find((one) => one.kind === kind));
  expect(all).toHaveLength(2);
  expect(stale).toMatchObject({ count: 1_000, inhibitedBy: { id: silent?.id, kind: "no_data" } });
  expect(stale?.members).toHaveLength(20);
  expect(await lab.told()).toMatchObject([{ kind: "notice", title: "Nothing comes in any more" }]);
  await lab.arrive();

  // One is back: that is another cause, told once, after a moment.
  await lab.tell("crowd", [{ kind: "turn.ended", data: {}, session: "run 0", agent: { name: "a0" } }]);
  await lab.pass(30 * second);
  expect(await lab.told()).toMatchObject([{ kind: "notice" }, { kind: "withdraw" }]);
  await lab.pass(5 * minute);
  expect((await lab.told()).filter(({ kind }) => kind === "notice").map(({ title }) => title)).toEqual([
    "Nothing comes in any more",
    // Who is back counts until it has been back for a while.
    "1000 agents are silent",
  ]);
  const detail = await lab.read(stale?.id ?? "");
  expect(detail.members).toHaveLength(200);
  expect(detail.count).toBe(999);
});

test("the worst of its subjects come first, whoever fired first; a silence knows those that are not listed too", async () => {
  await run("r0", { name: "Run 0", status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(2 * minute);
  const [first] = await lab.alerts();
  for (let more = 1; more < 205; more += 1)
    await run(`r${more}`, { name: `Run ${more}`, status: "running", startedAt: lab.iso(-(25 + more) * hour) });
  await lab.pass(2 * minute);
  const [alert] = await lab.alerts();
  const worstFirst = Array.from({ length: 205 }, (_, index) => `Run ${204 - index}`);
  expect(alert?.members.map(({ name }) => name)).toEqual(worstFirst.slice(0, 20));
  const { members } = await lab.read(alert?.id ?? "");
  expect(members.map(({ name }) => name)).toEqual(worstFirst.slice(0, 200));
  const silence = { matcher: { subjectId: first?.members[0]?.id }, until: lab.iso(hour) };
  expect((await lab.owner("POST", "/api/alerts/silences", silence, { "idempotency-key": "least" })).body.subjectName).toBe("Run 0");
});

test("a provider's errors: flapping does not ring, the worse alert speaks for both, and it passes quiet hours", async () => {
  for (let round = 0; round < 6; round += 1) {
    await lab.tell("ann", failing(9, 10));
    await lab.pass(minute);
    await lab.tell("ann", failing(0, 200));
    await lab.pass(minute);
  }
  expect(await lab.alerts()).toEqual([]);
  await lab.pass(6 * minute);
  expect(await lab.told()).toEqual([]);
  for (let round = 0; round < 6; round += 1) {
    await lab.tell("ann", failing(9, 10));
    await lab.pass(minute);
  }
  const firing = await lab.alerts();
  expect(firing.map(({ kind, severity, title }) => [kind, severity, title])).toContainEqual([
    ...["provider_errors_high", "critical", "A model provider fails: anthropic"],
  ]);
  expect((await lab.told()).map(({ title }) => title)).toEqual(["A model provider fails: anthropic"]);
  expect(firing.find(({ kind }) => kind === "provider_errors")?.inhibitedBy?.kind ?? "provider_errors_high").toBe("provider_errors_high");
});

test("a decision that waits longer than it is worth, until it is answered", async () => {
  const asked = await (await lab.agent())("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", risk: "low" });
  await lab.pass(2 * hour);
  expect(await lab.alerts()).toEqual([]);
  await lab.pass(minute);
  expect(await lab.alerts()).toMatchObject([
    { kind: "decision_waiting", members: [{ kind: "request", id: asked.body.id, note: "builder; what it costs is not known" }] },
  ]);
  await lab.owner("PUT", `/api/decision-requests/${asked.body.id}/decision`, { option: "approve" });
  await lab.pass(30 * second);
  expect(await lab.alerts()).toMatchObject([{ state: "resolved", resolvedBecause: "over" }]);
});

test("silenced, snoozed, assigned: who is told, and when again", async () => {
  const stuck = () => run("a", { status: "running", startedAt: lab.iso(-25 * hour) });
  const silence = { matcher: { kind: "workflow_stuck" }, until: lab.iso(hour), comment: "Known" };
  const made = await lab.owner("POST", "/api/alerts/silences", silence, { "idempotency-key": `k${lab.iso()}` });
  expect([made.status, (await lab.owner("POST", "/api/alerts/silences", silence, { "idempotency-key": `k${lab.iso()}` })).status]).toEqual([
    201, 200,
  ]);
  await stuck();
  await lab.pass(10 * minute);
  const [alert] = await lab.alerts();
  expect([alert?.silenceId, await lab.told()]).toEqual([made.body.id, []]);
  expect((await lab.owner("DELETE", `/api/alerts/silences/${made.body.id}`)).status).toBe(204);
  await lab.pass(2 * minute);
  expect(await lab.told()).toHaveLength(1);

  const id = alert?.id ?? "";
  expect((await lab.owner("POST", `/api/alerts/${id}/snooze`, { until: lab.iso(8 * 24 * hour) })).status).toBe(422);
  await lab.owner("POST", `/api/alerts/${id}/snooze`, { until: lab.iso(hour) });
  await lab.pass(59 * minute);
  expect(await lab.told()).toHaveLength(1);
  await lab.pass(2 * minute);
  expect((await lab.read(id)).events.map(({ what }) => what)).toEqual(["fired", "silenced", "paged", "snoozed", "woke", "paged"]);
  expect(await lab.told()).toHaveLength(2);

  const other = await lab.pair({ role: "operator", person: `Olga ${lab.iso()}` });
  const personId = other.session.person.id as string;
  const assigned = await lab.owner("POST", `/api/alerts/${id}/assign`, { personId });
  expect(assigned.body).toMatchObject({ assigned: { personId }, paged: { times: 3 } });
  expect((await other("POST", `/api/alerts/${id}/acknowledge`)).body.acknowledged.by.id).toBe(personId);
  expect((await lab.owner("POST", `/api/alerts/${id}/assign`, { personId: "pe_nobody" })).status).toBe(422);
  const own = await other("POST", `/api/alerts/${id}/assign`, { personId: null });
  expect(own.body.assigned).toBeUndefined();
});

test("twice as many half an hour after it was taken: it rings again", async () => {
  await run("a", { status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(minute);
  const [alert] = await lab.alerts();
  await lab.owner("POST", `/api/alerts/${alert?.id}/acknowledge`);
  await run("b", { name: "b", status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(20 * minute);
  expect(await lab.told()).toHaveLength(1);
  await lab.pass(11 * minute);
  expect((await lab.told()).map(({ title }) => title)).toEqual(["A workflow is stuck: Orders", "2 workflows are stuck"]);
  expect((await lab.alerts())[0]?.acknowledged).toBeUndefined();
});

test("rules: set within their range, off ends what fires, and back to the defaults", async () => {
  const put = (kind: string, body: object) =>
    lab.owner("PUT", `/api/alerts/rules/${kind}`, { enabled: true, threshold: 86_400, forSeconds: 0, severity: "warning", ...body });
  expect((await put("workflow_stuck", { threshold: 1 })).status).toBe(422);
  expect((await put("nothing_such", {})).status).toBe(422);
  await run("a", { status: "running", startedAt: lab.iso(-2 * hour) });
  expect((await put("workflow_stuck", { threshold: 3_600, severity: "info" })).body).toMatchObject({
    threshold: 3_600,
    clear: 3_600,
    severity: "info",
  });
  await lab.pass(minute);
  expect(await lab.alerts()).toMatchObject([{ state: "firing", severity: "info", threshold: 3_600 }]);
  // Shown, and rings nobody.
  expect(await lab.told()).toEqual([]);
  await put("workflow_stuck", { enabled: false });
  await lab.pass(minute);
  expect(await lab.alerts()).toMatchObject([{ state: "resolved", resolvedBecause: "off" }]);
  const reset = await lab.owner("DELETE", "/api/alerts/rules/workflow_stuck");
  expect(reset.body).toEqual({
    kind: "workflow_stuck",
    enabled: true,
    threshold: 86_400,
    clear: 86_400,
    forSeconds: 0,
    severity: "warning",
  });
});

test("what cannot be read neither fires nor ends, and that is said", async () => {
  await run("a", { status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(minute);
  const broken = vi.spyOn(lab.services.workflows, "lastingSince").mockRejectedValue(new Error("no such table"));
  await run("a", { status: "succeeded" });
  await lab.pass(hour);
  const [alert] = await lab.alerts();
  expect(alert).toMatchObject({ state: "firing", value: null });
  expect(alert?.noReadingSince).toBeDefined();
  expect((await lab.services.alerts.evaluations(lab.database.db, 1))[0]?.unread).toEqual(["workflow_stuck"]);
  broken.mockRestore();
  await lab.pass(minute);
  expect(await lab.alerts()).toMatchObject([{ state: "resolved" }]);
});

test("an alert, the rules and the silences stand in every phone's replica; hostile names stay text", async () => {
  await run("a", { name: `<b>"x"\n${"y".repeat(180)}`, status: "running", startedAt: lab.iso(-25 * hour) });
  await lab.pass(minute);
  await lab.owner("POST", "/api/alerts/silences", { matcher: { severity: "critical" }, until: lab.iso(hour) });
  const { changes } = (await lab.owner("GET", "/api/sync")).body as { changes: { kind: string; id: string; value: any }[] };
  const of = (kind: string) => changes.filter((change) => change.kind === kind);
  expect([of("alert").length, of("alertRule").length, of("silence").length]).toEqual([1, 18, 1]);
  const title: string = of("alert")[0]?.value.title ?? "";
  expect(title).not.toContain("\n");
  expect(title.length).toBeLessThan(120);
});
