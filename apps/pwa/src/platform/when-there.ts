import type { Replica } from "./replica.ts";

type Row = "recoveries" | "rules" | "ruleProposals";

/** Calls `then` once: as soon as the replica holds a row of one of these kinds. Code that has nothing to say is not fetched. */
export function whenThere(replica: Replica, kinds: readonly Row[], then: () => void): void {
  const look = async (): Promise<void> => {
    const found = await replica.db().then(
      (db) => Promise.all(kinds.map((kind) => db.count(kind))),
      () => [],
    );
    if (!found.some((count) => count > 0)) return;
    stop();
    then();
  };
  const stop = replica.subscribe((change) => {
    if (kinds.some((kind) => change[kind])) void look();
  });
  void look();
}
