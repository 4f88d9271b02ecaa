import { randomUUID } from "node:crypto";
import type { WorkflowRun } from "@beckon/contracts/workflows";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, origin, type TestApp } from "../../../../../test/support/test-app.ts";
import { checkSuiteCompleted, workflowJobCompleted, workflowRunCompleted } from "./fixtures/checks.ts";
import { anna } from "./fixtures/repository.ts";
import { issueOpened, pullRequestMerged, pullRequestOpened, push, reviewRequested, reviewSubmitted } from "./fixtures/work.ts";
import { signatureOf } from "./signature.ts";

let app: TestApp;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
let hook: { id: string; secret: string; path: string };

beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date("2026-11-21T10:00:00Z") });
  owner = await app.pair();
  const made = await owner("POST", "/api/github/hooks", { name: "acme/shop" });
  expect(made.status).toBe(201);
  hook = made.body;
});
afterAll(() => app.close());

type Sending = { id?: string; secret?: string; headers?: Record<string, string> };

/** As GitHub sends it: no session, no token. */
const raw = async (event: string, body: string, { id = randomUUID(), secret = hook.secret, headers = {} }: Sending = {}) => {
  const response = await app.app.request(`${origin}/hooks/github`, {
    method: "POST",
    headers: {
      host: new URL(origin).host,
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-event": event,
      "x-github-delivery": id,
      "x-hub-signature-256": signatureOf(secret, body),
      ...headers,
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
};
const send = (event: string, payload: unknown, sending?: Sending) => raw(event, JSON.stringify(payload), sending);

const runs = async (): Promise<WorkflowRun[]> => (await owner("GET", "/api/workflows?source=github")).body.items;
const signals = async (kind: string) =>
  (await app.database.executeSql("select data, at from signal where source = 'github' and kind = $1 order by at", [kind])).rows as {
    data: Record<string, unknown>;
  }[];

test("every event that we read is taken, in the official shape", async () => {
  const all: [string, unknown][] = [
    ["ping", { zen: "Design for failure.", hook_id: 1 }],
    ["push", push],
    ["issues", issueOpened],
    ["pull_request", pullRequestOpened],
    ["pull_request", reviewRequested],
    ["pull_request_review", reviewSubmitted],
    ["workflow_run", workflowRunCompleted],
    ["workflow_job", workflowJobCompleted],
    ["check_suite", checkSuiteCompleted],
    ["pull_request", pullRequestMerged],
  ];
  for (const [event, payload] of all) expect([event, (await send(event, payload)).body]).toEqual([event, { status: "taken" }]);

  const found = await runs();
  expect(found.map(({ key }) => key).toSorted()).toEqual(["acme/shop/actions/runs/12087/attempts/1", "acme/shop/check-suites/9100"]);
  const [actions] = found.filter(({ key }) => key.includes("actions"));
  expect(actions).toMatchObject({
    status: "succeeded",
    project: "acme/shop",
    agent: { name: "acme-builder[bot]" },
    startedAt: "2026-11-21T09:00:00.000Z",
    endedAt: "2026-11-21T09:04:00.000Z",
    stages: [
      { name: "CI", status: "succeeded", endedAt: "2026-11-21T09:04:00.000Z" },
      { name: "CI / test (24)", status: "succeeded", startedAt: "2026-11-21T09:00:10.000Z" },
    ],
  });
  expect(found.find(({ key }) => key.includes("suites"))).toMatchObject({ name: "Preview", status: "failed", error: "failure" });

  expect((await signals("commit.made")).map(({ data }) => data.branch)).toEqual(["agents/SHOP-7-orders"]);
  expect((await signals("pull_request.changed")).map(({ data }) => data.status)).toEqual(["open", "merged"]);
  const [asked] = await signals("review.requested");
  const [given] = await signals("review.ended");
  expect(asked?.data).toMatchObject({ reviewId: "acme/shop#12:anna", by: "anna" });
  expect(given?.data).toMatchObject({ reviewId: "acme/shop#12:anna", accepted: false, message: "The index is missing." });
});

test("a wrong signature is refused before anything is read, and nothing of the body comes back", async () => {
  const body = JSON.stringify({ ...pullRequestOpened, secretWord: "do-not-echo" });
  const right = signatureOf(hook.secret, body);
  for (const signature of [
    "",
    "sha256=",
    `sha256=${"0".repeat(64)}`,
    right.toUpperCase(),
    right.slice(0, -1),
    `sha1=${right.slice(7)}`,
    `${right}0`,
  ]) {
    const answer = await raw("pull_request", body, { headers: { "x-hub-signature-256": signature } });
    expect([answer.status, answer.body.code]).toEqual([401, "github.signature_wrong"]);
    expect(answer.text).not.toContain("do-not-echo");
  }
  expect((await raw("pull_request", `${body} `, { headers: { "x-hub-signature-256": right } })).status).toBe(401);
  expect((await raw("pull_request", "{ no json", { secret: "another" })).status).toBe(401);
});

test("a delivery that comes again is taken once, also when both come at once", async () => {
  const payload = { ...checkSuiteCompleted, check_suite: { ...checkSuiteCompleted.check_suite, id: 777 } };
  const id = randomUUID();
  const both = await Promise.all([send("check_suite", payload, { id }), send("check_suite", payload, { id })]);
  expect(both.map(({ body }) => body.status).toSorted()).toEqual(["duplicate", "taken"]);
  const third = await send("check_suite", payload, { id });
  expect([third.status, third.body]).toEqual([200, { status: "duplicate" }]);
  expect((await runs()).filter(({ key }) => key.endsWith("/777"))).toHaveLength(1);
});

test("out of order: a run that is told to begin after its end has ended, and keeps the name that says more", async () => {
  const run = { ...workflowRunCompleted.workflow_run, id: 555 };
  const titled = `${run.name} · ${run.display_title}`;
  await send("workflow_run", { ...workflowRunCompleted, workflow_run: run });
  await send("workflow_run", {
    ...workflowRunCompleted,
    action: "in_progress",
    workflow_run: { ...run, status: "in_progress", conclusion: null, updated_at: "2026-11-21T09:00:30Z" },
  });
  const [found] = (await runs()).filter(({ key }) => key.includes("/555/"));
  expect(found).toMatchObject({ status: "succeeded", endedAt: "2026-11-21T09:04:00.000Z", stages: [{ status: "succeeded" }] });

  // A job names its workflow alone: the run's own name stands, whichever is told first.
  expect(found?.name).toBe(titled);
  for (const [id, events] of [
    [556, ["workflow_run", "workflow_job"]],
    [557, ["workflow_job", "workflow_run"]],
  ] as const) {
    for (const event of events)
      await (event === "workflow_run"
        ? send(event, { ...workflowRunCompleted, workflow_run: { ...run, id } })
        : send(event, { ...workflowJobCompleted, workflow_job: { ...workflowJobCompleted.workflow_job, run_id: id } }));
    expect((await runs()).find(({ key }) => key.includes(`/${id}/`))?.name).toBe(titled);
  }
});

test("what people do makes no agents, unless their account is named as one", async () => {
  const pull = { ...pullRequestOpened.pull_request, user: anna, number: 50, html_url: "https://github.com/acme/shop/pull/50" };
  const before = (await signals("pull_request.changed")).length;
  expect((await send("pull_request", { ...pullRequestOpened, pull_request: pull })).body.status).toBe("taken");
  expect(await signals("pull_request.changed")).toHaveLength(before);
  expect((await owner("GET", "/api/agents")).body.items.map(({ name }: { name: string }) => name)).not.toContain("anna");
  const { secret } = (await owner("POST", "/api/github/hooks", { name: "with Anna", accounts: ["Anna"] })).body;
  await send("pull_request", { ...pullRequestOpened, pull_request: pull }, { secret });
  expect(await signals("pull_request.changed")).toHaveLength(before + 1);
});

test("pull requests, branches and issues are linked to the tasks that they name, and to no others", async () => {
  const agent = await app.token("agent", "Planner");
  const make = async (body: object) => (await agent("POST", "/api/tasks", { title: "Orders v2", ...body })).body.id as string;
  const byKey = await make({ key: "SHOP-7" });
  const byIssue = await make({ links: [{ kind: "issue", ref: "https://github.com/acme/shop/issues/41" }] });
  const other = await make({ key: "SHOP-70" });
  await send("pull_request", pullRequestOpened);
  const links = async (id: string) => (await owner("GET", `/api/tasks/${id}`)).body.links.map(({ ref }: { ref: string }) => ref);
  for (const id of [byKey, byIssue]) expect(await links(id)).toContain("https://github.com/acme/shop/pull/12");
  expect(await links(other)).toEqual([]);
});

test("unknown events are ignored with the reason; what is missing is named by its pointer; a header too", async () => {
  const star = await send("star", { action: "created" });
  expect([star.status, star.body]).toEqual([202, { status: "ignored", reason: "nothing is made of this event" }]);
  const { html_url: _, ...pull } = pullRequestOpened.pull_request;
  const wrong = await send("pull_request", { ...pullRequestOpened, pull_request: pull });
  expect([wrong.status, wrong.body.code, wrong.body.errors]).toEqual([
    422,
    "github.payload_invalid",
    [{ pointer: "/pull_request/html_url", detail: expect.any(String) }],
  ]);
  expect((await raw("push", "[")).status).toBe(422);
  expect((await send("push", push, { headers: { "x-github-delivery": "" } })).body.code).toBe("github.header_missing");
});

test("more than a mebibyte is too much", async () => {
  expect((await raw("push", JSON.stringify({ filler: "x".repeat(1_100_000) }))).status).toBe(413);
});

test("the list tells how deliveries went and what they took, and never the secret", async () => {
  const { items } = (await owner("GET", "/api/github/hooks")).body;
  const mine = items.find(({ id }: { id: string }) => id === hook.id);
  expect(mine).toMatchObject({ name: "acme/shop", accounts: [], last: { at: "2026-11-21T10:00:00.000Z" } });
  expect(mine.processing.n).toBeGreaterThan(10);
  expect(mine.processing.p95).toBeGreaterThan(0);
  expect(JSON.stringify(mine)).not.toContain(hook.secret);
});

test("a removed hook is known no more", async () => {
  const { id, secret } = (await owner("POST", "/api/github/hooks", { name: "short-lived" })).body;
  expect((await send("ping", {}, { secret })).status).toBe(202);
  expect((await owner("DELETE", `/api/github/hooks/${id}`)).status).toBe(204);
  expect((await send("ping", {}, { secret })).status).toBe(401);
  expect((await owner("DELETE", `/api/github/hooks/${id}`)).status).toBe(404);
});

const leaf = fc.oneof(
  fc.anything({ maxDepth: 1 }),
  fc.constantFrom(
    "\0",
    "\ud800",
    "x".repeat(5_000),
    -1,
    1e308,
    null,
    [],
    {},
    "https://a\0/",
    "9999-12-31T23:59:59-14:00",
    "0000-01-01T00:00:00Z",
  ),
);
/** A payload with one or two of its parts anything at all. */
const broken = (payload: object) => {
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value === "object" && value !== null && path.length < 3)
      for (const [key, child] of Object.entries(value)) walk(child, [...path, key]);
  };
  walk(payload, []);
  return fc.array(fc.record({ path: fc.constantFrom(...paths), value: leaf }), { minLength: 1, maxLength: 2 }).map((changes) => {
    const copy = structuredClone(payload) as Record<string, never>;
    for (const { path, value } of changes) {
      let at: Record<string, unknown> = copy;
      for (const key of path.slice(0, -1))
        at = (typeof at?.[key] === "object" && at[key] !== null ? at[key] : {}) as Record<string, unknown>;
      at[path.at(-1) as string] = value;
    }
    return JSON.stringify(copy, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  });
};

test("whatever is signed and sent, the answer is 2xx or a problem, never a failure", { timeout: 60_000 }, async () => {
  const all: [string, object][] = [
    ["push", push],
    ["issues", issueOpened],
    ["pull_request", pullRequestMerged],
    ["pull_request", reviewRequested],
    ["pull_request_review", reviewSubmitted],
    ["workflow_run", workflowRunCompleted],
    ["workflow_job", workflowJobCompleted],
    ["check_suite", checkSuiteCompleted],
  ];
  const seen = new Set<number>();
  for (const [event, payload] of all)
    await fc.assert(
      fc.asyncProperty(broken(payload), async (body) => {
        const { status } = await raw(event, body);
        seen.add(status);
        expect(status).toBeLessThan(500);
      }),
      { seed: 20_261_121, numRuns: 60 },
    );
  expect([...seen].toSorted()).toEqual([202, 422]);
});
