import type { Host, hostInput, ProcessOutput } from "@beckon/contracts/hosts";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Db, Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import { hostConnected, hostNotFound, processNotFound } from "./hosts.errors.ts";
import { deleteHost, findHosts, listHosts, lockHost, markSilent } from "./hosts.repository.ts";
import { endedFor, hostTopic, most, silentAfterMs, type HostsDeps, type KnownHost, type KnownProcess, type Runner } from "./hosts.types.ts";
import { openHost } from "./open-host.ts";
import { isConnected, present, toKnownHost, toKnownProcess } from "./present.ts";
import { findProcess, findProcesses, liveProcesses, pruneProcesses, type LiveOf } from "./processes.repository.ts";
import { report } from "./report.ts";
import { pruneStarts, startsSince } from "./starts.repository.ts";
import { supervisedRuns } from "./run.ts";

const silenceQueue = "hosts.silence";

/** Machines with a runner: what runs there, as their runners tell it. */
export const createHostsService = (deps: HostsDeps, waiters: Waiters) => {
  const { database, clock, feed, jobs, audit } = deps;
  const presented = present(deps);

  /** Looks again when the machine would be silent for too long. */
  const watchLife = (work: Work, id: string, lastSeenAt = clock()) =>
    jobs.enqueue(work, silenceQueue, { id }, { startAfter: new Date(lastSeenAt.getTime() + silentAfterMs + 500) });

  jobs.handle<{ id: string }>(silenceQueue, { retryLimit: 5 }, ({ id }) =>
    database.transaction(async (work) => {
      const { silent, lastSeenAt } = await markSilent(work.db, id, new Date(clock().getTime() - silentAfterMs));
      if (silent) await feed.append(work, { kind: "host", entityId: id });
      else if (lastSeenAt) await watchLife(work, id, lastSeenAt);
    }),
  );
  const open = openHost({ ...deps, watchLife });
  const take = report({ ...deps, watchLife }, waiters);
  const runs = supervisedRuns({ ...deps, watchLife }, take);
  jobs.schedule("hosts.prune", "43 4 * * *", async () => {
    await runs.prune();
    await pruneStarts(database.db, new Date(clock().getTime() - 86_400_000));
    await pruneProcesses(database.db, new Date(clock().getTime() - endedFor.keptMs));
  });

  return {
    open: async (runner: Runner, told: z.output<typeof hostInput>): Promise<Host> => {
      const row = await open(runner, told);
      return (await presented(database.db, [row]))[0] as Host;
    },
    report: take,
    /** Of one `beckon run`; see `supervisedRuns`. */
    beat: runs.beat,
    prune: runs.prune,
    list: async (): Promise<Host[]> => presented(database.db, await listHosts(database.db, most.hosts)),
    /** For the feed: these, or all. */
    find: async (db: Db, ids: readonly string[]): Promise<Host[]> => presented(db, await findHosts(db, ids)),
    listIn: async (db: Db): Promise<Host[]> => presented(db, await listHosts(db, most.hosts)),
    /** The last lines of a process, newest last. */
    output: async (hostId: string, processId: string): Promise<ProcessOutput> => {
      const row = await findProcess(database.db, hostId, processId);
      if (!row) throw processNotFound();
      return { output: row.output, ...(row.lastOutputAt ? { lastOutputAt: row.lastOutputAt.toISOString() } : {}) };
    },
    /** Takes a machine that is away off the list, with all that is known of its processes. What was done there stays in the audit. */
    forget: (caller: Caller, id: string): Promise<void> =>
      database.transaction(async (work) => {
        const row = await lockHost(work.db, { id });
        if (!row) throw hostNotFound();
        if (isConnected(row, clock())) throw hostConnected();
        const actor = actorOf(caller);
        await deps.commands.dropAll(work, row, actor);
        await deps.declared?.(work, row, []);
        await deleteHost(work.db, id);
        await audit.append(work, { actor, action: "host.forgotten", subject: id, detail: { name: row.name } });
        await feed.append(work, { kind: "host", entityId: id, deleted: true });
        work.wake({ topic: hostTopic, key: id });
      }),

    /** For other slices: these machines. */
    known: async (db: Db, ids: readonly string[]): Promise<KnownHost[]> => {
      const now = clock();
      return (await findHosts(db, ids)).map((row) => toKnownHost(row, now));
    },
    /** Locked until the transaction ends: what is asked of one machine follows one another. */
    lock: async (work: Work, id: string): Promise<KnownHost | undefined> => {
      const row = await lockHost(work.db, { id });
      return row && toKnownHost(row, clock());
    },
    /** These processes, on whatever machine. */
    processes: async (db: Db, ids: readonly string[]): Promise<KnownProcess[]> => (await findProcesses(db, ids)).map(toKnownProcess),
    all: async (db: Db): Promise<KnownHost[]> => {
      const now = clock();
      return (await listHosts(db, most.hosts)).map((row) => toKnownHost(row, now));
    },
    processOf: async (db: Db, hostId: string, processId: string): Promise<KnownProcess | undefined> => {
      const row = await findProcess(db, hostId, processId);
      return row && toKnownProcess(row);
    },
    knownAll: async (db: Db): Promise<KnownHost[]> => {
      const now = clock();
      return (await listHosts(db, most.hosts)).map((row) => toKnownHost(row, now));
    },
    /** Agents whose processes were started more than once since then, by machine. */
    startsSince: (db: Db, since: Date) => startsSince(db, since),
    /** What is believed to run on a machine, or to be one of these runs; or anywhere. */
    live: async (db: Db, where: LiveOf): Promise<KnownProcess[]> => (await liveProcesses(db, where)).map(toKnownProcess),
  };
};
export type HostsService = ReturnType<typeof createHostsService>;
