import fc from "fast-check";
import { expect, test } from "vitest";
import { signal as signalShape } from "@beckon/contracts/signals";
import { agentRefOf, readCall, readClient, signalHeadOf } from "./client.ts";
import { patienceOf } from "./patience.ts";

const modern = (name: string) => ({ method: "tools/call", params: { _meta: { "io.modelcontextprotocol/clientInfo": { name } } } });

test.each([
  ["Claude Code", {}, modern("claude-code")],
  ["Claude Code", { "user-agent": "claude-code/2.1.329 (sdk-cli)" }, {}],
  ["Codex", { "user-agent": "codex-mcp-client/0.169.0" }, {}],
  ["Codex", {}, { method: "initialize", params: { clientInfo: { name: "codex-mcp-client" } } }],
  ["Gemini CLI", { "user-agent": "node" }, { method: "initialize", params: { clientInfo: { name: "gemini-cli-mcp-client" } } }],
  ["OpenCode", { "user-agent": "opencode/1.18.33" }, {}],
  [undefined, { "user-agent": "node" }, {}],
  [undefined, {}, { params: { clientInfo: "claude-code" } }],
])("%s is known by %j", (vendor, headers, body) => {
  expect(readClient(new Headers(headers as Record<string, string>), body).agent.vendor).toBe(vendor);
});

test("our own headers name agent, machine, run and patience; wrong ones are nothing", () => {
  const headers = new Headers({
    "x-beckon-agent": " builder-2 ",
    "x-beckon-host": "laptop",
    "x-beckon-session": "s1",
    "x-beckon-wait": "3300",
  });
  expect(readClient(headers, {})).toEqual({ agent: { name: "builder-2", host: "laptop" }, session: "s1", wait: 3_300, modern: false });
  for (const wait of ["0", "-1", "1e3", "ten", "9999999"])
    expect(readClient(new Headers({ "x-beckon-wait": wait }), {}).wait).toBeUndefined();
  expect(readClient(new Headers({ "x-beckon-agent": "x".repeat(500) }), {}).agent.name).toHaveLength(120);
});

test("the era is told by the message or its header", () => {
  const claim = { params: { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } } };
  expect(readClient(new Headers(), claim).modern).toBe(true);
  expect(readClient(new Headers({ "mcp-protocol-version": "2026-07-28" }), {}).modern).toBe(true);
  expect(readClient(new Headers({ "mcp-protocol-version": "2025-11-25" }), { params: {} }).modern).toBe(false);
});

test("the call's own id and run come before what the connection says", () => {
  const client = { agent: {}, session: "of the header", modern: false };
  expect(readCall(client, { "claudecode/toolUseId": "toolu_1", progressToken: 0 })).toEqual({ ...client, id: "toolu_1", progressToken: 0 });
  expect(readCall(client, { callId: "call_1", threadId: "t1", progressToken: "p" })).toEqual({
    ...client,
    session: "t1",
    id: "call_1",
    progressToken: "p",
  });
  expect(readCall(client, { callId: 7, threadId: {}, progressToken: true })).toEqual(client);
});

test("the token's name stands where none is told", () => {
  expect(agentRefOf({ agent: { vendor: "Codex" }, session: "s", modern: false }, { name: "Laptop" })).toEqual({
    name: "Laptop",
    vendor: "Codex",
    sessionId: "s",
  });
  expect(agentRefOf({ agent: { name: "reviewer" }, modern: false }, { name: "Laptop" })).toEqual({ name: "reviewer" });
});

test("whatever a client sends about itself, what comes of it fits the contract", () => {
  const said = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.anything({ maxDepth: 2 }));
  const header = fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 300 });
  const names = ["x-beckon-agent", "x-beckon-host", "x-beckon-session", "mcp-session-id", "x-beckon-wait", "user-agent"];
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names), header),
      fc.dictionary(
        fc.constantFrom("claudecode/toolUseId", "callId", "threadId", "progressToken", "io.modelcontextprotocol/clientInfo"),
        said,
      ),
      fc.oneof(fc.anything(), fc.record({ params: fc.record({ clientInfo: fc.record({ name: said }) }) })),
      (headers, meta, body) => {
        const call = readCall(readClient(new Headers(headers), body), meta);
        signalShape.parse({
          ...signalHeadOf(call),
          id: `tool:${call.id ?? "-"}`,
          at: "2026-11-21T10:00:00.000Z",
          kind: "heartbeat",
          data: {},
        });
        const seconds = patienceOf(call, undefined);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(3_300);
      },
    ),
  );
});

test.each([
  ["a client nobody knows", { agent: {} }, undefined, 50],
  ["a client nobody knows, asked for more", { agent: {}, progressToken: 1 }, 600, 50],
  ["Claude Code without word of its settings", { agent: { vendor: "Claude Code" }, progressToken: 1 }, undefined, 50],
  ["Claude Code that wants to wait and hears progress", { agent: { vendor: "Claude Code" }, progressToken: 1 }, 1_800, 1_800],
  ["Claude Code that hears none", { agent: { vendor: "Claude Code" } }, 1_800, 50],
  ["Codex, which ends every call after 300 s", { agent: { vendor: "Codex" }, progressToken: 1 }, 1_800, 285],
  ["Codex with our settings", { agent: { vendor: "Codex" }, wait: 3_300, progressToken: 1 }, undefined, 3_300],
  ["no longer than an hour allows", { agent: {}, wait: 90_000 }, undefined, 3_300],
  ["told to be short", { agent: {}, wait: 20 }, undefined, 20],
  ["only to register", { agent: {}, wait: 3_300 }, 0, 0],
] as const)("how long a call is held: %s", (_name, call, asked, seconds) => {
  expect(patienceOf({ modern: true, ...call }, asked)).toBe(seconds);
});
