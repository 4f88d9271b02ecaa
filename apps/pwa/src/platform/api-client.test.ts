import { expect, test } from "vitest";
import { type ApiProblem, createApiClient } from "./api-client.ts";
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
  await request("GET", "/api/sync", { query: { cursor: undefined, q: "a&b", wait: 0, agent: "" } });
  expect(calls[0]?.url).toBe("/api/sync?q=a%26b&wait=0");
});

test("an answer without content is no error", async () => {
  expect(await answering(null, { status: 204 }).request("DELETE", "/api/devices/dev_1")).toBeUndefined();
});

test("a problem keeps all that the server said", async () => {
  const body = {
    title: "Somebody else answered first",
    status: 409,
    code: "decision.already_decided",
    detail: "On the laptop.",
    decisionRequest: { id: "dr_1" },
  };
  const error = await failure(answering(JSON.stringify(body), { status: 409 }).request("PUT", "/x"));
  expect(error).toMatchObject({ status: 409, code: "decision.already_decided", body });
  expect(words(error)).toBe("Somebody else answered first. On the laptop.");
});

test("an error page of a proxy is told by its status", async () => {
  const error = await failure(answering("<html>Bad gateway", { status: 502, headers: { "retry-after": "7" } }).request("GET", "/x"));
  expect(error).toMatchObject({ status: 502, code: "http.502", retryAfter: 7 });
});

test("a success that is not JSON is no success", async () => {
  expect(await failure(answering("<html>Log in to the train's Wi-Fi").request("GET", "/x"))).toMatchObject({
    status: 0,
    code: "network.unreachable",
  });
});

test("no answer at all has a code of its own, and words with what to do", async () => {
  const request = createApiClient(() => Promise.reject(new TypeError("Failed to fetch")));
  const error = await failure(request("GET", "/x"));
  expect(error).toMatchObject({ status: 0, code: "network.unreachable" });
  expect(words(error)).toContain("cannot be reached");
});

test("a call that the caller gave up is not a network failure", async () => {
  const given = new AbortController();
  const request = createApiClient(
    (_url, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")))),
  );
  const call = failure(request("GET", "/x", { signal: given.signal }));
  given.abort();
  expect((await call).name).toBe("AbortError");
});
