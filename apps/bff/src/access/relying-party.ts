import { isIP } from "node:net";
import { passkeyNotPossible } from "./access.errors.ts";

export type RelyingParty = { possible: true; id: string; origin: string } | { possible: false; reason: string };

/** Passkeys are bound to a name: browsers know none for an address of numbers, nor over plain http (localhost excepted). */
export const relyingParty = (publicOrigin: string): RelyingParty => {
  const { hostname, protocol, origin } = new URL(publicOrigin);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0)
    return {
      possible: false,
      reason: `Passkeys need a name, and ${hostname} is an address. Open the app by a name, and set BECKON_PUBLIC_ORIGIN to it.`,
    };
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  if (protocol !== "https:" && !local)
    return { possible: false, reason: "Passkeys need https. Put the app behind https, and set BECKON_PUBLIC_ORIGIN to that." };
  return { possible: true, id: hostname, origin };
};

/** The same, where nothing can be done without. */
export const requireRelyingParty = (publicOrigin: string): { id: string; origin: string } => {
  const party = relyingParty(publicOrigin);
  if (!party.possible) throw passkeyNotPossible({ detail: party.reason });
  return party;
};
