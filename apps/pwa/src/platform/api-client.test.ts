import { expect, test } from "vitest";
import { type ApiProblem, createApiClient } from "./api-client.ts";
import { typedCalls } from "./testing/typed-calls.ts";
import { words } from "./words.ts";

const answering = (body: string | null, init: ResponseInit = {}) => {
  const calls: { url: string; init: RequestInit }[] = [];
  const request = createApiClient(async (url, options) => {
    calls.push({ url: String(url), init: options ?? {} });
    return new Response(body, init);
  });
  return { request, calls };
};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("it should have failed"),
    (error: ApiProblem) => error,
  );

test("sends JSON with the session and reads JSON", async () => {
  const { request, calls } = answering('{"id":"dev_1"}');
  expect(await request("PATCH", "/api/devices/me", { body: { name: "phone" } })).toEqual({ id: "dev_1" });
  expect(calls[0]?.init).toMatchObject({
    method: "PATCH",
    body: '{"name":"phone"}',
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
  });
});

test("leaves out what a query does not say, and escapes what it does", async () => {
  const { request, calls } = answering("{}");
  await request("GET", "/api/decision-requests", { query: { cursor: undefined, q: "a&b", limit: 0, agent: "" } });
  expect(calls[0]?.url).toBe("/api/decision-requests?q=a%26b&limit=0");
});

test("fills the pattern of the route; an id can never lead to another one", async () => {
  const { request, calls } = answering(null, { status: 204 });
  await typedCalls.right(request);
  expect(calls.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
    "GET /api/devices",
    "GET /api/decision-requests/dr_1",
    "GET /api/sync?cursor=a%2Fb&wait=25",
    "PUT /api/decision-requests/a%2Fb/snooze",
    "DELETE /api/devices/dev_1",
    "POST /api/session/end",
  ]);
});

test("an answer without content is no error", async () => {
  expect(await answering(null, { status: 204 }).request("DELETE", "/api/devices/me/push-subscription")).toBeUndefined();
});

test("a problem keeps all that the server said", async () => {
  const decide = { params: { id: "dr_1" }, body: { option: "approve" } };
  const body = {
    title: "Somebody else answered first",
    status: 409,
    code: "decision.already_decided",
    detail: "On the laptop.",
    decisionRequest: { id: "dr_1" },
  };
  const error = await failure(
    answering(JSON.stringify(body), { status: 409 }).request("PUT", "/api/decision-requests/:id/decision", decide),
  );
  expect(error).toMatchObject({ status: 409, code: "decision.already_decided", body });
  expect(words(error)).toBe("Somebody else answered first. On the laptop.");
});

test("an error page of a proxy is told by its status", async () => {
  const error = await failure(
    answering("<html>Bad gateway", { status: 502, headers: { "retry-after": "7" } }).request("GET", "/api/session"),
  );
  expect(error).toMatchObject({ status: 502, code: "http.502", retryAfter: 7 });
});

test("a success that is not JSON is no success", async () => {
  expect(await failure(answering("<html>Log in to the train's Wi-Fi").request("GET", "/api/session"))).toMatchObject({
    status: 0,
    code: "network.unreachable",
  });
});

test("no answer at all has a code of its own, and words with what to do", async () => {
  const request = createApiClient(() => Promise.reject(new TypeError("Failed to fetch")));
  const error = await failure(request("GET", "/api/session"));
  expect(error).toMatchObject({ status: 0, code: "network.unreachable" });
  expect(words(error)).toContain("cannot be reached");
});

test("a call that the caller gave up is not a network failure", async () => {
  const given = new AbortController();
  const request = createApiClient(
    (_url, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")))),
  );
  const call = failure(request("GET", "/api/session", { signal: given.signal }));
  given.abort();
  expect((await call).name).toBe("AbortError");
});
