import type { Caller } from "./env.ts";

/** The token an agent came with. Routes that call this are guarded for tokens. */
export const tokenOf = (caller: Caller): { id: string; name: string; demo?: boolean } => {
  if (caller.kind !== "token") throw new Error(`a ${caller.kind} passed a guard for tokens`);
  return { id: caller.tokenId, name: caller.name, ...(caller.demo ? { demo: true } : {}) };
};
