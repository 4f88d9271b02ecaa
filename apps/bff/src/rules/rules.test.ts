import type { RuleInput } from "@beckon/contracts/rules";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gitStatus, replayOf, standingRule, toRun, writeRule } from "../../../../test/support/rules-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { autoAnswer } from "./answer.ts";

let app: TestApp;
let owner: Call & { session: any };
let viewer: Call;
let agent: Call & { id: string };
let now: Date;
const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));

beforeAll(async () => {
  now = new Date("2026-11-21T10:00:00Z");
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  viewer = await app.pair({ role: "viewer", person: "Vera" });
  agent = await app.token("agent", "builder");
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  for (const table of ["rule", "rule_answer", "rule_replay", "rule_proposal", "rule_proposal_dismissal", "decision_request"])
    await app.database.executeSql(`delete from ${table}`);
});

const ask = async (body: object) => (await agent("POST", "/api/decision-requests", body)).body;
const decide = (id: string, body: object) => owner("PUT", `/api/decision-requests/${id}/decision`, body);
const answered = async (command: string, body: object, more: object = {}) => {
  const { id } = await ask(toRun(command, more));
  expect((await decide(id, body)).status).toBe(200);
  later(1);
  return id as string;
};
const read = async (id: string) => (await owner("GET", `/api/rules/${id}`)).body;
const audited = async (subject: string) => (await owner("GET", `/api/audit?subject=${subject}`)).body.items.toReversed();
const jobsOf = async (queue: string, id: string) =>
  (await app.database.executeSql("select 1 from jobs.job where name = $1 and data->>'requestId' = $2", [queue, id])).rows.length;

test("a replay says what it would have answered, with what people answered beside it", async () => {
  const same = await answered("git status", { option: "approve" });
  const against = await answered("git status -s", { option: "deny" });
  const edited = await answered("git status -v", { option: "approve", editedAction: { command: "git status" } });
  await answered("pnpm test", { option: "approve" });
  await answered("git status; rm -rf /", { option: "deny" });
  const open = await ask(toRun("git status --long"));
  later(1);
  const replay = await replayOf(owner, gitStatus());
  expect(replay).toMatchObject({
    days: 30,
    cut: false,
    figures: { asked: 6, would: 4, same: 1, against: 2, nobody: 1, left: 0 },
    against: [
      { requestId: edited, would: "Approve", yours: "Approve, edited", fits: "against" },
      { requestId: against, yours: "Deny", command: "git status -s" },
    ],
  });
  expect(replay.would.map(({ requestId }) => requestId)).toEqual([open.id, edited, against, same]);
  const limited = await replayOf(owner, gitStatus({ mostPerHour: 1 }));
  expect(limited.figures).toMatchObject({ would: 1, left: 3 });
  const elsewhen = await replayOf(owner, gitStatus({ hours: { days: [7], from: "00:00", to: "24:00", zone: "UTC" } }));
  expect(elsewhen.figures).toMatchObject({ asked: 6, would: 0 });
});

test("switched on only with a fresh replay of the same, and with the number where it would have answered against people", async () => {
  await answered("git status", { option: "deny" });
  const rule = await writeRule(owner, gitStatus());
  const on = (body: object) => owner("POST", `/api/rules/${rule.id}/on`, body);
  const replay = await replayOf(owner, gitStatus());
  expect(replay.hash).toBe(rule.hash);
  expect(await on({ replayId: replay.id })).toMatchObject({ status: 409, body: { code: "rule.confirm_against", against: 1 } });
  expect(await on({ replayId: replay.id, against: 2 })).toMatchObject({ status: 409, body: { code: "rule.confirm_against" } });
  const other = await replayOf(owner, gitStatus({ maxRisk: "low" }));
  expect(await on({ replayId: other.id, against: 1 })).toMatchObject({ status: 409, body: { code: "rule.replay_first" } });
  later(15);
  expect(await on({ replayId: replay.id, against: 1 })).toMatchObject({ status: 409, body: { code: "rule.replay_first" } });
  const fresh = await replayOf(owner, gitStatus());
  expect(await on({ replayId: fresh.id, against: 1 })).toMatchObject({
    status: 200,
    body: { state: "on", on: { by: { name: "Owner" }, replay: { asked: 1, would: 1, against: 1, days: 30 } } },
  });
  expect((await audited(rule.id)).map(({ action }: { action: string }) => action)).toEqual(["rule.created", "rule.switched_on"]);
});

test("what is answered by a rule goes on at once, is nobody's notice, and says which rule it was and why", async () => {
  const rule = await standingRule(owner, gitStatus());
  later(1);
  const asked = await agent("POST", "/api/decision-requests", { ...toRun("git status -s"), expiresInSeconds: 60 });
  expect(asked).toMatchObject({
    status: 201,
    body: {
      status: "decided",
      decision: { option: "approve", decidedAt: now.toISOString(), decidedBy: { kind: "rule", name: "Look at git", ruleId: rule.id } },
    },
  });
  const { id } = asked.body;
  expect([
    await jobsOf("decision.requested.notify", id),
    await jobsOf("decision.resolved.callback", id),
    await jobsOf("decision.expire", id),
  ]).toEqual([0, 1, 0]);
  const waiting = await ask(toRun("pnpm test"));
  expect([waiting.status, await jobsOf("decision.requested.notify", waiting.id)]).toEqual(["pending", 1]);

  expect(await read(rule.id)).toMatchObject({ answered: 1, answeredAt: now.toISOString(), left: 0 });
  expect((await owner("GET", `/api/rules/${rule.id}/answers`)).body.items).toMatchObject([
    { request: { id }, version: 1, option: "approve", why: ["begins with git status", "risk low, up to medium"] },
  ]);
  expect(await audited(id)).toMatchObject([
    {
      actor: { kind: "rule", id: rule.id, name: "Look at git" },
      action: "decision.decided",
      detail: { actionHash: asked.body.actionHash },
    },
  ]);
  expect(await decide(id, { option: "deny" })).toMatchObject({ status: 409, body: { detail: "The rule “Look at git” answered." } });
  const changes = (await owner("GET", "/api/sync")).body.changes;
  expect(changes.find(({ kind }: { kind: string }) => kind === "rule").value).toMatchObject({ id: rule.id, answered: 1 });

  await owner("POST", `/api/rules/${rule.id}/off`, {});
  expect(await ask(toRun("git status"))).toMatchObject({ status: "pending" });
  expect(await read(rule.id)).toMatchObject({ state: "off", off: { because: "person", by: { name: "Owner" } } });
});

test("the same key again is the same request and no second answer", async () => {
  const rule = await standingRule(owner, gitStatus());
  const once = () => agent("POST", "/api/decision-requests", toRun("git status"), { "idempotency-key": "once" });
  const [first, second] = [await once(), await once()];
  expect([first.status, second.status, second.body]).toEqual([201, 200, first.body]);
  expect(await read(rule.id)).toMatchObject({ answered: 1 });
});

test("above its limit it leaves the rest to people, and says so; an hour on it answers again", async () => {
  const rule = await standingRule(owner, gitStatus({ mostPerHour: 2 }));
  const statuses = [];
  for (const minutes of [0, 10, 10, 39, 1]) {
    later(minutes);
    statuses.push((await ask(toRun("git status"))).status);
  }
  expect(statuses).toEqual(["decided", "decided", "pending", "pending", "decided"]);
  expect(await read(rule.id)).toMatchObject({ answered: 3, left: 2 });
});

test("its time over it answers nothing, whether or not that was written down; written down once", async () => {
  const rule = await standingRule(owner, gitStatus({ until: new Date(now.getTime() + 60_000).toISOString() }));
  later(1);
  expect(await ask(toRun("git status"))).toMatchObject({ status: "pending" });
  expect(await read(rule.id)).toMatchObject({ state: "off", off: { because: "ended", at: rule.until } });
  expect([await app.services.rules.endOver(), await app.services.rules.endOver()]).toEqual([1, 0]);
  expect((await audited(rule.id)).at(-1)).toMatchObject({ action: "rule.ended", actor: { kind: "system" } });
  const replay = await replayOf(owner, gitStatus());
  expect(await owner("POST", `/api/rules/${rule.id}/on`, { replayId: replay.id })).toMatchObject({
    status: 409,
    body: { code: "rule.ended" },
  });
  for (const until of [now.toISOString(), new Date(now.getTime() + 91 * 86_400_000).toISOString()])
    expect(await owner("POST", "/api/rules", gitStatus({ until }))).toMatchObject({ status: 422, body: { code: "rule.wrong_end" } });
});

test("a change switches it off until it is replayed anew; another name does not", async () => {
  const rule = await standingRule(owner, gitStatus());
  const put = (body: RuleInput) => owner("PUT", `/api/rules/${rule.id}`, body);
  expect((await put(gitStatus({ name: "Git", until: rule.until }))).body).toMatchObject({ state: "on", name: "Git", version: 2 });
  expect(await ask(toRun("git status"))).toMatchObject({ decision: { decidedBy: { name: "Git" } } });
  expect((await put(gitStatus({ name: "Git", maxRisk: "low", until: rule.until }))).body).toMatchObject({
    state: "off",
    off: { because: "edited", by: { name: "Owner" } },
    version: 3,
  });
  expect(await ask(toRun("git status"))).toMatchObject({ status: "pending" });
  expect(await owner("DELETE", `/api/rules/${rule.id}`)).toMatchObject({ status: 204 });
  expect(await owner("DELETE", `/api/rules/${rule.id}`)).toMatchObject({ status: 404 });
  // What it did stays done.
  expect((await owner("GET", `/api/rules/${rule.id}/answers`)).body.items).toHaveLength(1);
});

test("what denies goes before what approves, and above the risk that may be approved", async () => {
  await standingRule(owner, gitStatus());
  const push = {
    name: "No force",
    scope: { command: { begins: ["git", "push", "--force"] } },
    answer: { tone: "deny" as const },
    maxRisk: "critical" as const,
  };
  await standingRule(owner, push);
  await standingRule(owner, { ...push, name: "Not by night", scope: { command: { is: "git status --night" } } });
  expect(await ask(toRun("git push --force origin main"))).toMatchObject({ risk: "critical", decision: { option: "deny" } });
  expect(await ask(toRun("git status --night"))).toMatchObject({ decision: { option: "deny", decidedBy: { name: "Not by night" } } });
  expect(await ask(toRun("git status", { risk: "high" }))).toMatchObject({ status: "pending" });
});

test("whatever a rule does wrong, the request waits for a person", async () => {
  const rule = await standingRule(owner, gitStatus());
  // The row says what no rule can: reading it fails inside the transaction that makes the request.
  await app.database.executeSql("alter table rule_answer add constraint broken check (false) not valid");
  try {
    const asked = await ask(toRun("git status"));
    expect(asked).toMatchObject({ status: "pending" });
    expect(await jobsOf("decision.requested.notify", asked.id)).toBe(1);
    expect(await read(rule.id)).toMatchObject({ answered: 0 });
  } finally {
    await app.database.executeSql("alter table rule_answer drop constraint broken");
  }
  await app.database.executeSql("update rule set terms = '{}'");
  expect(await ask(toRun("git status"))).toMatchObject({ status: "pending" });
});

test("in maintenance only what denies stands", async () => {
  await standingRule(owner, gitStatus());
  await standingRule(owner, gitStatus({ name: "No", answer: { tone: "deny" } }));
  const names = async (maintenance: () => Promise<boolean>) =>
    (await autoAnswer({ ...app.services, feed: { append: async () => undefined }, maintenance }).standing()).map(
      (each) => (each as { name?: string }).name,
    );
  expect(await names(async () => false)).toEqual(["No", "Look at git"]);
  expect(await names(async () => true)).toEqual(["No"]);
});

test("viewers see, agents do not; the same key writes one rule", async () => {
  const written = await writeRule(owner, gitStatus());
  expect((await viewer("GET", "/api/rules")).body.items).toMatchObject([{ id: written.id }]);
  expect((await viewer("POST", "/api/rules", gitStatus())).status).toBe(403);
  expect((await agent("GET", "/api/rules")).status).toBe(403);
  const once = () => owner("POST", "/api/rules", gitStatus({ until: "2026-11-25T00:00:00Z" }), { "idempotency-key": "one" });
  const [first, second] = [await once(), await once()];
  expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
  expect((await owner("POST", "/api/rules", gitStatus(), { "idempotency-key": "one" })).status).toBe(422);
  for (const wrong of [
    { scope: {} },
    { maxRisk: "high" },
    { scope: { command: { begins: ["bash", "-c"] } } },
    { mostPerHour: 0 },
    { odd: 1 },
  ])
    expect([(await owner("POST", "/api/rules", { ...gitStatus(), ...wrong })).status, wrong]).toEqual([422, wrong]);
});
