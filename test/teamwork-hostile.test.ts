import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCsv } from "./support/read-csv.ts";
import { createTestApp, type Answer, type Call, type TestApp } from "./support/test-app.ts";

type Token = Call & { id: string; token: string };
let app: TestApp;
let victim: Token;
let thief: Token;
let person: Call;

beforeAll(async () => {
  app = await createTestApp();
  [victim, thief] = [await app.token("agent", "Victim"), await app.token("agent", "Thief")];
  person = await app.pair({ deviceName: "Phone" });
});
afterAll(() => app.close());

const made = async (answer: Promise<Answer>): Promise<any> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
};
const signal = (id: string, kind: string, data: object, more: object = {}) => ({
  id,
  source: "x",
  at: new Date().toISOString(),
  session: "s-1",
  agent: { name: "spider" },
  kind,
  data,
  ...more,
});
const send = (token: Token, ...signals: object[]) => made(token("POST", "/api/signals", { signals }));

/** Texts that break what is not careful, each with what may be kept of it: NUL and lone surrogates may not. */
const hostile = {
  "right to left": "\u202egnp.exe \u2066x\u2069",
  "a script's end": "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
  "a formula": '=HYPERLINK("http://x.example","click")',
  "a formula behind a tab": "\t=1+1",
  "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
  "a NUL": "before\0after",
  "half a letter": "x\ud800y",
  "quotes and lines": 'a "b", c\r\nd;e',
  SQL: "'; drop table task; --",
  "a pattern": "100%_\\",
} as const;
const wellFormed = (text: string) => !text.includes("\0") && text.isWellFormed();

describe.each(Object.entries(hostile))("%s as text", (_name, text) => {
  test("tasks, coordinations, workflows, files and signals take it or refuse it, keep nothing else, and their tables run nothing", async () => {
    const key = `k-${_name}`;
    const answers = [
      await victim("POST", "/api/tasks", {
        title: text,
        body: text,
        key: text,
        role: text.slice(0, 60),
        labels: [text.slice(0, 60)],
        project: text,
      }),
      await victim("POST", "/api/coordinations", { type: "pair", key, from: { name: text }, to: { name: text }, what: text, task: text }),
      await victim("PUT", `/api/workflows/${encodeURIComponent(key)}`, {
        name: text,
        error: text,
        task: text,
        stages: [{ name: text, status: "failed", error: text }],
      }),
      await victim("POST", "/api/work-directories", { name: text, host: text, path: text }),
      await person("POST", "/api/task-templates", { name: text, task: { title: text, body: text } }),
      await person("GET", `/api/tasks?search=${encodeURIComponent(text.toWellFormed())}`),
      await person("GET", `/api/coordination/records?task=${encodeURIComponent(text.toWellFormed())}`),
    ];
    for (const { status } of answers) expect([200, 201, 400, 422]).toContain(status);
    const { rejected } = await send(
      victim,
      signal(`${key}-1`, "task.changed", { taskId: text.slice(0, 100), subject: text, status: "failed", error: text }),
      signal(`${key}-2`, "delegation.started", { callId: key, to: text, task: text }),
      signal(`${key}-3`, "delegation.ended", { callId: key, ok: false, error: text }),
      signal(`${key}-4`, "review.requested", { reviewId: key, of: text, by: text }),
    );
    for (const { code } of rejected) expect(code).toMatch(/^signal\./);
    const [task, coordination] = answers as [Answer<Task>, Answer];
    if (task.status === 201) {
      const id = task.body.id;
      expect((await victim("POST", `/api/tasks/${id}/start`, { message: text, agent: { name: text } })).status).toBeLessThan(500);
      expect((await victim("POST", `/api/tasks/${id}/fail`, { error: text, message: text })).status).toBeLessThan(500);
    }
    if (coordination.status === 201)
      expect((await victim("POST", `/api/coordinations/${coordination.body.id}/end`, { outcome: "failed", message: text })).status).toBe(
        200,
      );

    for (const path of [
      "/api/tasks",
      "/api/workflows",
      "/api/coordination/records",
      "/api/coordination/failures",
      "/api/coordination/flow",
      "/api/coordination/summary",
    ]) {
      const list = await person("GET", path);
      expect([path, list.status]).toEqual([path, 200]);
      for (const value of strings(list.body)) expect(wellFormed(value), `${path}: ${JSON.stringify(value)}`).toBe(true);
      const sheet = await person("GET", `${path}?format=csv`);
      expect([path, sheet.status, sheet.headers.get("content-type")]).toEqual([path, 200, expect.stringContaining("text/csv")]);
      const rows = readCsv(sheet.body);
      for (const row of rows) expect([path, row.length]).toEqual([path, rows[0]?.length]);
      // A number may begin with a minus; a text may not.
      for (const cell of rows.flat()) expect(/^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(cell), `${path}: ${JSON.stringify(cell)}`).toBe(false);
    }
  });
});

const strings = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? [...Object.keys(value), ...Object.values(value)].flatMap(strings)
      : [];

test("texts of 20,000 characters are kept whole where that is allowed, are cut in what all apps get, and are refused elsewhere", async () => {
  const long = "a".repeat(20_000);
  const task = await made(victim("POST", "/api/tasks", { title: "Long", body: long }));
  await made(victim("POST", `/api/tasks/${task.id}/start`, {}));
  await made(victim("POST", `/api/tasks/${task.id}/complete`, { result: long }));
  expect(await made(person("GET", `/api/tasks/${task.id}`))).toMatchObject({ body: long, result: long });
  const { changes } = await made(person("GET", "/api/sync"));
  const fed = changes.find(({ id }: { id: string }) => id === task.id).value;
  expect([fed.trimmed, fed.body.length <= 1_001, fed.result.length <= 1_001]).toEqual([true, true, true]);
  for (const input of [
    { title: long },
    { title: "x", body: `${long}a` },
    { title: "x", role: long },
    { title: "x", labels: Array(21).fill("a") },
  ])
    expect((await victim("POST", "/api/tasks", input)).status).toBe(422);
  expect((await victim("POST", "/api/coordinations", { type: "pair", what: long })).status).toBe(422);
});

describe("a token that wants what is another's", () => {
  test("tasks: not read, not told of, not claimed, not ended; by id, by key and by signals", async () => {
    const agent = { name: "victim-1" };
    const own = await made(victim("POST", "/api/tasks", { title: "Mine", key: "mine", agent }));
    const before = await made(person("GET", `/api/tasks/${own.id}`));
    expect((await thief("GET", `/api/tasks/${own.id}`)).status).toBe(404);
    for (const name of [own.id, "mine"])
      for (const verb of ["start", "progress", "complete", "fail", "cancel"])
        expect([verb, (await thief("POST", `/api/tasks/${name}/${verb}`, { agent, progress: 1, result: "x", error: "x" })).status]).toEqual(
          [verb, 404],
        );
    // The name of another's agent is no key to its tasks.
    expect((await thief("POST", "/api/tasks/claim", { agent })).status).toBe(204);
    for (const path of [`/api/tasks/${own.id}`, `/api/tasks/${own.id}/retry`, "/api/tasks/bulk", `/api/tasks/${own.id}/boost`])
      expect([
        path,
        (
          await thief(path === `/api/tasks/${own.id}` ? "PATCH" : "POST", path, {
            version: 1,
            status: "cancelled",
            ids: [own.id],
            action: { kind: "cancel" },
          })
        ).status,
      ]).toEqual([path, 403]);
    await send(
      thief,
      signal("steal-1", "task.changed", { taskId: own.id, status: "completed", result: "stolen" }, { agent }),
      signal("steal-2", "task.changed", { taskId: "mine", status: "failed", error: "stolen" }, { agent }),
      signal("steal-3", "progress.reported", { taskId: own.id, message: "stolen", progress: 99 }, { agent }),
      signal("steal-4", "heartbeat", { taskId: own.id, progress: 98 }, { agent }),
    );
    await made(thief("POST", "/api/agents/heartbeat", { agent, taskId: own.id, progress: 97 }));
    expect(await made(person("GET", `/api/tasks/${own.id}`))).toEqual(before);
  });

  test("coordinations: not ended, not taken over by the same key, and another's hand-off is not accepted", async () => {
    const own = await made(
      victim("POST", "/api/coordinations", { type: "handoff", key: "h-1", from: { name: "victim-1" }, to: { name: "victim-2" } }),
    );
    expect((await thief("POST", `/api/coordinations/${own.id}/end`, { outcome: "succeeded" })).status).toBe(404);
    const same = await thief("POST", "/api/coordinations", { type: "handoff", key: "h-1", from: { name: "victim-1" } });
    expect(same.body.id).not.toBe(own.id);
    await send(thief, signal("steal-h", "handoff.accepted", { handoffId: "h-1" }, { agent: { name: "victim-2" } }));
    const { items } = await made(person("GET", "/api/coordination/records?limit=200"));
    expect(items.find(({ id }: { id: string }) => id === own.id)).toMatchObject({ status: "pending" });
  });

  test("workflows: the same key is another run, and nothing of the other's is resumed", async () => {
    const run = await made(victim("PUT", "/api/workflows/deploy", { name: "Deploy", stages: [{ name: "go", status: "running" }] }));
    const { suspension: wait } = await made(victim("POST", "/api/workflows/deploy/suspend", { waitsFor: "event", what: "the window" }));
    const other = await made(thief("PUT", "/api/workflows/deploy", { name: "Deploy", status: "failed", error: "stolen" }));
    expect(other.id).not.toBe(run.id);
    expect((await thief("POST", "/api/workflows/deploy/resume", { suspensionId: wait.id })).status).toBe(404);
    expect((await thief("POST", "/api/workflows/other/suspend", { waitsFor: "event", what: "x" })).status).toBe(404);
    expect(await made(person("GET", `/api/workflows/${run.id}`))).toMatchObject({ status: "suspended", suspensions: [{ id: wait.id }] });
  });

  test("work directories: neither told of, nor read, nor edited; and the same host and path is its own", async () => {
    const told = { name: "Tasks", host: "box", path: "/work/tasks", writable: true };
    const own = await made(victim("POST", "/api/work-directories", told));
    const file = {
      path: "inbox/a.yaml",
      lane: "inbox",
      hash: "h",
      modifiedAt: new Date().toISOString(),
      tasks: [{ document: 0, title: "Filed", status: "pending" }],
    };
    await made(victim("POST", `/api/work-directories/${own.id}/files`, { revision: 0, files: [file] }));
    expect((await made(thief("POST", "/api/work-directories", told))).id).not.toBe(own.id);
    for (const [method, path, body] of [
      ["GET", "files", undefined],
      ["POST", "files", { revision: 1, removed: ["inbox/a.yaml"] }],
      ["GET", "edits", undefined],
      ["POST", "edits/fe_0000000000000000000000", { status: "written" }],
    ] as const)
      expect([path, (await thief(method, `/api/work-directories/${own.id}/${path}`, body)).status]).toEqual([path, 404]);
    expect((await thief("DELETE", `/api/work-directories/${own.id}`)).status).toBe(403);
    const { items } = await made(person("GET", `/api/tasks?directory=${own.id}`));
    expect(items).toMatchObject([{ title: "Filed", status: "pending" }]);
    // What stands in a file is nobody's to claim or to tell of, not even by the watcher's own token.
    expect((await thief("POST", `/api/tasks/${items[0].id}/start`, {})).status).toBe(404);
  });

  test("pauses and figures: people's alone", async () => {
    await send(victim, signal("s", "session.started", { cwd: "/x" }, { session: "victims", agent: { name: "victim-1" } }));
    const { items } = await made(person("GET", "/api/sessions?limit=200"));
    const run = items.find(({ key }: { key: string }) => key === "victims");
    for (const verb of ["pause", "resume"]) expect((await thief("POST", `/api/sessions/${run.id}/${verb}`)).status).toBe(403);
    for (const path of [
      "/api/collisions",
      "/api/coordination/summary",
      "/api/coordination/records",
      "/api/coordination/diagnostics",
      "/api/tasks",
      "/api/workflows",
      "/api/work-directories",
    ])
      expect([path, (await thief("GET", path)).status]).toEqual([path, 403]);
  });
});
