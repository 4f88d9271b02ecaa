import type { Fact, Reaction } from "../signals/reactions.ts";
import type { Work } from "../platform/db/database.ts";
import { openDelegations } from "./coordination.repository.ts";
import type { Telling } from "./coordination.types.ts";
import { kinds, parentEnd, tellingsOf, wordOf } from "./facts.ts";
import { rehome } from "./rehome.ts";
import { settle, type SettleDeps } from "./settle.ts";

/** What signals say of agents that work together, in the transaction that keeps them. */
export const reactionOf = (deps: SettleDeps): Reaction => ({
  kinds,
  apply: async (work, facts) => {
    const tellings = [...tellingsOf(facts), ...(await lostWithTheirRun(work, facts))];
    if (tellings.length > 0) await settle(deps, work, { tellings });
  },
  rehome: rehome(deps),
});

/** What a run had delegated when it ended by an error. */
const lostWithTheirRun = async (work: Work, facts: readonly Fact[]): Promise<Telling[]> => {
  const failed = new Map(
    facts.flatMap((fact) => (fact.signal.kind === "session.ended" && fact.signal.data.failed ? [[fact.open.row.id, fact] as const] : [])),
  );
  if (failed.size === 0) return [];
  const open = await openDelegations(work.db, [...failed.keys()]);
  return open.flatMap(({ name, sessionId, startedAt }) => {
    const fact = failed.get(sessionId) as Fact;
    const { at, data } = fact.signal as Extract<Fact["signal"], { kind: "session.ended" }>;
    if (startedAt.toISOString() > at) return [];
    const owner = { id: fact.owner.id, ...(fact.owner.demo ? { demo: true } : {}) };
    return [{ name, owner, word: parentEnd(wordOf(fact)({ kind: "parent" }), at, data.error) }];
  });
};
