import type { DecisionRequest } from "@beckon/contracts/decisions";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let bffs: [Bff, Bff];
let agents: [Caller, Caller];
let phone: Caller;

beforeAll(async () => {
  bffs = await startTwoServers(cleanUp);
  phone = callerOf(bffs[1].origin, { cookie: await pairDevice(bffs[0], "Phone") });
  const authorization = `Bearer ${await makeToken(bffs[0], "Builder")}`;
  agents = [callerOf(bffs[0].origin, { authorization }), callerOf(bffs[1].origin, { authorization })];
});
afterAll(() => cleanUp.disposeAsync());

const event = (session: string, name: string, more: object = {}) => ({
  session_id: session,
  cwd: "/home/dev/shop",
  hook_event_name: name,
  tool_name: "Bash",
  tool_input: { command: "git push origin main" },
  ...more,
});
const of = (session: string) => (card: DecisionRequest) => card.agent.sessionId === session;
/** The card of this session, once it is there. */
const waiting = async (session: string): Promise<DecisionRequest> => {
  const look = async () => (await phone("GET", "/api/decision-requests?status=pending")).body.items.find(of(session));
  await expect.poll(look).toBeTruthy();
  return look();
};

test("held by one process, answered through another", async () => {
  const held = agents[0]("POST", "/hooks/claude-code", event("answered", "PermissionRequest"));
  const card = await waiting("answered");
  expect((await phone("PUT", `/api/decision-requests/${card.id}/decision`, { option: "allow" })).status).toBe(200);
  expect((await held).body).toEqual({ hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "allow" } } });
  // The other process learns of it from the row alone, and reports what came of it.
  await agents[1]("POST", "/hooks/claude-code", event("answered", "PostToolUse", { tool_use_id: "toolu_1" }));
  expect((await phone("GET", `/api/decision-requests/${card.id}`)).body).toMatchObject({ outcome: { status: "executed" } });
});

test("held by one process, answered in the terminal, which another hears of", async () => {
  const held = agents[0]("POST", "/hooks/claude-code", event("closed", "PermissionRequest"));
  const card = await waiting("closed");
  await agents[1]("POST", "/hooks/claude-code", event("closed", "Stop"));
  expect(await held).toMatchObject({ status: 200, body: "" });
  expect((await phone("GET", `/api/decision-requests/${card.id}`)).body).toMatchObject({
    status: "cancelled",
    cancelReason: "answered in the terminal",
  });
});

test("50 holds at each of two processes, each closed by the other's next event", async () => {
  const sessions = Array.from({ length: 100 }, (_, index) => `many-${index}`);
  const held = sessions.map((session, index) =>
    agents[index % 2 ? 1 : 0]("POST", "/hooks/claude-code", event(session, "PermissionRequest")),
  );
  await expect.poll(async () => (await phone("GET", "/api/decision-requests?status=pending&limit=200")).body.items.length).toBe(100);
  await Promise.all(
    sessions.map((session, index) => agents[index % 2 ? 0 : 1]("POST", "/hooks/claude-code", event(session, "SessionEnd"))),
  );
  expect((await Promise.all(held)).every(({ status, body }) => status === 200 && body === "")).toBe(true);
  const { items } = (await phone("GET", "/api/decision-requests?status=cancelled&limit=200")).body;
  expect(items.filter(({ cancelReason }: DecisionRequest) => cancelReason === "the session ended")).toHaveLength(100);
});
