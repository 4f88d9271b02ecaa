import { reading } from "./first-reads.ts";
import type { Replica } from "./replica.ts";

let begun: { key: string; read: Promise<unknown> } | undefined;

/** The key of what a page keeps of itself to be painted first. */
export const firstOf = (address: string) => `first ${address}`;

/** Begins to read what the page of this address will ask for first, while its code is still on its way. */
export function beginView(replica: Replica, key: string): void {
  begun = { key, read: read(replica, key) };
}

/** What was kept under a key; of what was begun early the answer is there sooner, once. */
export async function takeView(replica: Replica, key: string): Promise<unknown> {
  const early = begun?.key === key ? begun.read : undefined;
  begun = undefined;
  return reading(early ?? read(replica, key));
}

const read = async (replica: Replica, key: string): Promise<unknown> => {
  const kept = await (await replica.db()).get("views", key).catch(() => undefined);
  return kept?.body;
};
