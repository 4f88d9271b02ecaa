import type { Team } from "@beckon/contracts/teams";
import { actorOf } from "../access/callers.ts";
import type { Db, Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import type { TaskChange } from "../tasks/tasks.types.ts";
import { answered } from "./answered.ts";
import { ask, askAll } from "./ask.ts";
import { carryOut, expected } from "./carry-out.ts";
import { declared } from "./declared.ts";
import { dissolve, withdrawQueue, type Dissolving } from "./dissolve.ts";
import { runsOf } from "./give-back.ts";
import { handOutNow, readHandOut, switchHandOut } from "./hand-out.ts";
import { look } from "./look.ts";
import { make, one } from "./make.ts";
import { measure } from "./measure.ts";
import { startsOfAgents, teamsOfAgents, teamsOfStarts } from "./members.repository.ts";
import { patch } from "./patch.ts";
import { present } from "./present.ts";
import { preview } from "./preview.ts";
import { readSwitch } from "./questions.repository.ts";
import { search } from "./search.ts";
import { startAgain } from "./start-again.ts";
import { teamNotFound } from "./teams.errors.ts";
import { busyTeams, findTeams, teamNames, pruneTeams, teamsForReplica } from "./teams.repository.ts";
import { handOutQueue, tendQueue, type TeamsDeps } from "./teams.types.ts";

/** What a phone's replica holds: what is not over, and a week of what is. */
const replica = { teams: 200, ms: 7 * 86_400_000 };
const keptMs = 90 * 86_400_000;

/** Teams: each verb is a file beside this one. */
export const createTeamsService = (deps: TeamsDeps) => {
  const { database, clock, jobs } = deps;
  const act = carryOut(deps);
  const askOne = ask(deps);
  const presented = present(deps);

  /** Looks after one team: what became of it is written down, then what follows from it is done. */
  const tend = async (id: string, turns = 3): Promise<void> => {
    const { acts, questions } = await database.transaction((work) => look(deps, work, id));
    for (const each of acts) await act(id, each);
    for (const key of questions) await askOne(key);
    // What needs no machine is over by now: the next step follows at once.
    if (turns > 1 && acts.some(({ kind }) => kind === "cancel" || kind === "give_back")) await tend(id, turns - 1);
  };
  const measureOne = measure(deps);
  const askRest = askAll(deps);
  const handOutOnce = handOutNow(deps);
  const handOutAll = async (): Promise<void> => {
    for (const key of await handOutOnce()) await askOne(key);
  };
  /** What no event tells: time that has passed, money that was spent, and what a crash has left. */
  const sweep = async (): Promise<void> => {
    const failures: unknown[] = [];
    // What is wrong with one team is no reason to leave the others alone.
    const attempt = (run: () => Promise<void>) => run().catch((error: unknown) => void failures.push(error));
    for (const id of await busyTeams(database.db))
      await attempt(async () => {
        await tend(id);
        await measureOne(id);
      });
    await attempt(askRest);
    await attempt(handOutAll);
    if (failures.length > 0) throw failures[0];
  };

  const settled = answered(deps);
  jobs.handle<{ id: string }>(tendQueue, { concurrency: 2, retryLimit: 5 }, ({ id }) => tend(id));
  jobs.handle<{ requestId: string }>(withdrawQueue, { retryLimit: 5 }, async ({ requestId }) => {
    await deps.decisions.cancel(undefined, requestId, "it is settled").catch(expected);
  });
  jobs.handle<object>(handOutQueue, { retryLimit: 3 }, handOutAll);
  jobs.schedule("team.sweep", "* * * * *", sweep);
  jobs.schedule("team.prune", "51 4 * * *", () => pruneTeams(database.db, new Date(clock().getTime() - keptMs)));
  deps.events.on("decision.resolved", "team", { retryLimit: 10 }, settled);

  const wake = async (work: Work, ids: readonly string[]): Promise<void> => {
    for (const id of ids) await jobs.enqueue(work, tendQueue, { id });
  };
  const after = async (id: string): Promise<Team> => {
    await tend(id);
    return one(deps, id);
  };
  const startMember = startAgain(deps);
  const change = patch(deps);
  const end = dissolve(deps);

  return {
    preview: preview(deps),
    make: make(deps, tend),
    search: search(deps),
    read: async (id: string): Promise<Team> => {
      if ((await findTeams(database.db, [id])).length === 0) throw teamNotFound();
      return one(deps, id);
    },
    patch: async (caller: Caller, id: string, input: Parameters<typeof change>[2]): Promise<Team> => {
      await change(caller, id, input);
      return after(id);
    },
    startMember: async (caller: Caller, id: string, memberId: string): Promise<Team> => {
      await startMember(actorOf(caller), id, memberId);
      return after(id);
    },
    dissolve: async (caller: Caller, id: string, how: Dissolving): Promise<Team> => {
      await end(actorOf(caller), id, how);
      return after(id);
    },
    /** A question was settled. */
    answered: settled,
    handOut: { read: readHandOut(deps), switch: switchHandOut(deps), now: handOutAll },
    tend,
    sweep,

    /** For machines: what their configuration declares, and whose processes became something else. */
    declared: declared(deps),
    onProcesses: async (work: Work, processIds: readonly string[]) => wake(work, await teamsOfStarts(work.db, { processIds })),
    onCommands: async (work: Work, commandIds: readonly string[]) => wake(work, await teamsOfStarts(work.db, { commandIds })),
    /** For tasks: something waits, or somebody has time. */
    onTasks: async (work: Work, changes: readonly TaskChange[]): Promise<void> => {
      const matters = changes.some(
        ({ task, from }) => task.scope === "team" && !task.demo && (task.status === "pending" || (from && task.endedAt)),
      );
      if (matters && (await readSwitch(work.db))?.on) await jobs.enqueue(work, handOutQueue, {});
    },
    /** For figures: in which team each agent is, and what teams are called. */
    ofAgents: teamsOfAgents,
    names: async (db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> =>
      new Map((await findTeams(db, ids)).map(({ id, name }) => [id, name])),
    /** In which team runs worked, by run: their agents bear the names that the team started them by, and began meanwhile. */
    ofRuns: async (db: Db, runs: readonly { sessionId: string; agent: string; at: Date }[]): Promise<ReadonlyMap<string, string>> => {
      const began = await startsOfAgents(db, [...new Set(runs.map(({ agent }) => agent))]);
      return new Map(
        runs.flatMap(({ sessionId, agent, at }) => {
          const start = began.find((one) => one.agentName === agent && one.askedAt <= at && (!one.endedAt || one.endedAt >= at));
          return start ? [[sessionId, start.teamId] as const] : [];
        }),
      );
    },
    /** For budgets: what teams are, and whose usage is theirs. */
    known: async (db: Db, ids: readonly string[]) =>
      (await findTeams(db, ids)).map(({ id, name, state, startedAt, createdAt }) => ({ id, name, state, since: startedAt ?? createdAt })),
    runs: async (db: Db, id: string): Promise<{ sessionId: string; agentId: string }[]> => {
      const [team] = await findTeams(db, [id]);
      return team ? runsOf(deps, db, team) : [];
    },
    dissolveAs: end,
    /** For monitoring: those that are at work, oldest first. */
    atWork: teamNames,
    /** For the feed: these, or what a phone holds. */
    find: async (db: Db, ids: readonly string[]): Promise<Team[]> => presented(db, await findTeams(db, ids)),
    forReplica: async (db: Db): Promise<Team[]> =>
      presented(db, await teamsForReplica(db, new Date(clock().getTime() - replica.ms), replica.teams)),
  };
};
export type TeamsService = ReturnType<typeof createTeamsService>;
