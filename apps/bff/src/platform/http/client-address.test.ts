import { Hono } from "hono";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";
import type { Env } from "./env.ts";

const app = new Hono<Env>().get("/", (c) => c.text(clientAddress(c)));
const from = async (remoteAddress: string | undefined, forwarded?: string) =>
  (
    await app.request(
      "/",
      { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } },
      { incoming: { socket: { remoteAddress } } },
    )
  ).text();

test.each([
  ["a peer", "203.0.113.5", undefined, "203.0.113.5"],
  ["a peer in IPv6 spelling", "::ffff:203.0.113.5", undefined, "203.0.113.5"],
  ["a peer's claim", "203.0.113.5", "198.51.100.1", "203.0.113.5"],
  ["what the proxy on this machine saw", "127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["the last it appended, after the claims of others", "::1", "1.2.3.4, 198.51.100.1", "198.51.100.1"],
  ["nonsense from the proxy", "127.0.0.1", "unknown", "127.0.0.1"],
  ["an IPv6 home as one", "2001:db8:1:2:aaaa::1", undefined, "2001:db8:1:2::/64"],
  ["nobody", undefined, "198.51.100.1", "unknown"],
])("%s", async (_, peer, forwarded, expected) => {
  expect(await from(peer, forwarded)).toBe(expected);
});
