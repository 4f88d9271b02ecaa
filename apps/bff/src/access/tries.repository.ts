import { lt } from "drizzle-orm";
import type { RateLimiterRes } from "rate-limiter-flexible";
import type { Db } from "../platform/db/database.ts";
import { rateLimits } from "./rate-limits.table.ts";

const windowSeconds = 600;
/** Wrong ones from one address; right ones do not count, so that a whole team can pair behind one router. */
const wrongPerAddress = 10;
/** Tries from everywhere together; at this rate a pairing code is guessed once in some million years. */
const triesInAll = 600;

/** Under what its counters stand. */
type Names = { wrong: string; all: string };

/** Counts tries of secrets by where they come from. */
export type Tries = {
  /** Takes one try. Says after how many seconds to come back when there is none left. */
  enter(address: string): Promise<{ retryAfter?: number }>;
  wrong(address: string): Promise<void>;
  right(): Promise<void>;
  prune(): Promise<void>;
};

/** Counted in the database, so that a second process is no second chance. */
export const createTries = (db: Db, names: Names): Tries => {
  let opened: ReturnType<typeof openLimiters> | undefined;
  const limiters = () => (opened ??= openLimiters(db, names));
  const all = "all";
  const seconds = (result: RateLimiterRes) => Math.max(1, Math.ceil(result.msBeforeNext / 1_000));

  return {
    enter: async (address) => {
      const { addresses, everybody, isRefusal } = await limiters();
      const before = await addresses.get(address);
      if (before && before.consumedPoints >= wrongPerAddress) return { retryAfter: seconds(before) };
      return everybody.consume(all).then(
        () => ({}),
        (refusal: unknown) => {
          if (isRefusal(refusal)) return { retryAfter: seconds(refusal) };
          throw refusal;
        },
      );
    },
    wrong: async (address) => void (await (await limiters()).addresses.penalty(address)),
    right: async () => void (await (await limiters()).everybody.reward(all)),
    prune: async () => void (await db.delete(rateLimits).where(lt(rateLimits.expire, new Date()))),
  };
};

/** Loaded when somebody first pairs: the package brings a limiter for every database there is. */
const openLimiters = async (db: Db, names: Names) => {
  const { RateLimiterDrizzle, RateLimiterRes } = await import("rate-limiter-flexible");
  const options = { storeClient: db, schema: rateLimits, duration: windowSeconds, clearExpiredByTimeout: false };
  return {
    addresses: new RateLimiterDrizzle({ ...options, keyPrefix: names.wrong, points: wrongPerAddress }),
    everybody: new RateLimiterDrizzle({ ...options, keyPrefix: names.all, points: triesInAll }),
    isRefusal: (thrown: unknown): thrown is RateLimiterRes => thrown instanceof RateLimiterRes,
  };
};
