import { expect, test } from "vitest";
import {
  createClient,
  ExpiredError,
  InvalidOptionError,
  RefusedError,
  UnauthorizedError,
  UnexpectedAnswerError,
  UnreachableError,
} from "./index.ts";
import { answerWith, drop, goodToken, loseAnswer, problem, silence, startContractServer } from "./testing/contract-server.ts";

const input = { kind: "permission", title: "Deploy?" } as const;
const clientOf = (server: { url: string }, token = goodToken) => createClient({ url: server.url, token });

test("stores the request and answers with it, under a time-ordered key of its own", async () => {
  await using server = await startContractServer();
  const first = await clientOf(server).requestDecision(input);
  const second = await clientOf(server).requestDecision(input);
  expect(first).toEqual(server.rows.get(first.id));
  expect(second.id).not.toBe(first.id);
  const [one, two] = server.seen;
  expect(one!.idempotencyKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(one!.idempotencyKey! < two!.idempotencyKey!).toBe(true);
  expect(one!.authorization).toBe(`Bearer ${goodToken}`);
});

test("asks again under the same key when the answer was lost: one row", async () => {
  await using server = await startContractServer();
  server.fail(loseAnswer, drop);
  const row = await clientOf(server).requestDecision(input);
  expect(server.seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(Array(3).fill(server.seen[0]!.idempotencyKey));
  expect([...server.rows.keys()]).toEqual([row.id]);
});

test.each([
  ["a server error", answerWith(503, "busy", { "retry-after": "0" })],
  ["too many requests", answerWith(429, "")],
  ["a proxy's page", answerWith(200, "<h1>Welcome to the hotel</h1>")],
  ["cut JSON", answerWith(201, '{"id":"dr_')],
  ["a redirect to a login page", answerWith(302, "", { location: "http://127.0.0.1:9/login" })],
])("tries again after %s", async (_, fault) => {
  await using server = await startContractServer();
  server.fail(fault);
  await clientOf(server).requestDecision(input);
  expect(server.seen).toHaveLength(2);
  expect(server.rows.size).toBe(1);
});

test("gives up after timeoutMs when nobody listens, when headers do not come, and when a server stays away", async () => {
  await using server = await startContractServer();
  server.fail(silence);
  const slow = await clientOf(server)
    .requestDecision(input, { timeoutMs: 150 })
    .catch((error) => error);
  expect(slow).toBeInstanceOf(UnreachableError);
  expect(slow.message).toContain("did not answer in time");
  server.fail(answerWith(502, ""), answerWith(502, ""), answerWith(502, ""), answerWith(502, ""), answerWith(502, ""));
  const away = await clientOf(server)
    .requestDecision(input, { timeoutMs: 1 })
    .catch((error) => error);
  expect(away).toBeInstanceOf(UnreachableError);
  // Nobody ever called it: a connection that was kept would be found cut, which is another reason.
  await using closed = await startContractServer();
  await closed.kill();
  const gone = await clientOf(closed)
    .requestDecision(input, { timeoutMs: 100 })
    .catch((error) => error);
  expect(gone).toBeInstanceOf(UnreachableError);
  expect(gone.message).toContain("ECONNREFUSED");
  expect(gone.code).toBe("client.unreachable");
});

test("a server that is there but slow is waited for; one that is away is not", async () => {
  await using server = await startContractServer();
  server.fail(({ proceed }) => void setTimeout(proceed, 300));
  const row = await clientOf(server).requestDecision(input, { timeoutMs: 50, answerMs: 60_000 });
  expect([...server.rows.keys()]).toEqual([row.id]);
  expect(server.seen).toHaveLength(1);
  await server.kill();
  await expect(clientOf(server).requestDecision(input, { timeoutMs: 50, answerMs: 2_147_483_647 })).rejects.toThrow(UnreachableError);
});

test("a revoked token is UnauthorizedError, at once", async () => {
  await using server = await startContractServer();
  const error = await clientOf(server, "revoked")
    .requestDecision(input)
    .catch((error) => error);
  expect(error).toBeInstanceOf(UnauthorizedError);
  expect(error).toMatchObject({ status: 401, code: "access.unknown_token", requestId: "req_1" });
  expect(server.seen).toHaveLength(1);
});

test("a refusal carries code and pointers", async () => {
  await using server = await startContractServer();
  const error = await clientOf(server)
    .requestDecision({ ...input, onExpiry: "later" })
    .catch((error) => error);
  expect(error).toBeInstanceOf(RefusedError);
  expect(error).toMatchObject({ status: 422, code: "request.invalid", pointers: [{ pointer: "/onExpiry" }] });
});

test("410 is ExpiredError and carries the request as it stands", async () => {
  await using server = await startContractServer();
  const row = await clientOf(server).requestDecision(input);
  const gone = { ...problem(410, "decision.expired", "The request has expired").body, decisionRequest: row };
  server.fail(answerWith(410, JSON.stringify(gone)));
  const error = await clientOf(server)
    .cancelDecision(row.id, "done")
    .catch((error) => error);
  expect(error).toBeInstanceOf(ExpiredError);
  expect(error).toMatchObject({ code: "decision.expired", decisionRequest: { id: row.id } });
});

test("an answer of another form is said, not guessed", async () => {
  await using server = await startContractServer();
  server.fail(answerWith(201, '{"id":1}'));
  await expect(clientOf(server).requestDecision(input)).rejects.toBeInstanceOf(UnexpectedAnswerError);
});

test("an abort ends a try and the pause between tries", async () => {
  await using server = await startContractServer();
  server.fail(silence);
  const during = new AbortController();
  const hanging = clientOf(server).requestDecision(input, { signal: during.signal });
  await server.arrived("POST", /./);
  during.abort(new Error("enough"));
  await expect(hanging).rejects.toThrow("enough");
  const between = new AbortController();
  server.fail(answerWith(503, "", { "retry-after": "9" }));
  const pausing = clientOf(server).requestDecision(input, { signal: between.signal });
  setTimeout(() => between.abort(new Error("enough")), 50);
  await expect(pausing).rejects.toThrow("enough");
  expect(server.rows.size).toBe(0);
});

test("outcome and withdrawal reach the row", async () => {
  await using server = await startContractServer();
  const client = clientOf(server);
  const { id } = await client.requestDecision(input);
  expect(await client.reportOutcome(id, { status: "failed", message: "step 3" })).toMatchObject({
    outcome: { status: "failed", message: "step 3" },
  });
  expect(await client.cancelDecision(id, "answered here")).toMatchObject({ status: "cancelled", cancelReason: "answered here" });
});

test.each([
  ["ftp://x", "t"],
  ["localhost:8787", "t"],
  ["http://ada:secret@x", "t"],
  ["http://x/?a=1", "t"],
  ["", "t"],
  ["http://x", ""],
  ["http://x", "a b"],
  ["http://x", "a\nb"],
])("address %j with token %j is refused before any call", (url, token) => {
  expect(() => createClient({ url, token })).toThrow(InvalidOptionError);
});

test("keeps a path in front of the API and takes another fetch", async () => {
  const asked: string[] = [];
  const fetch = async (input: string | URL | Request) => {
    asked.push(String(input));
    return new Response("{}", { status: 404 });
  };
  const client = createClient({ url: "https://example.test/beckon/", token: "t", fetch });
  await expect(client.requestDecision(input)).rejects.toMatchObject({ code: "client.refused", status: 404 });
  expect(asked).toEqual(["https://example.test/beckon/api/decision-requests"]);
});

test("what this process takes to load its own code is not taken for a server that does not answer", async () => {
  await using server = await startContractServer();
  const row = await clientOf(server).requestDecision(input);
  const path = `/api/decision-requests/${row.id}`;
  const slow = async () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
    return { parse: (value: unknown) => value };
  };
  expect(await clientOf(server).call({ method: "GET", path, schema: slow, timeoutMs: 2_000 })).toEqual(row);
  server.fail(silence);
  await expect(clientOf(server).call({ method: "GET", path, schema: slow, timeoutMs: 2_000 })).rejects.toThrow("did not answer in time");
});
