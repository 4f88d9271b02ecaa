import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { replayOf, toRun } from "../../../../test/support/rules-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let agent: Call;
let now: Date;

beforeAll(async () => {
  now = new Date("2026-11-21T10:00:00Z");
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agent = await app.token("agent", "builder");
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T12:00:00Z");
  for (const table of ["rule", "rule_answer", "rule_replay", "rule_proposal", "rule_proposal_dismissal", "decision_request"])
    await app.database.executeSql(`delete from ${table}`);
});

const answer = async (body: object, given: object) => {
  const { id } = (await agent("POST", "/api/decision-requests", body)).body;
  expect((await owner("PUT", `/api/decision-requests/${id}/decision`, given)).status).toBe(200);
  now = new Date(now.getTime() + 60_000);
  await app.services.rules.onDecided(id);
  return id as string;
};
const proposals = async (person: Call = owner) => (await person("GET", "/api/rules/proposals")).body.items;
const yes = { option: "approve" };
const test_ = toRun("pnpm test");

test("the third identical answer proposes the narrowest rule, with what it would have answered", async () => {
  await answer(toRun("ls"), yes);
  await answer(test_, yes);
  await answer(toRun("pnpm  test"), yes);
  expect(await proposals()).toEqual([]);
  const third = await answer(test_, yes);
  const [proposal] = await proposals();
  expect(proposal).toMatchObject({
    answers: 3,
    rule: {
      name: "Approve: pnpm test",
      scope: { kinds: ["permission"], tools: ["Bash"], folder: "/src/shop", command: { is: "pnpm test" } },
      answer: { option: "approve", label: "Approve" },
      maxRisk: "low",
    },
    replay: { asked: 4, would: 3, same: 3, against: 0, days: 14 },
  });
  expect(proposal.requestIds[0]).toBe(third);
  expect((await owner("GET", "/api/sync")).body.changes.find(({ kind }: { kind: string }) => kind === "ruleProposal").value).toEqual(
    proposal,
  );

  // It is taken: written as it stands, replayed, switched on.
  const written = await owner("POST", "/api/rules", { ...proposal.rule, proposalId: proposal.id });
  expect(written.status).toBe(201);
  expect(await proposals()).toEqual([]);
  const replay = await replayOf(owner, proposal.rule);
  expect((await owner("POST", `/api/rules/${written.body.id}/on`, { replayId: replay.id })).status).toBe(200);
  expect((await agent("POST", "/api/decision-requests", test_)).body).toMatchObject({ decision: { decidedBy: { kind: "rule" } } });
  // Switched off, people are asked, and it is not proposed a second time beside the rule that is there.
  await owner("POST", `/api/rules/${written.body.id}/off`, {});
  await answer(test_, yes);
  expect(await proposals()).toEqual([]);
});

test("an answer to the contrary, in other words or with an edit takes the proposal back", async () => {
  for (const other of [{ option: "deny" }, { ...yes, editedAction: { command: "pnpm test --run" } }]) {
    await app.database.executeSql("delete from decision_request");
    for (let time = 0; time < 3; time += 1) await answer(test_, yes);
    expect(await proposals()).toHaveLength(1);
    await answer(test_, other);
    expect(await proposals()).toEqual([]);
  }
});

test.for([
  ["another agent", { agent: { name: "other" } }],
  ["another folder", { action: { tool: "Bash", command: "pnpm test", cwd: "/src/other" } }],
  ["another command", toRun("pnpm test --watch")],
  ["other options", { options: [{ id: "approve", label: "Approve all", tone: "approve" }] }],
])("%s is not the same", async ([, more]) => {
  await answer(test_, yes);
  await answer(test_, yes);
  await answer({ ...test_, ...(more as object) }, yes);
  expect(await proposals()).toEqual([]);
});

test("never for what no rule may approve, or for a text that hides something; what is denied may be risky", async () => {
  for (const command of ["git push --force origin main", "ls \u202e", "ls а"])
    for (let time = 0; time < 3; time += 1) await answer(toRun(command), yes);
  expect((await proposals()).map(({ rule }: any) => rule.name)).toEqual(["Approve: ls а"]);
  for (let time = 0; time < 3; time += 1) await answer(toRun("git push --force origin main", { title: "Push?" }), { option: "deny" });
  expect(await proposals()).toHaveLength(1);
  for (let time = 0; time < 3; time += 1) await answer(toRun("git push --force origin dev"), { option: "deny" });
  expect((await proposals())[0].rule).toMatchObject({ answer: { tone: "deny" }, maxRisk: "high" });
});

test("edits of files in the folder of work are one thing; those outside are none", async () => {
  const edit = (file: string) => ({
    kind: "permission",
    title: `Edit ${file}?`,
    action: { tool: "Edit", files: [file], diff: `+${file}`, cwd: "/src/shop" },
  });
  for (const file of ["/src/shop/a.ts", "/src/shop/b.ts", "c.ts"]) await answer(edit(file), yes);
  expect((await proposals())[0]).toMatchObject({
    rule: { scope: { tools: ["Edit"], folder: "/src/shop", files: "/src/shop" } },
    replay: { would: 3 },
  });
  await answer(edit("/src/other/a.ts"), yes);
  expect((await proposals())[0]?.rule.scope.files ?? "none").toBe("none");
});

test("dismissed by one person it is gone for that one, for good; after two weeks it is gone for all", async () => {
  const other = await app.pair({ role: "operator", person: "Olga" });
  for (let time = 0; time < 3; time += 1) await answer(test_, yes);
  const [{ id }] = await proposals();
  expect((await owner("POST", `/api/rules/proposals/${id}/dismiss`)).status).toBe(204);
  expect((await owner("POST", `/api/rules/proposals/${id}/dismiss`)).status).toBe(204);
  await answer(test_, yes);
  expect([await proposals(), (await proposals(other)).length]).toEqual([[], 1]);
  now = new Date(now.getTime() + 15 * 86_400_000);
  await app.services.rules.dropStale();
  expect(await proposals(other)).toEqual([]);
});
