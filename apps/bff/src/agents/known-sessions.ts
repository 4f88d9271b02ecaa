import type { Database } from "../platform/db/database.ts";
import type { AgentRow } from "./agents.repository.ts";
import { nameOf, type SessionName, type SessionRow } from "./sessions.repository.ts";

export type Located = { row: SessionRow; agent: AgentRow };

/** Told when a person changed an agent: what is remembered of it is of before. */
export const agentTopic = "agent";

const most = 2_000;
/** So long after another process wrote to one of them, whoever takes some asks first. */
const doubtMs = 10_000;

/**
 * Sessions as this process last wrote them, so that a running agent's are not read again with every
 * signal. Whoever takes one out has it alone, and gives it back after the commit; a transaction that
 * fails gives nothing back. Another process may have written it since: the version tells, on saving.
 */
export const createKnownSessions = (database: Pick<Database, "onWake" | "onGap">) => {
  const known = new Map<string, Located>();
  /** Grows with every word of a change: what was taken out before is not taken back. */
  let generation = 0;
  let doubtedUntil = 0;
  const forget = (agentId?: string) => {
    generation += 1;
    for (const [name, { agent }] of known) if (agentId === undefined || agent.id === agentId) known.delete(name);
  };
  database.onWake(({ topic, key }) => {
    if (topic === agentTopic) forget(key);
  });
  database.onGap(() => forget());

  return {
    /** Whether this process seems to be the only one that hears of them. */
    isSure: () => performance.now() >= doubtedUntil,
    doubt: () => {
      doubtedUntil = performance.now() + doubtMs;
    },
    has: (names: readonly SessionName[]): boolean => names.every((name) => known.has(nameOf(name))),
    take: (names: readonly SessionName[]): { located: Located[]; generation: number } => {
      const located = names.flatMap((name) => known.get(nameOf(name)) ?? []);
      for (const name of names) known.delete(nameOf(name));
      return { located, generation };
    },
    giveBack: (located: readonly Located[], takenIn: number) => {
      if (takenIn !== generation) return;
      for (const one of located) known.set(nameOf(one.row), one);
      // The first are those that were longest not given back.
      for (const name of known.keys()) {
        if (known.size <= most) return;
        known.delete(name);
      }
    },
  };
};
export type KnownSessions = ReturnType<typeof createKnownSessions>;
