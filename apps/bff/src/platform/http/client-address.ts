import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import type { Env } from "./env.ts";

const parse = (value: string | undefined) =>
  value !== undefined && ipaddr.isValid(value.trim()) ? ipaddr.process(value.trim()) : undefined;

/**
 * Where a request comes from, for counting tries. Behind a proxy on this machine it is what that proxy
 * appended last; anybody else's X-Forwarded-For is a claim. IPv6 counts by /64, of which one home has 2^64 addresses.
 */
export const clientAddress = (c: Context<Env>): string => {
  const peer = parse(c.env?.incoming?.socket?.remoteAddress);
  if (!peer) return "unknown";
  const forwarded = peer.range() === "loopback" ? parse(c.req.header("x-forwarded-for")?.split(",").at(-1)) : undefined;
  const address = forwarded ?? peer;
  if (address.kind() === "ipv4") return address.toString();
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
};

const forwarding = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via", "cf-connecting-ip"];
const ownNames = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Whether a program on this machine asks for itself: by loopback, by a name of this machine, and through nothing that says
 * it asks for somebody else.
 */
export const isLocalPeer = (c: Context<Env>): boolean =>
  parse(c.env?.incoming?.socket?.remoteAddress)?.range() === "loopback" &&
  ownNames.test(c.req.header("host") ?? "") &&
  forwarding.every((name) => c.req.header(name) === undefined);
