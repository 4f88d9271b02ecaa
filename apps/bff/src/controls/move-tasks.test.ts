import { getRequestListener } from "@hono/node-server";
import type { Command } from "@beckon/contracts/controls";
import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";
import { aProcess, commanding, openRunner, type TestRunner } from "../../../../test/support/host-lab.ts";

let lab: HookLab;
let runner: TestRunner;
let ask: ReturnType<typeof commanding>;
beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener });
  runner = await openRunner(await lab.app.token("host", "devbox"));
  ask = commanding(lab.person);
});
afterAll(() => lab.close());

let number = 0;
/** An agent whose processes this machine runs. */
const anAgent = async (count = 1) => {
  const agent = `developer-${(number += 1)}`;
  const processes = Array.from({ length: count }, () => aProcess({ agent }));
  await runner.report({ processes });
  const shown = (await lab.person("GET", "/api/hosts")).body.items[0].processes.find((one: { agent: string }) => one.agent === agent);
  return { name: agent, id: shown.agentId as string, processes, sessionId: shown.sessionId as string };
};
const create = async (body: object): Promise<Task> => {
  const made = await lab.person("POST", "/api/tasks", body);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body;
};
const change = async (id: string, body: object): Promise<Task> => {
  const { version } = await read(id);
  const { status, body: task } = await lab.person("PATCH", `/api/tasks/${id}`, { version, ...body });
  if (status !== 200) throw new Error(JSON.stringify(task));
  return task;
};
const read = async (id: string): Promise<Task> => (await lab.person("GET", `/api/tasks/${id}`)).body;
const history = async (id: string) => (await lab.person("GET", `/api/tasks/${id}/history`)).body;
const command = async ({ id }: Command): Promise<Command> => (await lab.person("GET", `/api/commands/${id}`)).body;

/** One that was begun, one that was given, one that waits for the first, and one that is done. */
const withTasks = async (agentId: string) => {
  const begun = await create({ title: "Orders API", agent: { id: agentId } });
  await change(begun.id, { status: "in_progress" });
  const given = await create({ title: "Write the tests", agent: { id: agentId } });
  const waits = await create({ title: "Release", agent: { id: agentId }, dependencies: [begun.id] });
  const done = await create({ title: "Old thing", agent: { id: agentId } });
  await change(done.id, { status: "in_progress" });
  await change(done.id, { status: "completed" });
  return { begun: begun.id, given: given.id, waits: waits.id, done: done.id };
};
const standing = async (ids: Record<string, string>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(ids).map(async ([name, id]) => {
        const { status, agent } = await read(id);
        return [name, `${status} ${agent?.name ?? "-"}`];
      }),
    ),
  );

test("back to the queue in the moment in which the stop is done, with who and why; nothing before", async () => {
  const agent = await anAgent();
  const ids = await withTasks(agent.id);
  const before = await standing(ids);
  const [stop] = await ask({ kind: "stop", agentId: agent.id, tasks: "requeue", reason: "Too slow" });
  expect(stop).toMatchObject({ tasks: "requeue" });
  await runner.tell(stop, "acknowledged");
  expect(await standing(ids)).toEqual(before);
  await runner.tell(stop, "done", "pid 4711 ended");
  expect(await standing(ids)).toEqual({ begun: "pending -", given: "pending -", waits: "blocked -", done: `completed ${agent.name}` });
  expect((await command(stop)).result).toMatch(/^pid 4711 ended 3 tasks went back to the queue: (“[^”]+”(, )?){3}\.$/u);
  const said = JSON.stringify(await history(ids.begun));
  expect(said).toContain(`taken from ${agent.name}: stop by Owner, Too slow`);
  // Told again it moves nothing again.
  const version = (await read(ids.given)).version;
  await runner.tell(stop, "done", "again");
  expect((await read(ids.given)).version).toBe(version);
});

test("a command that fails or is given up moves nothing, nor does one without a word of them", async () => {
  const agent = await anAgent();
  const ids = await withTasks(agent.id);
  const before = await standing(ids);
  const [failed] = await ask({ kind: "restart", agentId: agent.id, tasks: "requeue" });
  await runner.tell(failed, "failed", "no such program");
  const [kept] = await ask({ kind: "restart", agentId: agent.id });
  await runner.tell(kept, "done", "pid 4712");
  const [keep] = await ask({ kind: "restart", agentId: agent.id, tasks: "keep" });
  await runner.tell(keep, "done", "pid 4713");
  expect(await standing(ids)).toEqual(before);
  expect((await command(keep)).result).toBe("pid 4713");
});

test("to another agent; to one that is gone by then they go back to the queue, and it is said", async () => {
  const [agent, taker] = [await anAgent(), await anAgent()];
  const ids = await withTasks(agent.id);
  const [restart] = await ask({ kind: "restart", agentId: agent.id, tasks: { agentId: taker.id } });
  await runner.tell(restart, "done", "pid 1");
  expect(await standing(ids)).toEqual({
    begun: `assigned ${taker.name}`,
    given: `assigned ${taker.name}`,
    waits: `blocked ${taker.name}`,
    done: `completed ${agent.name}`,
  });
  expect((await command(restart)).result).toContain(`3 tasks went to ${taker.name}`);
  const [back] = await ask({ kind: "restart", agentId: taker.id, tasks: { agentId: agent.id } });
  await lab.app.database.executeSql(`update command set tasks = '{"agentId":"ag_0000000000000000000000"}' where id = '${back.id}'`);
  await runner.tell(back, "done", "pid 2");
  expect(await standing(ids)).toMatchObject({ begun: "pending -", given: "pending -" });
  expect((await command(back)).result).toContain("back to the queue, for the agent that should have had it is there no more");
  const refused = (tasks: object) => lab.person("POST", "/api/commands", { kind: "stop", agentId: agent.id, tasks });
  expect(await refused({ agentId: "ag_0000000000000000000000" })).toMatchObject({ status: 404 });
  expect(await refused({ agentId: agent.id })).toMatchObject({ status: 409, body: { detail: "Its tasks are its own already." } });
});

test("of two processes of an agent the one that goes on keeps what it does, and what nobody has begun", async () => {
  const agent = await anAgent(2);
  const ids = await withTasks(agent.id);
  const before = await standing(ids);
  const [first, second] = (await ask({ kind: "stop", agentId: agent.id, tasks: "requeue" })) as [Command, Command];
  await runner.report({ processes: [{ ...agent.processes[0], id: first.processId, state: "exited", endedAt: new Date().toISOString() }] });
  await runner.tell(first, "done", "ended.");
  expect(await standing(ids)).toEqual(before);
  expect((await command(first)).result).toBe("ended. It had no open tasks to move.");
  await runner.tell(second, "done", "ended.");
  expect(await standing(ids)).toMatchObject({ begun: "pending -", given: "pending -" });
});

test("at its next step: a stop that went out with an answer moves them too", async () => {
  const token = await lab.app.token("agent", "no-host");
  const sending = { headers: { authorization: `Bearer ${token.token}` } };
  const step = (id: string) =>
    lab.post(
      "claude-code",
      { session_id: "s-no-host", cwd: "/srv", hook_event_name: "PreToolUse", tool_name: "Read", tool_input: {}, tool_use_id: id },
      sending,
    );
  await step("toolu_1");
  const { id } = (await lab.person("GET", "/api/agents")).body.items.find(({ name }: { name: string }) => name === "no-host");
  const ids = await withTasks(id);
  const [stop] = await ask({ kind: "stop", agentId: id, tasks: "requeue" });
  expect((await step("toolu_2")).body).toMatchObject({ continue: false });
  await lab.until("it is done", async () => (await command(stop)).state === "done");
  expect(await standing(ids)).toMatchObject({ begun: "pending -", given: "pending -", done: "completed no-host" });
});
