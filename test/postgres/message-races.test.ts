import type { Command } from "@beckon/contracts/controls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let agents: [Caller, Caller];
/** The same agent at each server, with a call that comes again. */
let again: [Caller, Caller];
let person: Caller;
beforeAll(async () => {
  const bffs = await startTwoServers(cleanUp);
  const authorization = `Bearer ${await makeToken(bffs[0], "Builder")}`;
  const at = (more: Record<string, string>): [Caller, Caller] => [
    callerOf(bffs[0].origin, { authorization, ...more }),
    callerOf(bffs[1].origin, { authorization, ...more }),
  ];
  agents = at({});
  again = at({ "idempotency-key": "k-1" });
  person = callerOf(bffs[0].origin, { cookie: await pairDevice(bffs[0], "Phone") });
});
afterAll(() => cleanUp.disposeAsync());

let calls = 0;
const step = async (index: number, session: string): Promise<string> => {
  const tool = { tool_name: "Read", tool_input: {}, tool_use_id: `toolu_${(calls += 1)}` };
  const answer = await agents[index % 2 ? 1 : 0]("POST", "/hooks/claude-code", {
    session_id: session,
    cwd: "/srv/shop",
    hook_event_name: "PreToolUse",
    ...tool,
  });
  return answer.body?.hookSpecificOutput?.additionalContext ?? "";
};
const read = async (id: string): Promise<Command> => (await person("GET", `/api/commands/${id}`)).body;

test("two servers, hooks of one run at both at once: each message goes out once, in order", async () => {
  await step(0, "s-1");
  const { agentId } = (await person("GET", "/api/sessions")).body.items.find(({ key }: { key: string }) => key === "s-1");
  for (let round = 0; round < 6; round += 1) {
    const texts = [`first of ${round}`, `second of ${round}`];
    const said: Command[] = [];
    for (const text of texts) {
      const asked = await person("POST", "/api/commands", { kind: "message", agentId, text, timeoutSeconds: 600 });
      expect(asked.status).toBe(201);
      said.push(asked.body.commands[0]);
    }
    const heard: string[] = [];
    // The other server hears of it a moment later: hooks go on until somebody has told.
    await expect
      .poll(
        async () => {
          heard.push(
            ...(await Promise.all(Array.from({ length: 6 }, (_, index) => step(index + round, "s-1")))).filter((one) => one !== ""),
          );
          return (await Promise.all(said.map(({ id }) => read(id)))).map(({ state }) => state);
        },
        { interval: 20 },
      )
      .toEqual(["done", "done"]);
    const all = heard.join("\n");
    for (const text of texts) expect(all.split(text)).toHaveLength(2);
    expect(all.indexOf(texts[0]!)).toBeLessThan(all.indexOf(texts[1]!));
  }
});

test("a call that comes again with its key at the other server gets the same, nobody else does", async () => {
  await step(0, "s-2");
  const { agentId } = (await person("GET", "/api/sessions")).body.items.find(({ key }: { key: string }) => key === "s-2");
  await person("POST", "/api/commands", { kind: "message", agentId, text: "Again", timeoutSeconds: 600 });
  const payload = {
    session_id: "s-2",
    hook_event_name: "PreToolUse",
    tool_name: "Read",
    tool_input: {},
    tool_use_id: "toolu_again",
  };
  const send = async (index: 0 | 1) => (await again[index]("POST", "/hooks/claude-code", payload)).body;
  const first = await send(0);
  expect(first.hookSpecificOutput.additionalContext).toContain("Again");
  await expect.poll(() => send(1), { interval: 20 }).toEqual(first);
  expect(await step(1, "s-2")).toBe("");
});
