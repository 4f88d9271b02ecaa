import { refusalOf } from "../platform/outbound/addresses.ts";

/** The push services of the browsers, by the host's exact name or, with a leading dot, by its end. */
const known: { host: string; name: string }[] = [
  { host: "fcm.googleapis.com", name: "Google" },
  { host: ".push.services.mozilla.com", name: "Mozilla" },
  { host: ".notify.windows.com", name: "Microsoft" },
  { host: ".push.apple.com", name: "Apple" },
];

/** Whose push service an endpoint is, in words: a maker's name, or the host of one the owner has allowed. */
export const serviceOf = (endpoint: string): string => {
  const { hostname, host } = new URL(endpoint);
  return known.find((service) => matches(hostname, service.host))?.name ?? host;
};

const matches = (hostname: string, host: string) =>
  host.startsWith(".") ? hostname.endsWith(host) && hostname.length > host.length : hostname === host;

/** Why a push endpoint is not taken, in words. Hosts are compared parsed and whole, never by pattern. */
export const endpointRefusal = (endpoint: string, allowed: readonly string[]): string | undefined => {
  const refusal = refusalOf(endpoint, allowed);
  if (refusal) return refusal;
  const { hostname, origin } = new URL(endpoint);
  if (allowed.includes(origin) || known.some(({ host }) => matches(hostname, host))) return undefined;
  return `${hostname} is no push service that this server knows; its owner can add it (BECKON_PUSH_ALLOW)`;
};
