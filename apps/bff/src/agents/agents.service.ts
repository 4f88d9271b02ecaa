import type { Agent, Session } from "@beckon/contracts/agents";
import type { AgentRef } from "@beckon/contracts/decisions";
import type { Db, Work } from "../platform/db/database.ts";
import { agentsCalled, demoOwners, findAgentRows, listAgents, onlyDemoAgents, toAgent, type CalledAgent } from "./agents.repository.ts";
import type { AgentsDeps } from "./agents.types.ts";
import { forget } from "./forget.ts";
import { createKnownSessions } from "./known-sessions.ts";
import { locate, type SignalOwner, type Told } from "./locate.ts";
import { patch } from "./patch.ts";
import { tellRehomed } from "./rehome.ts";
import { save, toSession } from "./save.ts";
import { searchAgentPage, searchSessionPage, type AgentQuery, type SessionQuery } from "./search.ts";
import { runsOfProcesses, type RunningProcess } from "./runs-of.repository.ts";
import { seen } from "./seen.ts";
import { createSessionFeed } from "./session-feed.ts";
import { heardAgents, standingRuns, type HeardAgent, type StandingRun } from "./standing.repository.ts";
import { standing } from "./standing.ts";
import {
  findSessions,
  projectOfRun,
  recentSessions,
  sessionIdOf,
  sessionKeyOfCall,
  sessionsNamed,
  lockSessionsOfOwners,
  ownersOfSessions,
} from "./sessions.repository.ts";

/** More agents and sessions than this do not fit on a screen or in a phone's replica. */
const most = 1_000;
/** A phone keeps sessions of this long. */
const replicaHours = 24;

/** How long before a start a session can have changed without a word of it. */
const lateMs = 600_000;

export const createAgentsService = (deps: AgentsDeps) => {
  const { database, clock, feed } = deps;
  const known = createKnownSessions(database);
  const sessionFeed = createSessionFeed(deps);
  const recent = (db: Db) => recentSessions(db, new Date(clock().getTime() - replicaHours * 3_600_000), most);
  return {
    /** Notes that an agent spoke, in the caller's transaction. `owner` is its token. */
    seen: (work: Work, owner: SignalOwner, ref: AgentRef | undefined): Promise<Agent> => seen(deps, work, owner, ref),
    /**
     * The sessions a batch of signals is about; made where they are new. `moved`: those that stand elsewhere from now on.
     * `before`: the batch before this one is over.
     */
    locate: async (work: Work, told: readonly Told[], before: Promise<void>) => {
      const { rehomed, ...located } = await locate(work, told, { known, alone: database.engine === "pglite", now: clock(), before });
      if (rehomed.moved.length > 0) await tellRehomed(work, feed, rehomed);
      return { ...located, moved: rehomed.moved };
    },
    /** Writes what the batch changed of them. */
    save: (work: Work, changes: Omit<Parameters<typeof save>[2], "now">): Promise<void> =>
      save(work, { feed, sessionFeed, known }, { ...changes, now: clock() }),
    /** A process that was killed may have had something to tell in a moment: tells of what was lately alive. */
    start: () =>
      database.transaction(async (work) => {
        const alive = await recentSessions(work.db, new Date(clock().getTime() - lateMs), most);
        await feed.append(work, ...alive.map(({ id }) => ({ kind: "session" as const, entityId: id })));
      }),
    /** Tells the apps what was to be told in a moment. */
    stop: () => sessionFeed.flush(),
    list: (): Promise<Agent[]> => listAgents(database.db, most),
    search: (query: AgentQuery) => searchAgentPage(database.db, query),
    find: async (db: Db, ids: string[]): Promise<Agent[]> => (await findAgentRows(db, ids)).map(toAgent),
    listIn: (db: Db): Promise<Agent[]> => listAgents(db, most),
    sessions: (query: SessionQuery) => searchSessionPage(database.db, query),
    sessionsIn: (db: Db, query: SessionQuery) => searchSessionPage(db, query),
    findSessions: async (db: Db, ids: string[]): Promise<Omit<Session, "recent">[]> => (await findSessions(db, ids)).map(toSession),
    /** All runs of the last day of the team and whose they are, with what their state follows from and nothing else. */
    atWork: async (db: Db): Promise<{ runs: StandingRun[]; agents: HeardAgent[] }> => {
      const since = new Date(clock().getTime() - replicaHours * 3_600_000);
      return { runs: await standingRuns(db, since), agents: await heardAgents(db, since, []) };
    },
    recentSessions: async (db: Db): Promise<Omit<Session, "recent">[]> => (await recent(db)).map(toSession),
    /** The agent's own id of the run that has this call open. */
    sessionOfCall: (ownerId: string, callId: string): Promise<string | undefined> => sessionKeyOfCall(database.db, { ownerId, callId }),
    /** Every agent that ever spoke is one of the demo fleet. */
    onlyDemo: (db: Db): Promise<boolean> => onlyDemoAgents(db),
    /** Our id of the run that the agent calls so, if it is known. */
    sessionNamed: (db: Db, name: { ownerId: string; key: string }): Promise<string | undefined> => sessionIdOf(db, name),
    /** Our ids of runs that somebody names: by those, or by the agents' own where only one is called so. */
    sessionsNamed: (db: Db, names: readonly string[]): Promise<string[]> => sessionsNamed(db, names),
    /** What people call the place where the run works that the agent calls so. */
    projectOfRun: (db: Db, name: { ownerId: string; key: string }): Promise<string | undefined> => projectOfRun(db, name),
    /** The tokens of the demo fleet's agents. */
    demoOwners: (db: Db): Promise<string[]> => demoOwners(db),
    lockSessionsOf: (db: Db, ownerIds: string[]): Promise<string[]> => lockSessionsOfOwners(db, ownerIds),
    /** The tokens that these runs report with. */
    ownersOfSessions: (db: Db, ids: string[]): Promise<Map<string, string>> => ownersOfSessions(db, ids),
    /** All agents that call themselves one of these names, under whatever token, and those with these ids. */
    called: (db: Db, names: readonly string[], ids: readonly string[] = []): Promise<CalledAgent[]> => agentsCalled(db, names, ids),
    /** Whose runs these are. */
    agentsOfSessions: async (db: Db, ids: string[]): Promise<{ sessionId: string; agent: Agent }[]> => {
      const found = await findSessions(db, ids);
      const rows = new Map(
        (await findAgentRows(db, [...new Set(found.map(({ agentId }) => agentId))])).map((row) => [row.id, toAgent(row)]),
      );
      return found.flatMap(({ id, agentId }) => (rows.has(agentId) ? [{ sessionId: id, agent: rows.get(agentId) as Agent }] : []));
    },
    /** The runs of these processes: their machine's own, and what their agents report themselves, sub-agents included. */
    runsOf: (db: Db, processes: readonly RunningProcess[]): Promise<{ process: string; sessionId: string; agentId: string }[]> =>
      runsOfProcesses(db, processes),
    /** Takes away the agents and sessions of these tokens; says how many. */
    forget: (work: Work, ownerIds: string[]) => forget(deps, work, ownerIds),
    /** For monitoring: states, health and silence of the team. */
    standing,
    patch: patch(deps),
  };
};
export type AgentsService = ReturnType<typeof createAgentsService>;
