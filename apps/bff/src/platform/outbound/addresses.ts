import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

const globalUnicast = ipaddr.parseCIDR("2000::/3");

/** Whether an address is one of the public internet. All that is not plainly so counts as internal. */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(globalUnicast);
};

/** Whether the host of a parsed URL is an address. `URL` has by then turned every other spelling (hex, decimal, short) into one of two. */
export const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;

/**
 * Why a URL from outside may not be called, in words; nothing when it may. Only https on its own
 * port at a host of a public name passes, or an origin that the owner of this server has allowed.
 */
export const refusalOf = (url: string, allowed: readonly string[] = []): string | undefined => {
  const parsed = URL.parse(url);
  if (!parsed) return "it is not a URL";
  if (parsed.username || parsed.password) return "it holds credentials";
  if (allowed.includes(parsed.origin)) return undefined;
  if (parsed.protocol !== "https:") return "it is not https";
  if (parsed.port !== "") return "its port is not 443";
  if (isAddress(parsed.hostname)) return "its host is an address, not a name";
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(parsed.hostname)) return "its host is not a public name";
  if (/(^|\.)(localhost|local|internal|home\.arpa|onion|invalid|test)$/.test(parsed.hostname)) return "its host is not a public name";
  return undefined;
};
