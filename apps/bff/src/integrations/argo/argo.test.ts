import { setTimeout as sleep } from "node:timers/promises";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../../test/support/test-app.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { createArgoService } from "./argo.service.ts";
import { startArgo } from "./testing/argo-server.ts";

const argoToken = "sa-token-0123456789";
let argo: Awaited<ReturnType<typeof startArgo>>;
let app: TestApp;
let agent: Awaited<ReturnType<TestApp["token"]>>;
let owner: Awaited<ReturnType<TestApp["pair"]>>;

beforeAll(async () => {
  argo = await startArgo(argoToken);
  app = await createTestApp({ jobs: true, config: { argoAllow: [argo.origin] } });
  agent = await app.token("agent", "argo");
  owner = await app.pair();
});
afterAll(async () => {
  await app.close();
  await argo.close();
});
beforeEach(async () => {
  argo.calls.length = 0;
  argo.trouble.length = 0;
  await connect();
});

const connect = (token = argoToken) => owner("PUT", "/api/argo", { url: argo.origin, token });
const approval = { node: "approve", question: "Deploy to production?", options: ["YES", "NO"], parameter: "approve" };
const ask = (workflow: string, more: object = approval) =>
  agent("POST", "/hooks/argo", { workflow, namespace: "ci", uid: `u-${workflow}`, ...more });
const answer = (requestId: string, decision: object) => owner("PUT", `/api/decision-requests/${requestId}/decision`, decision);
const read = async (id: string): Promise<WorkflowRun> => (await owner("GET", `/api/workflows/${id}`)).body;
const when = async (id: string, is: (run: WorkflowRun) => boolean): Promise<WorkflowRun> => {
  for (let tries = 0; tries < 400; tries += 1) {
    const run = await read(id);
    if (is(run)) return run;
    await sleep(25);
  }
  throw new Error(`it did not come: ${JSON.stringify(await read(id))}`);
};
/** As if it had been asked so long ago. */
const waitsSince = (runId: string, ago: string) =>
  app.database.executeSql("update workflow_suspension set since = since - $2::interval where run_id = $1", [runId, ago]);
const resumed = (run: WorkflowRun) => run.suspensions[0]?.resumedAt !== undefined;
const tried = (run: WorkflowRun) => (run.suspensions[0]?.attempts.length ?? 0) > 0;

test("there and back: asked once, answered on the phone, set and resumed, reported by the exit handler", async () => {
  const node = argo.suspended("deploy-1", "approve", ["approve"]);
  const first = await ask("deploy-1");
  const again = await ask("deploy-1");
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
  const { runId, requestId } = first.body;
  expect((await agent("GET", `/api/decision-requests/${requestId}`)).body).toMatchObject({
    title: "Deploy to production?",
    options: [
      { id: "YES", label: "YES", tone: "approve" },
      { id: "NO", label: "NO", tone: "deny" },
    ],
  });
  expect(await read(runId)).toMatchObject({
    source: "argo",
    key: "ci/deploy-1/u-deploy-1",
    project: "ci",
    status: "suspended",
    stages: [{ name: "approve", status: "suspended" }],
  });

  await answer(requestId, { option: "YES" });
  expect(await when(runId, resumed)).toMatchObject({ status: "running", suspensions: [{ attempts: [{ ok: true }] }] });
  expect(node).toMatchObject({ phase: "Succeeded", outputs: { approve: "YES" } });
  expect(argo.calls).toEqual([
    {
      path: "/api/v1/workflows/ci/deploy-1/set",
      authorization: `Bearer ${argoToken}`,
      body: {
        namespace: "ci",
        name: "deploy-1",
        nodeFieldSelector: "displayName=approve",
        outputParameters: '{"approve":"YES"}',
        message: expect.stringMatching(/^answered by /),
      },
    },
    {
      path: "/api/v1/workflows/ci/deploy-1/resume",
      authorization: `Bearer ${argoToken}`,
      body: { namespace: "ci", name: "deploy-1", nodeFieldSelector: "displayName=approve" },
    },
  ]);

  // A template that is tried again after the answer asks nobody anew.
  expect((await ask("deploy-1")).body).toEqual(first.body);
  const failures = JSON.stringify([{ displayName: "deploy", message: "Error (exit code 1)", templateName: "deploy", phase: "Failed" }]);
  const ended = await ask("deploy-1", { status: "Failed", failures });
  expect([ended.status, ended.body]).toEqual([200, { runId }]);
  expect(await read(runId)).toMatchObject({ status: "failed", error: "deploy: Error (exit code 1)" });
});

test("without an output a yes resumes the node, and a no fails it with who said so", async () => {
  const [yes, no] = [argo.suspended("plain-1", "gate"), argo.suspended("plain-2", "gate")];
  const gate = { node: "gate", question: "Go on?" };
  const one = (await ask("plain-1", gate)).body;
  const two = (await ask("plain-2", gate)).body;
  await answer(one.requestId, { option: "approve" });
  await answer(two.requestId, { option: "deny" });
  await when(one.runId, resumed);
  await when(two.runId, resumed);
  expect(yes.phase).toBe("Succeeded");
  expect(no).toMatchObject({ phase: "Failed", message: expect.stringMatching(/^refused: answered by /) });
});

test("a text is set as it was written, however it looks", async () => {
  const node = argo.suspended("text-1", "version", ["tag"]);
  const { runId, requestId } = (await ask("text-1", { node: "version", question: "Which tag?", parameter: "tag" })).body;
  await answer(requestId, { text: 'v2 "final", {{workflow.name}}' });
  await when(runId, resumed);
  expect(node.outputs.tag).toBe('v2 "final", {{workflow.name}}');
});

test("Argo is away: tried again by itself until it takes it, each try written down", async () => {
  const node = argo.suspended("away-1", "approve", ["approve"]);
  argo.trouble.push("unavailable");
  const { runId, requestId } = (await ask("away-1")).body;
  await answer(requestId, { option: "NO" });
  const run = await when(runId, resumed);
  expect(run.suspensions[0]?.attempts).toMatchObject([{ ok: false, error: "Argo answered 503: upstream connect error" }, { ok: true }]);
  expect(node.outputs.approve).toBe("NO");
});

test("its answer was lost after it went on: the next try knows, and does nothing twice", async () => {
  const node = argo.suspended("lost-1", "approve", ["approve"]);
  const { runId, requestId } = (await ask("lost-1")).body;
  argo.trouble.push(0, "hangs up after it was taken");
  await answer(requestId, { option: "YES" });
  const run = await when(runId, resumed);
  expect(run.suspensions[0]?.attempts).toMatchObject([{ ok: false, error: expect.stringContaining("gave no answer") }, { ok: true }]);
  expect(node).toMatchObject({ phase: "Succeeded", outputs: { approve: "YES" } });
});

test("a wrong token is not tried again; with the right one all that waits is told at once", async () => {
  const node = argo.suspended("token-1", "approve", ["approve"]);
  await connect("wrong");
  const { runId, requestId } = (await ask("token-1")).body;
  await answer(requestId, { option: "YES" });
  const refused = await when(runId, tried);
  expect(refused).toMatchObject({
    status: "suspended",
    suspensions: [{ attempts: [{ ok: false, error: expect.stringContaining("look at its token") }] }],
  });
  expect((await owner("GET", "/api/argo")).body.open).toBe(1);
  expect((await connect()).body.open).toBe(1);
  await when(runId, resumed);
  expect(node.phase).toBe("Succeeded");
  expect((await owner("GET", "/api/argo")).body).toEqual({ url: argo.origin, updatedAt: expect.any(String), open: 0 });
});

test("the workflow is gone from Argo: the run is over, and says so", async () => {
  argo.suspended("gone-1", "approve", ["approve"]);
  const { runId, requestId } = (await ask("gone-1")).body;
  argo.delete("gone-1");
  await answer(requestId, { option: "YES" });
  const run = await when(runId, resumed);
  expect(run).toMatchObject({
    status: "cancelled",
    error: expect.stringContaining("not found"),
    suspensions: [{ attempts: [{ ok: false }] }],
  });
});

test("answered before Argo has begun to wait: told again until it does", async () => {
  argo.suspended("early-1", "build");
  const { runId, requestId } = (await ask("early-1")).body;
  await answer(requestId, { option: "YES" });
  const early = await when(runId, tried);
  expect(early).toMatchObject({
    status: "suspended",
    suspensions: [{ attempts: [{ ok: false, error: expect.stringContaining("no suspend nodes matching") }] }],
  });
  expect(early.suspensions[0]?.attempts[0]?.error).not.toContain("went on without");
  const node = argo.suspended("early-1", "approve", ["approve"]);
  const run = await when(runId, resumed);
  expect(run).toMatchObject({ status: "running" });
  expect(run.suspensions[0]?.attempts.at(-1)).toMatchObject({ ok: true });
  expect(node).toMatchObject({ phase: "Succeeded", outputs: { approve: "YES" } });
});

test("the node went on by its own time limit: no success is claimed", async () => {
  const node = argo.suspended("limit-1", "approve", ["approve"]);
  const { runId, requestId } = (await ask("limit-1")).body;
  node.phase = "Succeeded";
  await waitsSince(runId, "3 minutes");
  await answer(requestId, { option: "YES" });
  const run = await when(runId, resumed);
  expect(run).toMatchObject({
    status: "running",
    suspensions: [{ attempts: [{ ok: false, error: expect.stringContaining("went on without this answer") }] }],
  });
  expect(node.outputs.approve).toBeUndefined();
});

test("slow: waited for, but not for ever", async () => {
  argo.suspended("slow-1", "approve", ["approve"]);
  const outbound = createOutbound({ allowed: [argo.origin], limitMs: 100 });
  const impatient = createArgoService({
    database: app.database,
    clock: () => new Date(),
    audit: { append: async () => undefined },
    secrets: { ensure: app.services.access.ensureSecret },
    outbound,
    workflows: app.services.workflows,
  });
  const outward = { system: "argo" as const, namespace: "ci", workflow: "slow-1", node: "approve", parameter: "approve" };
  argo.trouble.push(20, 20);
  expect(await impatient.tellOutside(outward, { option: "YES", deny: false, by: "Anna" }, false)).toEqual({ ok: true });
  argo.trouble.push(2_000);
  expect(await impatient.tellOutside(outward, { option: "YES", deny: false, by: "Anna" }, false)).toEqual({
    ok: false,
    error: "Argo gave no answer: no answer within 0.1 s",
    next: "again",
  });
  await outbound.close();
});

test("an address inside the network that nobody has named is refused; none set up is said", async () => {
  const refused = await owner("PUT", "/api/argo", { url: "http://127.0.0.1:2746", token: "t" });
  expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([422, "argo.address_refused", "/url"]);
  expect(refused.body.detail).toContain("BECKON_ARGO_URL=http://127.0.0.1:2746");
  expect((await owner("DELETE", "/api/argo")).status).toBe(204);
  expect((await owner("GET", "/api/argo")).status).toBe(404);
  const { runId, requestId } = (await ask("nowhere-1")).body;
  await answer(requestId, { option: "YES" });
  expect((await when(runId, tried)).suspensions[0]?.attempts[0]?.error).toContain("No Argo server is set up");
});

test("the token is kept sealed", async () => {
  const { rows } = await app.database.executeSql("select token from argo_connection");
  expect(JSON.stringify(rows)).not.toContain(argoToken);
  expect(rows).toHaveLength(1);
});

test("what an exit handler cannot have said, and a node without a question, are refused by their pointers", async () => {
  const wrong = await ask("x", { node: "approve" });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, "/question"]);
  expect((await ask("x", { status: "Running" })).status).toBe(422);
  expect((await ask("../x")).status).toBe(422);
});
