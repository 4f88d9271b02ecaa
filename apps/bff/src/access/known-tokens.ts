import type { Token } from "@beckon/contracts/access";
import type { Database } from "../platform/db/database.ts";
import { accessTopic } from "./access.types.ts";
import { findTokenByHash } from "./tokens.repository.ts";

/** Should a word of another process be lost, it is missed for no longer than this. */
const keptMs = 5_000;
const most = 5_000;

/**
 * Tokens as last read, for agents call thousands of times a second with a handful of them. A
 * revocation is told to every process in its commit, and takes effect with it here.
 */
export const createKnownTokens = (database: Database, clock: () => number = () => performance.now()) => {
  const known = new Map<string, { token: Token; until: number }>();
  /** Told while a read was under way: what it brings may be of before. */
  let generation = 0;
  const forget = (id?: string) => {
    generation += 1;
    for (const [hash, { token }] of known) if (id === undefined || token.id === id) known.delete(hash);
  };
  database.onWake(({ topic, key }) => {
    if (topic === accessTopic) forget(key);
  });
  database.onGap(() => forget());

  return async (tokenHash: string): Promise<Token | undefined> => {
    const before = known.get(tokenHash);
    if (before && before.until > clock()) return before.token;
    const readIn = generation;
    const token = await findTokenByHash(database.db, tokenHash);
    known.delete(tokenHash);
    if (token && !token.revokedAt && readIn === generation) {
      if (known.size >= most) known.clear();
      known.set(tokenHash, { token, until: clock() + keptMs });
    }
    return token;
  };
};
