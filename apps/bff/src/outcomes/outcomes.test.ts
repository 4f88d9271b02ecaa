import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, pull, push, repositoryKey, run, shaOf, type Lab } from "./testing/outcomes-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab("2026-11-01T12:00:00Z");
});
afterAll(() => lab.close());

const t = (minute: number, day = 1) => new Date(Date.UTC(2026, 10, day, 10, minute)).toISOString();

test("a pull request that was merged is an outcome, with its run, its commits and its cost", async () => {
  await lab.tell(run("s1", { branch: "agents/1", at: t(0), micros: 1_500_000 }));
  await lab.tell([
    {
      ...{ source: "test", id: "c1", at: t(5), session: "s1", agent: { name: "builder", host: "box", role: "developer" } },
      kind: "commit.made",
      data: { sha: shaOf("c1"), branch: "agents/1", message: "feat: orders" },
    },
  ]);
  await lab.deliver(
    "push",
    push("agents/1", [
      { sha: shaOf("c1"), at: t(5) },
      { sha: shaOf("c1b"), at: t(6) },
    ]),
  );
  await lab.deliver("pull_request", pull({ number: 1, title: "feat(shop): orders", at: t(7) }));
  expect(await lab.list()).toEqual([]);
  await lab.deliver("pull_request", pull({ number: 1, title: "feat(shop): orders", at: t(30), openedAt: t(7), mergedAt: t(30) }));
  const [outcome, ...others] = await lab.list();
  expect(others).toEqual([]);
  expect(outcome).toMatchObject({
    source: "pull_request",
    title: "feat(shop): orders",
    url: "https://github.com/acme/shop/pull/1",
    taskType: "feature",
    acceptedAt: t(30),
    acceptedBy: "anna",
    agent: { name: "builder" },
    role: "developer",
    model: "opus",
    project: "shop",
    sessions: [{ via: "commit", share: 1 }],
    cost: { billedMicros: 1_500_000, planMicros: null, apiEquivalentMicros: 1_500_000, unpriced: 0 },
    hours: null,
    // One of two commits is its run's own.
    agentShare: 500_000,
    agentShareFrom: "commits",
    counterfactual: 1_000_000,
    reviewMinutes: 23,
    durability: { d: 1_000_000, state: "unchecked", incident: false, evidence: [], nextAt: "2026-11-08T10:30:00.000Z" },
  });
  expect(outcome?.parts).toEqual([
    {
      kind: "pull_request",
      ref: `${repositoryKey}#1`,
      title: "feat(shop): orders",
      url: "https://github.com/acme/shop/pull/1",
      acceptedAt: t(30),
    },
  ]);
});

test("in whatever order it is told, and however often, the outcome is the same", async () => {
  const commit = (session: string, n: number) => ({
    ...{ source: "test", id: `c ${session}`, at: t(5), session, agent: { name: "builder", host: "box", role: "developer" } },
    kind: "commit.made",
    data: { sha: shaOf(`order ${n}`), branch: `agents/${n}`, message: "fix: order" },
  });
  const words = (n: number) => [
    () => lab.tell(run(`order-${n}`, { branch: `agents/${n}`, at: t(0), micros: 1_000 })),
    () => lab.tell([commit(`order-${n}`, n)]),
    () => lab.deliver("push", push(`agents/${n}`, [{ sha: shaOf(`order ${n}`), at: t(5) }])),
    () => lab.deliver("pull_request", pull({ number: n, title: "fix: order", at: t(7) })),
    () => lab.deliver("pull_request", pull({ number: n, title: "fix: order", at: t(30), openedAt: t(7), mergedAt: t(30) })),
    () => lab.deliver("push", push("main", [{ sha: shaOf(`merge ${n}`), at: t(30), message: `fix: order (#${n})` }])),
  ];
  const orders = [
    [0, 1, 2, 3, 4, 5],
    [5, 4, 3, 2, 1, 0],
    [4, 0, 4, 5, 1, 3, 2, 4],
    [1, 4, 3, 0, 2, 5, 0, 1],
    [2, 5, 0, 4, 3, 1, 3],
  ];
  for (const [place, order] of orders.entries()) {
    const all = words(100 + place);
    for (const [step, word] of order.entries()) {
      await all[word]?.();
      if (step % 2 === place % 2) await lab.app.services.outcomes.readInbox();
    }
  }
  const found = (await lab.list("&search=fix:%20order")).toReversed();
  const plain = found.map(({ id: _, parts, url: __, commits, sessions, version: ___, ...rest }) => ({
    ...rest,
    parts: parts.length,
    commits: commits.length,
    sessions: sessions.map(({ via, share }) => ({ via, share })),
  }));
  expect(plain).toHaveLength(orders.length);
  for (const one of plain) expect(one).toEqual(plain[0]);
  expect(plain[0]).toMatchObject({
    taskType: "fix",
    commits: 2,
    sessions: [{ via: "commit", share: 1 }],
    agentShare: 1_000_000,
    cost: { billedMicros: 1_000 },
  });
});

test("a delivery that comes again is one outcome, also when both come at once", async () => {
  const payload = pull({ number: 200, title: "feat: twice", at: t(30), mergedAt: t(30), by: "builder-bot" });
  await Promise.all([
    lab.deliver("pull_request", payload, "same"),
    lab.deliver("pull_request", payload, "same"),
    lab.deliver("pull_request", payload),
  ]);
  expect(await lab.list("&search=twice")).toHaveLength(1);
});

test("what people merged by themselves is no outcome of the agents, until a run turns out to have worked on it", async () => {
  await lab.deliver("pull_request", pull({ number: 300, title: "feat: by hand", at: t(30), mergedAt: t(30) }));
  expect(await lab.list("&search=by%20hand")).toEqual([]);
  await lab.tell(run("late", { branch: "agents/300", at: t(10), micros: 5 }));
  expect(await lab.list("&search=by%20hand")).toMatchObject([
    { acceptedAt: t(30), sessions: [{ via: "branch" }], agentShareFrom: "assumed" },
  ]);
  // A run that came to the branch after the merge did not work on it.
  await lab.deliver("pull_request", pull({ number: 301, title: "feat: over", at: t(30), mergedAt: t(30), head: "agents/301" }));
  await lab.tell(run("too-late", { branch: "agents/301", at: t(40) }));
  expect(await lab.list("&search=over")).toEqual([]);
});

test("a trailer in a commit's message, a sub-agent's run and a branch that is used again find the right work", async () => {
  await lab.tell(run("trailed", { at: t(0), micros: 7 }));
  await lab.tell(run("trailed/sub", { at: t(1), micros: 3 }).map((one) => ({ ...one, source: "claude-code" })));
  await lab.deliver("push", push("agents/400", [{ sha: shaOf("trailer"), at: t(5), message: "feat: x\n\nBeckon-Session: trailed" }]));
  await lab.deliver("pull_request", pull({ number: 400, title: "feat: trailer", at: t(30), mergedAt: t(30) }));
  expect(await lab.list("&search=trailer")).toMatchObject([{ sessions: [{ via: "trailer", share: 1 }], cost: { billedMicros: 10 } }]);
  await lab.tell(run("first", { branch: "again", at: t(0), micros: 1 }));
  await lab.deliver("pull_request", pull({ number: 401, title: "feat: first use", at: t(10), mergedAt: t(10), head: "again" }));
  await lab.tell(run("second", { branch: "again", at: t(20), micros: 2 }));
  await lab.deliver("pull_request", pull({ number: 402, title: "feat: second use", at: t(30), mergedAt: t(30), head: "again" }));
  expect(await lab.list("&search=first%20use")).toMatchObject([{ cost: { billedMicros: 1 } }]);
  expect(await lab.list("&search=second%20use")).toMatchObject([{ cost: { billedMicros: 2 } }]);
});

test("a task, its pull request and its workflow are one outcome, whichever is accepted first", async () => {
  const task = (await lab.owner("POST", "/api/tasks", { title: "Orders v2", labels: ["bug"], agent: { name: "builder" } })).body;
  await lab.agent("POST", `/api/tasks/${task.id}/start`, { agent: { name: "builder", host: "box", sessionId: "of-task" } });
  await lab.tell(run("of-task", { at: t(0), micros: 11 }));
  await lab.agent("POST", `/api/tasks/${task.id}/complete`, { result: "done" });
  expect(await lab.list(`&task=${task.id}`)).toEqual([]);
  await lab.deliver("pull_request", pull({ number: 500, title: "Orders", body: `Closes ${task.id}`, at: t(30), mergedAt: t(30) }));
  const [merged] = await lab.list(`&task=${task.id}`);
  expect(merged).toMatchObject({ source: "pull_request", taskType: "fix", cost: { billedMicros: 11 }, sessions: [{ via: "task" }] });
  await lab.agent("PUT", "/api/workflows/of-task", { name: "Orders flow", status: "succeeded", task: task.id });
  const [one, ...others] = await lab.list(`&task=${task.id}`);
  expect(others).toEqual([]);
  expect(one?.parts.map(({ kind }) => kind).toSorted()).toEqual(["pull_request", "task", "workflow"]);
  const accepted = await lab.owner("POST", "/api/outcomes", { taskId: task.id });
  expect([accepted.status, accepted.body.id]).toEqual([200, merged?.id]);
  // Two outcomes of which it turns out later that they are the same work: the first stays, and its id is good for both.
  const [a, b] = await Promise.all(
    ["A", "B"].map(async (title) => (await lab.owner("POST", "/api/tasks", { title: `Twin ${title}` })).body),
  );
  for (const { id } of [a, b]) {
    await lab.agent("POST", `/api/tasks/${id}/start`, { agent: { name: "builder" } });
    await lab.agent("POST", `/api/tasks/${id}/complete`, {});
  }
  const made = [];
  for (const [place, { id }] of [a, b].entries()) {
    lab.at(`2026-11-01T12:0${place}:00Z`);
    made.push((await lab.owner("POST", "/api/outcomes", { taskId: id })).body);
  }
  expect(await lab.list("&search=twin")).toHaveLength(2);
  await lab.deliver("pull_request", pull({ number: 501, title: "Both", body: `${a.id} ${b.id}`, at: t(50), mergedAt: t(50) }));
  const twins = await lab.list("&search=twin");
  expect(twins.map(({ id }) => id)).toEqual([made[0].id]);
  expect((await lab.owner("GET", `/api/outcomes/${made[1].id}`)).body.id).toBe(made[0].id);
});

test("who accepts, and what does not count: an agent's own word, GitHub's checks, a viewer", async () => {
  const viewer = await lab.app.pair({ role: "viewer" });
  const task = (await lab.owner("POST", "/api/tasks", { title: "Judged", agent: { name: "builder" } })).body;
  const early = await lab.owner("POST", "/api/outcomes", { taskId: task.id });
  expect([early.status, early.body.code]).toEqual([409, "outcome.not_completed"]);
  // A person who completes it with their own hand has judged it.
  const now = (await lab.owner("PATCH", `/api/tasks/${task.id}`, { version: task.version, status: "in_progress" })).body;
  await lab.owner("PATCH", `/api/tasks/${task.id}`, { version: now.version, status: "completed" });
  expect(await lab.list(`&task=${task.id}`)).toMatchObject([{ source: "task", acceptedBy: expect.any(String) }]);
  // Without an agent it was nobody's work but their own.
  const own = (await lab.owner("POST", "/api/tasks", { title: "My own" })).body;
  const begun = (await lab.owner("PATCH", `/api/tasks/${own.id}`, { version: own.version, status: "in_progress" })).body;
  await lab.owner("PATCH", `/api/tasks/${own.id}`, { version: begun.version, status: "completed" });
  expect(await lab.list(`&task=${own.id}`)).toEqual([]);
  await lab.agent("PUT", "/api/workflows/flow", { name: "Nightly", status: "succeeded" });
  expect(await lab.list("&source=workflow")).toMatchObject([{ title: "Nightly" }]);
  expect((await viewer("POST", "/api/outcomes", { title: "Mine" })).status).toBe(403);
  expect((await viewer("GET", "/api/outcomes")).status).toBe(200);
  expect((await lab.agent("POST", "/api/outcomes", { title: "Mine" })).status).toBe(403);
});

test("by hand: once for a key, corrected, withdrawn with a reason and put back, all of it in the audit", async () => {
  const input = { title: "A talk that sold it", taskType: "docs", hours: { saved: 8_000 } };
  const key = { "idempotency-key": "talk" };
  const made = await lab.owner("POST", "/api/outcomes", input, key);
  expect([made.status, made.body]).toMatchObject([
    201,
    { source: "hand", grade: "C", hours: { p10: 2_000, p50: 4_000, p90: 8_000 }, basis: { kind: "person" } },
  ]);
  expect((await lab.owner("POST", "/api/outcomes", input, key)).status).toBe(200);
  expect((await lab.owner("POST", "/api/outcomes", { ...input, title: "Other" }, key)).status).toBe(422);
  const { id } = made.body;
  const patch = {
    version: made.body.version,
    hours: { p10: 1_000, p50: 2_000, p90: 3_000, judgedBy: "model" },
    agentShare: 250_000,
    counterfactual: 500_000,
    reason: "Half was there",
  };
  const corrected = await lab.owner("PATCH", `/api/outcomes/${id}`, patch);
  expect(corrected.body).toMatchObject({
    grade: "D",
    hours: { p50: 2_000 },
    agentShare: 250_000,
    agentShareFrom: "person",
    counterfactual: 500_000,
  });
  expect((await lab.owner("PATCH", `/api/outcomes/${id}`, patch)).status).toBe(409);
  const gone = await lab.owner("POST", `/api/outcomes/${id}/withdraw`, { reason: "It was not ours" });
  expect(gone.body.withdrawn).toMatchObject({ reason: "It was not ours" });
  expect(await lab.list("&search=talk")).toEqual([]);
  expect(await lab.list("&search=talk&state=withdrawn")).toHaveLength(1);
  expect((await lab.owner("PATCH", `/api/outcomes/${id}`, { ...patch, version: gone.body.version })).body.code).toBe("outcome.withdrawn");
  expect((await lab.owner("POST", `/api/outcomes/${id}/restore`)).body.withdrawn).toBeUndefined();
  const audit = (await lab.owner("GET", `/api/audit?subject=${id}`)).body.items;
  expect(audit.map(({ action }: { action: string }) => action)).toEqual([
    "outcome.restored",
    "outcome.withdrawn",
    "outcome.corrected",
    "outcome.accepted",
  ]);
  const back = await lab.owner("PATCH", `/api/outcomes/${id}`, { version: gone.body.version + 1, hours: null });
  expect(back.body).toMatchObject({ hours: null });
});
