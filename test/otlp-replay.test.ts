import { bodyOf, requestsOf } from "@beckon/bff/integrations/otlp/testing/replay.ts";
import { afterEach, expect, test } from "vitest";
import { createTestApp, origin, type TestApp } from "./support/test-app.ts";

/* What real agents sent, in their own order, through the whole server: their sessions and what they used. */

let app: TestApp | undefined;
afterEach(() => app?.close());

const open = async () => {
  app = await createTestApp({ clock: () => new Date("2026-11-21T03:00:00Z") });
  const opened = app;
  const agent = await opened.token("agent", "laptop");
  const script = await opened.token("admin", "script");
  return {
    send: async (kind: string, body: Uint8Array<ArrayBuffer> | string, type = "application/json") => {
      const headers = { host: new URL(origin).host, authorization: `Bearer ${agent.token}`, "content-type": type };
      const answer = await opened.app.request(`${origin}/otlp/v1/${kind}`, { method: "POST", headers, body });
      expect(`${answer.status} ${await answer.text()}`).toBe(type === "application/json" ? "200 {}" : "200 ");
    },
    sessions: async () => {
      const agents = new Map<string, any>((await script("GET", "/api/agents")).body.items.map((each: any) => [each.id, each]));
      const { items } = (await script("GET", "/api/sessions?limit=200")).body;
      return Object.fromEntries(
        items.map(({ key, agentId, model, usage, ...rest }: any) => {
          const { calls, tokens, costMicros } = usage;
          const { input, output, cacheRead, cacheWrite } = tokens;
          const { name, vendor, host } = agents.get(agentId);
          return [key, { agent: [name, vendor, host], model, used: [calls, input, output, cacheRead, cacheWrite], costMicros, ...rest }];
        }),
      );
    },
  };
};

const main = "1acf2e43-8d0b-4e31-84f2-702818515f97";
const times = (calls: number, [input, output, cacheRead, cacheWrite]: [number, number, number, number]) => [
  calls,
  calls * input,
  calls * output,
  calls * cacheRead,
  calls * cacheWrite,
];
const claudeCall: [number, number, number, number] = [812, 640, 51_200, 2_048];
const otherCall: [number, number, number, number] = [2_860, 640, 51_200, 0];

test("Claude Code by counters, events and spans at once: each call counts once, its sub-agent's under its own session", async () => {
  const { send, sessions } = await open();
  for (let round = 0; round < 2; round += 1)
    for (const { kind, body } of requestsOf("claude-code", "print-full-json")) await send(kind, JSON.stringify(body));
  const found = await sessions();
  expect(Object.keys(found).toSorted()).toEqual([main, `${main}/a3a3616d3797d53f7`]);
  expect(found[main]).toMatchObject({
    agent: ["worker-3", "Claude Code", undefined],
    model: "claude-sonnet-5",
    version: "2.1.329",
    permissionMode: "default",
    used: times(10, claudeCall),
    costMicros: 233_840,
    files: [{ path: "/home/dev/shop/README.md", edits: 1 }],
    doing: [],
  });
  expect(found[`${main}/a3a3616d3797d53f7`]).toMatchObject({
    agent: ["general-purpose", "Claude Code", undefined],
    used: times(2, claudeCall),
    costMicros: 46_768,
    endReason: "completed",
  });
});

test("the same run as protobuf", async () => {
  const { send, sessions } = await open();
  for (const kind of ["traces", "logs", "metrics"])
    await send(kind, new Uint8Array(bodyOf("claude-code", `print-full-protobuf-${kind}`)), "application/x-protobuf");
  const found = Object.values<any>(await sessions());
  expect(found.map(({ used }) => used).toSorted((a, b) => b[0] - a[0])).toEqual([times(10, claudeCall), times(2, claudeCall)]);
  expect(found.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(280_608);
});

test("Codex in a terminal and without one, its errand left out", async () => {
  const { send, sessions } = await open();
  for (const run of ["exec-json", "tui-allow"])
    for (const { kind, body } of requestsOf("codex", run)) await send(kind, JSON.stringify(body));
  const found = await sessions();
  expect(Object.keys(found).toSorted()).toEqual(["01a1fbe9-fa67-7a93-8a31-df2c79fd877d", "01a1fbeb-c049-7152-8eef-c3fd66fd8b0d"]);
  expect(found["01a1fbeb-c049-7152-8eef-c3fd66fd8b0d"]).toMatchObject({
    agent: ["laptop", "Codex", "devbox"],
    model: "gpt-5.5",
    used: times(4, otherCall),
    files: [{ path: "README.md" }],
  });
  expect(found["01a1fbe9-fa67-7a93-8a31-df2c79fd877d"].used).toEqual(times(2, otherCall));
});

test("Gemini by events and counters: each call counts once", async () => {
  const { send, sessions } = await open();
  for (const { kind, body } of requestsOf("gemini", "headless-yolo")) await send(kind, JSON.stringify(body));
  const found = await sessions();
  expect(found).toMatchObject({
    "9edff46f-b997-4760-bc97-48fd5e9a40ca": { agent: ["laptop", "Gemini CLI", "devbox"], used: times(4, otherCall), payment: "tokens" },
  });
  expect(Object.keys(found)).toHaveLength(1);
});
