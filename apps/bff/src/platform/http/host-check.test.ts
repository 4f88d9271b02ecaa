import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Env } from "./env.ts";
import { hostCheck } from "./host-check.ts";
import { toProblem } from "./problem.ts";

const app = new Hono<Env>()
  .onError(toProblem)
  .use(hostCheck({ publicOrigin: "https://beckon.example", port: 8787 }))
  .all("*", (c) => c.text("done"));

const status = async (host: string, path = "/api/session", headers: Record<string, string> = {}) =>
  (await app.request(`http://x${path}`, { headers: { host, ...headers } })).status;

test.each([
  ["beckon.example", 200],
  ["BECKON.example", 200],
  ["localhost:8787", 200],
  ["127.0.0.1:8787", 200],
  ["[::1]:8787", 200],
  ["evil.example", 421],
  ["beckon.example.evil.example", 421],
  ["beckon.example:8787", 421],
  ["localhost:9999", 421],
  ["localhost", 421],
  ["192.168.1.5:8787", 421],
  ["", 421],
])("Host %j gets %i", async (host, expected) => {
  expect(await status(host)).toBe(expected);
});

test("health, readiness and figures answer under any name; nothing else that looks like them does", async () => {
  for (const path of ["/health", "/ready", "/metrics"]) expect(await status("10.0.0.7:8787", path)).toBe(200);
  for (const path of ["/health/x", "/healthy", "/", "/api/health"]) expect(await status("10.0.0.7:8787", path)).toBe(421);
});

test("an agent in a container knows the machine by another name; a cookie does not help there", async () => {
  expect(await status("host.docker.internal:8787", "/api/decision-requests", { authorization: "Bearer bk_x" })).toBe(200);
  expect(await status("host.docker.internal:8787", "/api/decision-requests", { cookie: "beckon=x", authorization: "Basic dTpw" })).toBe(
    421,
  );
});
