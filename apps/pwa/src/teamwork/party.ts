import type { Coordination } from "@beckon/contracts/coordination";

type Party = Coordination["from"];

/** How a side is asked for: an agent by its id, a mere name as `=name`; `-`: it was not told. */
export const keyOfParty = (party: Pick<Party, "id" | "name"> | undefined): string =>
  party === undefined || (party.id === undefined && party.name === "") ? "-" : (party.id ?? `=${party.name}`);

/** The same of a node of the flow, whose key is empty where it was not told. */
export const keyOfNode = (key: string): string => (key === "" ? "-" : key);
