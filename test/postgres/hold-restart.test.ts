import { expect, inject, test } from "vitest";
import { dataFolder, freePort, startBff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice } from "../support/people.ts";
import { createDatabase } from "../support/postgres-database.ts";

const session = "restarted";
const ask = {
  session_id: session,
  cwd: "/srv/shop",
  hook_event_name: "PermissionRequest",
  tool_name: "Bash",
  tool_input: { command: "ls" },
};

/** What Claude Code exports when the person says yes in the terminal. */
const saidYes = () => {
  const told = {
    "event.name": "tool_decision",
    "session.id": session,
    tool_name: "Bash",
    tool_use_id: "toolu_1",
    decision: "accept",
    source: "user_temporary",
    tool_parameters: JSON.stringify({ full_command: "ls" }),
  };
  const attributes = Object.entries(told).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const record = { timeUnixNano: `${Date.now()}000000`, body: { stringValue: "claude_code.tool_decision" }, attributes };
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "claude-code" } }] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "com.anthropic.claude_code.events" }, logRecords: [record] }] }] };
};

test("held by a process that is killed, answered in the terminal as another hears, and asked again of the one that came back", async () => {
  await using cleanUp = new AsyncDisposableStack();
  const database = cleanUp.use(await createDatabase(inject("postgres").port));
  const start = async (port: number) => {
    const bff = await startBff({ port, dataDir: cleanUp.use(dataFolder()).path, databaseUrl: database.url });
    cleanUp.defer(async () => void (await bff.kill()));
    return bff;
  };
  const port = await freePort();
  const [first, second] = await Promise.all([start(port), start(await freePort())]);
  const phone = callerOf(second.origin, { cookie: await pairDevice(second, "Phone") });
  const credentials = { authorization: `Bearer ${await makeToken(second, "Builder")}`, "idempotency-key": "the-question" };
  const atFirst = callerOf(first.origin, credentials);
  const cards = async () => (await phone("GET", "/api/decision-requests")).body.items;

  const held = atFirst("POST", "/hooks/claude-code", ask).catch(() => "cut");
  await expect.poll(async () => (await cards()).length).toBe(1);
  await first.kill("SIGKILL");
  expect(await held).toBe("cut");

  expect((await callerOf(second.origin, credentials)("POST", "/otlp/v1/logs", saidYes())).status).toBe(200);
  await expect.poll(cards).toMatchObject([{ status: "cancelled", cancelReason: "answered in the terminal" }]);
  await start(port);
  expect(await atFirst("POST", "/hooks/claude-code", ask)).toEqual({ status: 200, body: "" });
  expect(await cards()).toHaveLength(1);
});
