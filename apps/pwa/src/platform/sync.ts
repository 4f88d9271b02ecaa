import type { SyncAnswer } from "@beckon/contracts/sync";
import type { ApiClient } from "./api-client.ts";
import { type Applied, applySync, type ToApply } from "./apply-sync.ts";
import type { Replica } from "./replica.ts";
import { readStanding } from "./stay.ts";
import { withRoom } from "./storage-room.ts";

export type Sync = {
  /** Asks until nothing is left; answers the instant up to which all is known. */
  catchUp(options?: { signal?: AbortSignal; rounds?: number }): Promise<string | undefined>;
  /** Holds one call open until something changes; for networks where a stream does not pass. */
  wait(signal: AbortSignal): Promise<string>;
  apply(input: ToApply): Promise<Applied>;
};

/** Brings the replica up to the server's change feed, from wherever it stands. */
export function createSync(deps: { request: ApiClient; replica: Replica }): Sync {
  const { request, replica } = deps;
  const apply: Sync["apply"] = (input) => withRoom(replica, () => applySync(replica, input));

  async function ask(query: { wait?: number; signal?: AbortSignal }): Promise<SyncAnswer> {
    const { cursor: base, stay } = await readStanding(replica);
    const answer = await request("GET", "/api/sync", {
      query: { cursor: base, wait: query.wait },
      signal: query.signal,
      timeout: query.wait === undefined ? 20_000 : 40_000,
    });
    await apply({ answer, base, stay });
    return answer;
  }

  return {
    apply,
    async catchUp({ signal, rounds = 1_000 } = {}) {
      for (let round = 0; round < rounds; round++) {
        const answer = await ask({ signal });
        if (!answer.more) return answer.asOf;
      }
      return undefined;
    },
    async wait(signal) {
      return (await ask({ wait: 25, signal })).asOf;
    },
  };
}

/** What a stream event must look like before it is let near the replica. */
export function parseSyncAnswer(text: string): SyncAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { changes, tombstones, cursor, asOf } = value as Partial<SyncAnswer>;
    return Array.isArray(changes) && Array.isArray(tombstones) && typeof cursor === "string" && typeof asOf === "string"
      ? (value as SyncAnswer)
      : undefined;
  } catch {
    return undefined;
  }
}
