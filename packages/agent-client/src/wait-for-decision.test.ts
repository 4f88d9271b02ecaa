import { afterEach, expect, test, vi } from "vitest";
import { createClient, RefusedError, StillPendingError, UnauthorizedError, UnreachableError } from "./index.ts";
import { answerWith, drop, goodToken, silence, startContractServer, until } from "./testing/contract-server.ts";

const input = { kind: "permission", title: "Deploy?" } as const;

async function asked() {
  const server = await startContractServer();
  const client = createClient({ url: server.url, token: goodToken });
  const { id } = await client.requestDecision(input);
  const polls = () => server.seen.filter(({ method }) => method === "GET");
  return { server, client, id, polls };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("resolves with the decision the moment it stands", async () => {
  const { server, client, id, polls } = await asked();
  await using _ = server;
  const waiting = client.waitForDecision(id);
  await until(() => polls().length === 1);
  server.decide(id, "deny");
  expect(await waiting).toMatchObject({ status: "decided", decision: { option: "deny" } });
  expect(polls()).toHaveLength(1);
  const wait = Number(/wait=(\d+)/.exec(polls()[0]!.path)![1]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(240);
});

test.each([
  ["cancelled", { status: "cancelled", cancelReason: "enough" }],
  ["expired", { status: "expired" }],
] as const)("resolves when the request is %s", async (_, change) => {
  const { server, client, id } = await asked();
  await using __ = server;
  server.resolve(id, change);
  expect(await client.waitForDecision(id)).toMatchObject(change);
});

test("goes on through cut connections, server errors and answers that are none", async () => {
  const { server, client, id, polls } = await asked();
  await using _ = server;
  const trouble: UnreachableError[] = [];
  const back = vi.fn();
  server.fail(drop, answerWith(500, "oops"), answerWith(200, '{"id"'), answerWith(504, "", { "retry-after": "0" }));
  const waiting = client.waitForDecision(id, { onUnreachable: ({ error }) => trouble.push(error), onReachable: back });
  await until(() => polls().length === 5);
  server.decide(id, "approve");
  expect(await waiting).toMatchObject({ decision: { option: "approve" } });
  expect(trouble.map(({ status }) => status)).toEqual([undefined, 500, 200, 504]);
  expect(back).toHaveBeenCalledTimes(1);
});

test("outlives the server: killed while the call is held, back later with the answer", async () => {
  const { server, client, id, polls } = await asked();
  await using _ = server;
  const trouble = vi.fn();
  const waiting = client.waitForDecision(id, { onUnreachable: trouble });
  await until(() => polls().length === 1);
  await server.kill();
  await until(() => trouble.mock.calls.length >= 2);
  server.decide(id, "approve");
  await server.restart();
  expect(await waiting).toMatchObject({ decision: { option: "approve" } });
});

test("a revoked token and an unknown request end the waiting", async () => {
  const { server, client, id } = await asked();
  await using _ = server;
  await expect(client.waitForDecision("dr_unknown000000000000")).rejects.toMatchObject({ status: 404, code: "decision.not_found" });
  await expect(client.waitForDecision("dr_unknown000000000000")).rejects.toBeInstanceOf(RefusedError);
  server.tokens.clear();
  await expect(client.waitForDecision(id)).rejects.toBeInstanceOf(UnauthorizedError);
});

test("timeoutMs: still pending, or unreachable, whichever it is", async () => {
  const { server, client, id } = await asked();
  await using _ = server;
  const pending = await client.waitForDecision(id, { timeoutMs: 2_000 }).catch((error) => error);
  expect(pending).toBeInstanceOf(StillPendingError);
  expect(pending.decisionRequest.id).toBe(id);
  await server.kill();
  await expect(client.waitForDecision(id, { timeoutMs: 60 })).rejects.toBeInstanceOf(UnreachableError);
  await server.restart();
});

test("in whole seconds, too, the answer that nobody has answered comes before the time is over", async () => {
  const { server, client, id, polls } = await asked();
  await using _ = server;
  const onUnreachable = vi.fn();
  await expect(client.waitForDecision(id, { timeoutMs: 3_000, onUnreachable })).rejects.toBeInstanceOf(StillPendingError);
  expect(onUnreachable).not.toHaveBeenCalled();
  expect(polls()[0]?.path).toMatch(/wait=2$/);
});

test("a last call that only the end of the time cut off does not say that the server is away", async () => {
  const { server, client, id } = await asked();
  await using _ = server;
  const onUnreachable = vi.fn();
  server.fail(({ proceed }) => proceed(), ...Array.from({ length: 20 }, () => silence));
  const pending = await client.waitForDecision(id, { timeoutMs: 1_500, onUnreachable }).catch((error) => error);
  expect(pending).toBeInstanceOf(StillPendingError);
  expect(pending.decisionRequest.id).toBe(id);
  expect(onUnreachable).not.toHaveBeenCalled();
});

test("an abort ends the held call with its reason", async () => {
  const { server, client, id, polls } = await asked();
  await using _ = server;
  const controller = new AbortController();
  const waiting = client.waitForDecision(id, { signal: controller.signal });
  await until(() => polls().length === 1);
  controller.abort(new Error("Ctrl-C"));
  await expect(waiting).rejects.toThrow("Ctrl-C");
});

test.each([
  ["does not hold the call", 200],
  ["fails at once", 503],
])("never busy-loops when the server %s", async (_, status) => {
  const { server, id } = await asked();
  const row = JSON.stringify(server.only());
  await server.kill();
  vi.spyOn(Math, "random").mockReturnValue(1);
  vi.useFakeTimers();
  const fetch = vi.fn(async () => new Response(row, { status }));
  const controller = new AbortController();
  const waiting = createClient({ url: "http://x", token: "t", fetch }).waitForDecision(id, { signal: controller.signal });
  waiting.catch(() => {});
  for (let step = 0; step < 600; step++) await vi.advanceTimersByTimeAsync(100);
  // 0.2 + 0.4 + 0.8 + 1.6 + 3.2 s, then every 5 s: 16 calls in a minute, one more or less for rounding.
  expect(fetch.mock.calls.length).toBeGreaterThanOrEqual(15);
  expect(fetch.mock.calls.length).toBeLessThanOrEqual(17);
  controller.abort();
  await expect(waiting).rejects.toThrow();
});
