import { Hono } from "hono";
import { expect, test } from "vitest";
import { securityHeaders } from "./security-headers.ts";

const headersAt = async (publicOrigin: string, styleHashes: string[] = []) =>
  (
    await new Hono()
      .use(securityHeaders({ publicOrigin, styleHashes }))
      .get("/", (c) => c.text(""))
      .request("/")
  ).headers;

test("the policy lets nothing in but our own files, and turns no string into code", async () => {
  const policy = (await headersAt("https://beckon.example", ["sha256-abc="])).get("content-security-policy") as string;
  const directives = Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
  expect(directives).toEqual({
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'sha256-abc='",
    "connect-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "lit-html beckon",
  });
});

test("pages stand alone, tell nobody where they are, and use no camera", async () => {
  const headers = await headersAt("https://beckon.example");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("permissions-policy")).toContain("camera=()");
});

test("only an https origin binds browsers to https", async () => {
  expect((await headersAt("https://beckon.example")).get("strict-transport-security")).toBe("max-age=15552000");
  expect((await headersAt("http://localhost:8787")).get("strict-transport-security")).toBeNull();
});
