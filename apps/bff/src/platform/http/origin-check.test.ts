import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { Env } from "./env.ts";
import { originCheck } from "./origin-check.ts";
import { toProblem } from "./problem.ts";

const appAt = (publicOrigin: string) =>
  new Hono<Env>()
    .onError(toProblem)
    .use(originCheck({ publicOrigin }))
    .all("/api/thing", (c) => c.text("done"));

const send = async (headers: Record<string, string>, options: { method?: string; body?: string; publicOrigin?: string } = {}) => {
  const { method = "PUT", body, publicOrigin = "https://beckon.example" } = options;
  const response = await appAt(publicOrigin).request("/api/thing", { method, headers, ...(body === undefined ? {} : { body }) });
  return response.status === 200 ? "done" : `${response.status} ${((await response.json()) as { code: string }).code}`;
};

const ours = { origin: "https://beckon.example" };
const json = { "content-type": "application/json" };
const crossOrigin = "403 access.cross_origin";
const notJson = "415 request.unsupported_media_type";

describe("a write", () => {
  test.each<[string, Record<string, string>, string]>([
    ["of the app, by a browser that says so", { "sec-fetch-site": "same-origin", ...json }, "done"],
    ["of the app, by its origin alone", { ...ours, ...json }, "done"],
    ["of a worker without a referrer", { "sec-fetch-site": "same-origin", origin: "null", ...json }, "done"],
    ["with a charset", { ...ours, "content-type": "application/json; charset=utf-8" }, "done"],
    ["of another site as JSON", { "sec-fetch-site": "cross-site", origin: "https://evil.example", ...json }, crossOrigin],
    ["of another site as JSON, by its origin alone", { origin: "https://evil.example", ...json }, crossOrigin],
    [
      "of another site as a form",
      { "sec-fetch-site": "cross-site", origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
      crossOrigin,
    ],
    ["of a neighbour on the same domain", { "sec-fetch-site": "same-site", origin: "https://other.beckon.example", ...json }, crossOrigin],
    ["typed into the address bar", { "sec-fetch-site": "none", ...json }, crossOrigin],
    ["that says cross-site with our origin", { "sec-fetch-site": "cross-site", ...ours, ...json }, crossOrigin],
    ["with the origin null", { origin: "null", ...json }, crossOrigin],
    ["with a cookie and without either header", { cookie: "beckon=ses_x", ...json }, crossOrigin],
    ["of a program that has no session to borrow", { ...json }, "done"],
    ["of our name on another port", { origin: "https://beckon.example:8443", ...json }, crossOrigin],
    ["of our name over http", { origin: "http://beckon.example", ...json }, crossOrigin],
    ["of a name that begins like ours", { origin: "https://beckon.example.evil.example", ...json }, crossOrigin],
    ["of localhost, where that is not the origin", { origin: "http://localhost:8787", ...json }, crossOrigin],
    ["of the app as a form", { ...ours, "content-type": "application/x-www-form-urlencoded" }, notJson],
    ["of the app as plain text", { ...ours, "content-type": "text/plain" }, notJson],
    ["of the app as something like JSON", { ...ours, "content-type": "application/json-seq" }, notJson],
    ["of the app with two types", { ...ours, "content-type": "text/plain, application/json" }, notJson],
    ["of an agent", { authorization: "Bearer bk_x", ...json }, "done"],
    ["of an agent as plain text", { authorization: "Bearer bk_x", "content-type": "text/plain" }, notJson],
    ["of a notification", { authorization: "Capability x", "sec-fetch-site": "same-origin", ...json }, "done"],
    ["with a password a browser adds by itself", { authorization: "Basic dTpw", "sec-fetch-site": "cross-site", ...json }, crossOrigin],
  ])("%s", async (_, headers, expected) => {
    expect(await send(headers, { body: "{}" })).toBe(expected);
  });

  test("without a body needs no content type", async () => {
    expect(await send(ours, { method: "DELETE" })).toBe("done");
    expect(await send({ ...ours, "content-length": "0" }, { method: "POST" })).toBe("done");
    expect(await send({ ...ours, "content-length": "2" }, { method: "POST" })).toBe(notJson);
    expect(await send({ ...ours, "transfer-encoding": "chunked" }, { method: "POST" })).toBe(notJson);
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "PURGE"])("by %s is checked", async (method) => {
    expect(await send({ origin: "https://evil.example" }, { method })).toBe(crossOrigin);
  });

  test("on this machine may use any of its own names, with the port", async () => {
    const local = { publicOrigin: "http://localhost:8787" };
    for (const origin of ["http://localhost:8787", "http://127.0.0.1:8787", "http://[::1]:8787"])
      expect(await send({ origin }, local)).toBe("done");
    for (const origin of ["http://localhost:3000", "https://localhost:8787", "http://localhost"])
      expect(await send({ origin }, local)).toBe(crossOrigin);
  });
});

test("reading is free of it", async () => {
  expect(await send({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, { method: "GET" })).toBe("done");
});
