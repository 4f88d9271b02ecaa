import type { Agent, Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Db } from "../../platform/db/database.ts";
import type { AlertsDeps } from "../alerts.types.ts";

/** What several kinds look at, read at most once a look. */
export type Facts = {
  /** Runs of the last day of real agents, and these agents. */
  fleet(): Promise<{ runs: Omit<Session, "recent">[]; agents: Agent[] }>;
  /** Open decision requests of real agents, oldest first. */
  asked(): Promise<DecisionRequest[]>;
};

export const createFacts = ({ agents, decisions }: AlertsDeps, db: Db): Facts => ({
  fleet: once(async () => {
    const all = await agents.recentSessions(db);
    const known = (await agents.find(db, [...new Set(all.map(({ agentId }) => agentId))])).filter(({ demo }) => demo !== true);
    const real = new Set(known.map(({ id }) => id));
    return { runs: all.filter(({ agentId }) => real.has(agentId)), agents: known };
  }),
  asked: once(async () => (await decisions.pending(db)).filter(({ agent }) => agent.demo !== true)),
});

const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let value: Promise<T> | undefined;
  return () => (value ??= load());
};
