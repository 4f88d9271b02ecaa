import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let now = new Date("2026-11-21T10:00:00.000Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
let agent: Awaited<ReturnType<TestApp["token"]>>;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
let laptop: Awaited<ReturnType<TestApp["pair"]>>;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  agent = await app.token("agent", "builder");
  owner = await app.pair({ deviceName: "Phone" });
  laptop = await app.pair({ deviceName: "Laptop" });
});
afterAll(() => app.close());
beforeEach(() => {
  now = minutes(1);
});

const ask = async (input: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  agent(
    "POST",
    "/api/decision-requests",
    { kind: "permission", title: "List the files?", action: { tool: "Bash", command: "ls" }, ...input },
    headers,
  );
const answer = (call: typeof owner, id: string, body: unknown) => call("PUT", `/api/decision-requests/${id}/decision`, body);
const auditOf = async (id: string) =>
  (await owner("GET", "/api/audit?limit=200")).body.items.filter((entry: { subject: string }) => entry.subject === id);

describe("asking", () => {
  test("answers 201 with the whole request, its options made when none are given", async () => {
    const { status, body } = await ask({ taskId: "T-1", agent: { name: "builder-2", vendor: "Claude Code", host: "devbox" } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: "pending",
      risk: "low",
      riskReasons: [],
      options: [
        { id: "approve", label: "Approve", tone: "approve" },
        { id: "deny", label: "Deny", tone: "deny" },
      ],
      allowText: false,
      agent: { name: "builder-2", vendor: "Claude Code", host: "devbox" },
      taskId: "T-1",
      askedAt: now.toISOString(),
    });
    expect(body.actionHash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("ignores unknown fields from agents", async () => {
    expect((await ask({ somethingNew: { deep: true } })).status).toBe(201);
  });

  test("raises the declared risk and says why, and never lowers it", async () => {
    const raised = (await ask({ risk: "low", action: { tool: "Bash", command: "git push --force origin main" } })).body;
    expect(["high", "critical"]).toContain(raised.risk);
    expect(raised.riskReasons.length).toBeGreaterThan(0);
    expect((await ask({ risk: "critical" })).body.risk).toBe("critical");
  });

  test("the same key and body again is the same row; another body is refused", async () => {
    const key = { "idempotency-key": "key-1" };
    const first = await ask({}, key);
    const again = await ask({}, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    const other = await ask({ title: "Something else?" }, key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
  });

  test("twenty at once with one key make one row", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({}, { "idempotency-key": "key-race" })));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test("two tokens may use the same key", async () => {
    const other = await app.token();
    const mine = await ask({}, { "idempotency-key": "key-2" });
    const theirs = await other("POST", "/api/decision-requests", { kind: "permission", title: "Mine?" }, { "idempotency-key": "key-2" });
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test.each([
    ["an option that is not there for onExpiry", { onExpiry: "maybe" }, "/onExpiry"],
    ["two expiries", { expiresAt: "2030-01-01T00:00:00Z", expiresInSeconds: 5 }, "/expiresInSeconds"],
    ["an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
    ["an expiry in a year", { expiresAt: "2027-11-21T00:00:00Z" }, "/expiresAt"],
    ["a choice without options", { kind: "choice" }, "/options"],
    [
      "two options of one id",
      {
        options: [
          { id: "a", label: "A" },
          { id: "a", label: "B" },
        ],
      },
      "/options",
    ],
    ["an empty title", { title: "" }, "/title"],
    ["a NUL in the title", { title: "a\0b" }, "/title"],
    ["an unknown kind", { kind: "party" }, "/kind"],
    ["an internal callback", { callbackUrl: "http://169.254.169.254/latest" }, "/callbackUrl"],
  ])("refuses %s with a pointer to it", async (_name, input, pointer) => {
    const { status, body, headers } = await ask(input);
    expect(status).toBe(422);
    expect(headers.get("content-type")).toContain("application/problem+json");
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});

describe("answering", () => {
  test("stands, is audited once, and shows who answered where", async () => {
    const { id } = (await ask()).body;
    const { status, body } = await answer(owner, id, { option: "approve" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "decided",
      decision: { option: "approve", decidedAt: now.toISOString(), decidedBy: { kind: "person", device: "Phone" } },
    });
    expect(await auditOf(id)).toMatchObject([{ action: "decision.decided", detail: { option: "approve" } }]);
  });

  test("the same answer from the same device again is 200, any other 409 with what stands", async () => {
    const { id } = (await ask()).body;
    await answer(owner, id, { option: "deny" });
    expect((await answer(owner, id, { option: "deny" })).status).toBe(200);
    for (const [call, option] of [
      [owner, "approve"],
      [laptop, "approve"],
      [laptop, "deny"],
    ] as const) {
      const { status, body } = await answer(call, id, { option });
      expect([status, body.code]).toEqual([409, "decision.already_decided"]);
      expect(body.decisionRequest.decision).toMatchObject({ option: "deny", decidedBy: { device: "Phone" } });
    }
    expect(await auditOf(id)).toHaveLength(1);
  });

  test("an edited command goes with the approval, and not with a denial", async () => {
    const { id } = (await ask()).body;
    expect((await answer(owner, id, { option: "deny", editedAction: { command: "ls -la" } })).body.code).toBe("decision.edit_not_allowed");
    const { body } = await answer(owner, id, { option: "approve", editedAction: { command: "ls -la" } });
    expect(body.decision.editedAction).toEqual({ command: "ls -la" });
    expect(body.action.command).toBe("ls");
  });

  test("a question takes a text, a permission an option", async () => {
    const question = (await ask({ kind: "question", title: "Which port?", action: undefined })).body;
    expect(question).toMatchObject({ options: [], allowText: true });
    expect((await answer(owner, question.id, { text: "5432" })).body.decision.text).toBe("5432");
    const permission = (await ask()).body;
    expect((await answer(owner, permission.id, { text: "fine" })).body.code).toBe("decision.text_not_allowed");
    expect((await answer(owner, permission.id, { option: "maybe" })).body.code).toBe("decision.unknown_option");
    expect((await answer(owner, permission.id, { option: "approve", text: "but be quick" })).body.decision).toMatchObject({
      option: "approve",
      text: "but be quick",
    });
  });

  test("unknown fields from people are refused", async () => {
    const { id } = (await ask()).body;
    expect((await answer(owner, id, { option: "approve", force: true })).status).toBe(422);
  });

  test("a viewer cannot answer; an agent cannot either", async () => {
    const { id } = (await ask()).body;
    const viewer = await app.pair({ role: "viewer" });
    expect((await answer(viewer, id, { option: "approve" })).status).toBe(403);
    expect((await agent("PUT", `/api/decision-requests/${id}/decision`, { option: "approve" })).status).toBe(403);
    expect((await owner("GET", `/api/decision-requests/${id}`)).body.status).toBe("pending");
  });
});

describe("expiry", () => {
  test("falls to the declared default as of its moment, and is too late for an answer", async () => {
    const { id, expiresAt } = (await ask({ expiresInSeconds: 60, onExpiry: "deny" })).body;
    now = minutes(5);
    const late = await answer(owner, id, { option: "approve" });
    expect([late.status, late.body.code]).toEqual([410, "decision.expired"]);
    const { body } = await agent("GET", `/api/decision-requests/${id}`);
    expect(body).toMatchObject({
      status: "expired",
      resolvedAt: expiresAt,
      decision: { option: "deny", decidedAt: expiresAt, decidedBy: { kind: "expiry" } },
    });
    expect(await auditOf(id)).toMatchObject([{ action: "decision.expired", actor: { kind: "system" } }]);
  });

  test("without a default it expires without a decision", async () => {
    const { id } = (await ask({ expiresInSeconds: 60 })).body;
    now = minutes(2);
    expect(await app.services.decisions.expireDue()).toBe(1);
    const { body } = await agent("GET", `/api/decision-requests/${id}`);
    expect(body.status).toBe("expired");
    expect(body.decision).toBeUndefined();
  });

  test("nothing expires before its time, and nothing without one", async () => {
    await ask({ expiresInSeconds: 600 });
    await ask();
    now = minutes(5);
    expect(await app.services.decisions.expireDue()).toBe(0);
    now = minutes(20);
    expect(await app.services.decisions.expireDue()).toBe(1);
  });
});

describe("the agent's side", () => {
  test("cancels its pending request, again without error, and not after an answer", async () => {
    const { id } = (await ask()).body;
    expect((await agent("POST", `/api/decision-requests/${id}/cancel`, { reason: "answered in the terminal" })).body).toMatchObject({
      status: "cancelled",
      cancelReason: "answered in the terminal",
    });
    expect((await agent("POST", `/api/decision-requests/${id}/cancel`, {})).status).toBe(200);
    expect((await answer(owner, id, { option: "approve" })).body.code).toBe("decision.cancelled");
    const other = (await ask()).body;
    await answer(owner, other.id, { option: "approve" });
    expect((await agent("POST", `/api/decision-requests/${other.id}/cancel`, {})).status).toBe(409);
  });

  test("reports an outcome once; the same again is fine, another is not", async () => {
    const { id } = (await ask()).body;
    expect((await agent("POST", `/api/decision-requests/${id}/outcome`, { status: "executed" })).body.code).toBe("decision.not_decided");
    await answer(owner, id, { option: "approve" });
    const failed = { status: "failed", message: "exit 1" };
    expect((await agent("POST", `/api/decision-requests/${id}/outcome`, failed)).body.outcome).toMatchObject(failed);
    expect((await agent("POST", `/api/decision-requests/${id}/outcome`, failed)).status).toBe(200);
    expect((await agent("POST", `/api/decision-requests/${id}/outcome`, { status: "executed" })).body.code).toBe(
      "decision.outcome_reported",
    );
  });

  test("another agent's request does not exist for it", async () => {
    const { id } = (await ask()).body;
    const other = await app.token();
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["POST", "/cancel", {}],
      ["POST", "/outcome", { status: "executed" }],
    ] as const)
      expect((await other(method, `/api/decision-requests/${id}${path}`, body)).status).toBe(404);
  });

  test("a waiting call ends with the answer", async () => {
    const { id } = (await ask()).body;
    const waiting = agent("GET", `/api/decision-requests/${id}?wait=30`);
    await answer(owner, id, { option: "approve" });
    expect((await waiting).body.decision.option).toBe("approve");
  });

  test("a waiting call ends at its limit with the row as it is", async () => {
    const { id } = (await ask()).body;
    expect((await agent("GET", `/api/decision-requests/${id}?wait=0.05`)).body.status).toBe("pending");
  });
});

describe("the history", () => {
  test("is searched by title, command, agent and answer, page by page", async () => {
    const word = "Quokka";
    for (let index = 0; index < 5; index += 1) {
      now = minutes(1);
      const { id } = (await ask({ title: `${word} ${index}` })).body;
      if (index % 2 === 0) await answer(owner, id, { option: "approve", text: `because ${index}00%` });
    }
    const titles = (page: { body: { items: { title: string }[] } }) => page.body.items.map((item) => item.title);
    const first = await owner("GET", "/api/decision-requests?q=quokka&limit=2");
    expect(titles(first)).toEqual(["Quokka 4", "Quokka 3"]);
    const second = await owner("GET", `/api/decision-requests?q=quokka&limit=2&cursor=${first.body.cursor}`);
    expect(titles(second)).toEqual(["Quokka 2", "Quokka 1"]);
    expect(titles(await owner("GET", "/api/decision-requests?q=quokka&status=decided"))).toEqual(["Quokka 4", "Quokka 2", "Quokka 0"]);
    expect(titles(await owner("GET", `/api/decision-requests?q=${encodeURIComponent("because 200%")}`))).toEqual(["Quokka 2"]);
    expect(titles(await owner("GET", `/api/decision-requests?q=${encodeURIComponent("0%0")}`))).toEqual([]);
    expect((await owner("GET", "/api/decision-requests?cursor=rubbish")).status).toBe(422);
  });
});

describe("snooze", () => {
  test("is one person's own, travels in their feed alone, and ends by hand", async () => {
    const { id } = (await ask()).body;
    const colleague = await app.pair({ role: "operator" });
    const until = minutes(30).toISOString();
    const cursor = async (call: typeof owner) => (await call("GET", "/api/sync")).body.cursor as string;
    const [mine, theirs] = [await cursor(owner), await cursor(colleague)];
    expect((await owner("PUT", `/api/decision-requests/${id}/snooze`, { until })).body).toEqual({ requestId: id, until });
    expect((await owner("GET", `/api/sync?cursor=${mine}`)).body.changes).toEqual([
      { kind: "snooze", id, value: { requestId: id, until } },
    ]);
    expect((await colleague("GET", `/api/sync?cursor=${theirs}`)).body.changes).toEqual([]);
    const after = await cursor(owner);
    expect((await owner("DELETE", `/api/decision-requests/${id}/snooze`)).status).toBe(204);
    expect((await owner("GET", `/api/sync?cursor=${after}`)).body.tombstones).toEqual([{ kind: "snooze", id }]);
    expect((await owner("PUT", `/api/decision-requests/${id}/snooze`, { until: "2020-01-01T00:00:00Z" })).body.code).toBe(
      "decision.snooze_in_past",
    );
  });
});
