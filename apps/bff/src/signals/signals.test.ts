import type { Session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();

describe("reporting signals", () => {
  let t: TestApp;
  let person: Call;
  beforeAll(async () => {
    t = await createTestApp({ clock: () => now });
    person = await t.pair();
  });
  afterAll(() => t.close());

  const sessionsOf = async (key: string): Promise<Session[]> =>
    (await person("GET", "/api/sessions?limit=200")).body.items.filter((session: Session) => session.key === key);

  test("a run is told from its signals: title, place, tools, files, timeline", async () => {
    const agent = await t.token("agent", "builder-1");
    const base = { source: "test", session: "run-1", agent: { vendor: "Codex", host: "devbox" } };
    const answer = await agent("POST", "/api/signals", {
      signals: [
        { ...base, id: "1", at: at(-60), kind: "session.started", data: { cwd: "/srv/shop-api", model: "gpt-5.5" } },
        { ...base, id: "2", at: at(-50), kind: "turn.started", data: { prompt: "Add the column\nand test it" } },
        { ...base, id: "3", at: at(-40), kind: "tool.started", data: { callId: "c1", tool: "Bash", command: "pnpm test" } },
        { ...base, id: "4", at: at(-20), kind: "file.edited", data: { path: "src/a.ts" } },
      ],
    });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 4, duplicates: 0, rejected: [] } });
    const [session] = await sessionsOf("run-1");
    expect(session).toMatchObject({
      title: "Add the column",
      project: "shop-api",
      cwd: "/srv/shop-api",
      model: "gpt-5.5",
      startedAt: at(-60),
      lastSignalAt: at(-20),
      turn: { open: true, startedAt: at(-50), running: 0 },
      doing: [{ callId: "c1", tool: "Bash", command: "pnpm test", since: at(-40) }],
      files: [{ path: "src/a.ts", edits: 1, at: at(-20) }],
    });
    expect(session!.recent.map(({ kind }) => kind)).toEqual(["session.started", "turn.started"]);
    const { body: agents } = await person("GET", "/api/agents");
    expect(agents.items.find(({ id }: { id: string }) => id === session!.agentId)).toMatchObject({
      name: "builder-1",
      vendor: "Codex",
      host: "devbox",
    });
    const { body: timeline } = await person("GET", `/api/sessions/${session!.id}/timeline`);
    expect(timeline.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      "file.edited",
      "tool.started",
      "turn.started",
      "session.started",
    ]);
    const { body: replica } = await person("GET", "/api/sync");
    expect(replica.changes.filter(({ kind, id }: any) => kind === "session" && id === session!.id)).toHaveLength(1);
  });

  test("the same fact counts once: in one batch, in the next, and of two tokens each its own", async () => {
    const [one, two] = [await t.token(), await t.token()];
    const signal = { id: "same", source: "test", session: "twice", at: at(0), kind: "file.edited", data: { path: "a" } };
    expect((await one("POST", "/api/signals", { signals: [signal, signal] })).body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect((await one("POST", "/api/signals", { signals: [{ ...signal, at: at(-90_000) }] })).body).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
    expect((await two("POST", "/api/signals", { signals: [signal] })).body).toMatchObject({ accepted: 1, duplicates: 0 });
    const found = await sessionsOf("twice");
    expect(found.map(({ files }) => files[0]?.edits)).toEqual([1, 1]);
    expect(new Set(found.map(({ agentId }) => agentId)).size).toBe(2);
  });

  test("a bad signal does not lose the others, and says what is wrong", async () => {
    const agent = await t.token();
    const good = { source: "test", session: "mixed", at: at(0), kind: "file.edited", data: { path: "a" } };
    const { status, body } = await agent("POST", "/api/signals", {
      signals: [
        { ...good, id: "1" },
        { ...good, id: "2", kind: "nothing.known" },
        { ...good, id: "3", data: { path: 7 } },
        null,
        { ...good, id: "5", at: at(-40 * 86_400) },
        { ...good, id: "6", data: { path: "a\0b" } },
        { ...good, id: "7" },
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(body.rejected.map(({ index, code }: any) => [index, code])).toEqual([
      [1, "signal.unknown_kind"],
      [2, "signal.invalid"],
      [3, "signal.invalid"],
      [4, "signal.too_old"],
      [5, "signal.invalid"],
    ]);
  });

  test("one name on two machines is two agents; telemetry that tells no machine belongs to the only one", async () => {
    const agent = await t.token("agent", "twin");
    const tell = (id: string, session: string, host?: string) =>
      agent("POST", "/api/signals", {
        signals: [{ id, source: "test", session, at: at(0), ...(host ? { agent: { host } } : {}), kind: "turn.started", data: {} }],
      });
    await tell("a", "s-unknown");
    await tell("b", "s-laptop", "laptop");
    const hosts = async () =>
      (await person("GET", "/api/agents")).body.items
        .filter(({ name }: any) => name === "twin")
        .map(({ host }: any) => host)
        .sort();
    expect(await hosts()).toEqual(["laptop"]);
    await tell("c", "s-server", "server");
    expect(await hosts()).toEqual(["laptop", "server"]);
    const [unknown, laptop, server] = await Promise.all(
      ["s-unknown", "s-laptop", "s-server"].map(async (key) => (await sessionsOf(key))[0]!.agentId),
    );
    expect(unknown).toBe(laptop);
    expect(server).not.toBe(laptop);
  });

  test("a sub-agent's run stands under its parent's, whichever is told first", async () => {
    const agent = await t.token("agent", "lead-agent");
    await agent("POST", "/api/signals", {
      signals: [
        {
          id: "s1",
          source: "test",
          session: "main/sub-1",
          at: at(0),
          agent: { name: "Explore" },
          kind: "session.described",
          data: { parentSession: "main" },
        },
      ],
    });
    await agent("POST", "/api/signals", {
      signals: [{ id: "m1", source: "test", session: "main", at: at(1), kind: "turn.started", data: {} }],
    });
    const [[parent], [child]] = await Promise.all([sessionsOf("main"), sessionsOf("main/sub-1")]);
    expect(child!.parentId).toBe(parent!.id);
    const { items } = (await person("GET", "/api/agents")).body;
    const of = (id: string) => items.find((item: any) => item.id === id);
    expect(of(parent!.agentId).name).toBe("lead-agent");
    expect(of(child!.agentId)).toMatchObject({ name: "Explore", parentId: parent!.agentId });
  });

  test("a clock that runs ahead by a day does not make the newest sign of tomorrow", async () => {
    const agent = await t.token();
    await agent("POST", "/api/signals", {
      signals: [{ id: "1", source: "test", session: "ahead", at: at(86_400), kind: "turn.started", data: {} }],
    });
    expect((await sessionsOf("ahead"))[0]!.lastSignalAt).toBe(at(0));
  });

  test("fifty at once share their commits, and a bad one takes nobody with it", async () => {
    const agent = await t.token();
    const bad = t.services.signals.appendDerived({ id: "x", name: "x" }, () => Promise.reject(new Error("its own fault")));
    const answers = await Promise.all([
      ...Array.from({ length: 50 }, (_, index) =>
        agent("POST", "/api/signals", {
          signals: [{ id: `n${index}`, source: "test", session: "many", at: at(index), kind: "file.edited", data: { path: "a" } }],
        }),
      ),
      bad.then(
        () => ({ status: 200, body: undefined }),
        (error: Error) => ({ status: 0, body: error.message }),
      ),
    ]);
    expect(answers.slice(0, 50).every(({ status, body }) => status === 200 && body.accepted === 1)).toBe(true);
    expect(answers[50]).toEqual({ status: 0, body: "its own fault" });
    expect((await sessionsOf("many"))[0]!.files).toEqual([{ path: "a", edits: 50, at: at(49) }]);
  });

  test("agents and runs are found by role, task, time and page by page", async () => {
    const agent = await t.token("agent", "filtered");
    const tell = (name: string, role: string, seconds: number, taskId: string) => ({
      id: `${name}-task`,
      source: "test",
      session: `run-of-${name}`,
      at: at(seconds),
      agent: { name, role },
      kind: "task.changed",
      data: { taskId, status: "in_progress" },
    });
    await agent("POST", "/api/signals", {
      signals: [tell("fa", "reviewer-x", -7_200, "T-a"), tell("fb", "tester-x", -60, "T-b"), tell("fc", "tester-x", -30, "T-c")],
    });
    const names = async (path: string) => (await person("GET", path)).body.items.map((item: any) => item.name ?? item.key).sort();
    expect(await names("/api/agents?role=tester-x")).toEqual(["fb", "fc"]);
    expect(await names("/api/agents?task=T-a")).toEqual(["fa"]);
    expect(await names("/api/sessions?role=tester-x")).toEqual(["run-of-fb", "run-of-fc"]);
    expect(await names("/api/sessions?task=T-a")).toEqual(["run-of-fa"]);
    expect(await names(`/api/sessions?role=reviewer-x&from=${at(-3_600)}`)).toEqual([]);
    const first = (await person("GET", "/api/agents?role=tester-x&limit=1")).body;
    const second = (await person("GET", `/api/agents?role=tester-x&limit=1&cursor=${first.cursor}`)).body;
    expect([...first.items, ...second.items].map(({ name }: any) => name).sort()).toEqual(["fb", "fc"]);
    expect((await person("GET", "/api/agents?cursor=1~se_0000000000000000000000")).status).toBe(422);
  });

  test("a heartbeat is a sign of life; a person names the agent and gives it a role", async () => {
    const agent = await t.token("agent", "beating");
    expect(await agent("POST", "/api/agents/heartbeat", { agent: { host: "ci-7" }, taskId: "T1" })).toMatchObject({
      status: 200,
      body: { commands: [] },
    });
    const { items } = (await person("GET", "/api/agents")).body;
    const { id } = items.find(({ name }: any) => name === "beating");
    expect((await person("PATCH", `/api/agents/${id}`, { role: "tester", name: "Nightly" })).body).toMatchObject({
      name: "Nightly",
      role: "tester",
    });
    expect((await person("PATCH", `/api/agents/${id}`, { name: null })).body).toMatchObject({ name: "beating", role: "tester" });
    expect((await person("PATCH", "/api/agents/ag_0000000000000000000000", { name: "x" })).status).toBe(404);
  });
});
