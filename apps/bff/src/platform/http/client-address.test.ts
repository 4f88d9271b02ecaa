import { Hono } from "hono";
import { expect, test } from "vitest";
import { clientAddress, isLocalPeer } from "./client-address.ts";
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

const local = new Hono<Env>().get("/", (c) => c.text(String(isLocalPeer(c))));
test.each([
  ["a program on this machine", "127.0.0.1", {}, "true"],
  ["the same by IPv6", "::1", { host: "[::1]:8787" }, "true"],
  ["somebody else", "203.0.113.5", {}, "false"],
  ["somebody else who claims to be here", "203.0.113.5", { "x-forwarded-for": "127.0.0.1" }, "false"],
  ["a proxy here, for somebody", "127.0.0.1", { "x-forwarded-for": "198.51.100.1" }, "false"],
  ["a proxy here, for somebody who claims to be here", "127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, "false"],
  ["a proxy that says so in another way", "127.0.0.1", { forwarded: "for=198.51.100.1" }, "false"],
  ["a proxy that says only that it is one", "127.0.0.1", { via: "1.1 proxy" }, "false"],
  ["by a name that others use too", "127.0.0.1", { host: "beckon.example" }, "false"],
  ["nobody", undefined, {}, "false"],
])("for itself: %s", async (_, remoteAddress, headers, expected) => {
  const answer = await local.request("/", { headers: { host: "127.0.0.1:8787", ...headers } }, { incoming: { socket: { remoteAddress } } });
  expect(await answer.text()).toBe(expected);
});
