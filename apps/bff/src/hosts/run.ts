import type { HostCommand } from "@beckon/contracts/hosts";
import type { SupervisedBeat } from "@beckon/contracts/supervised";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { deleteHost, findHost, oldRuns, upsertHost } from "./hosts.repository.ts";
import { isLive, most, type HostsDeps, type Runner } from "./hosts.types.ts";
import type { report } from "./report.ts";

type Deps = Pick<HostsDeps, "database" | "clock" | "feed" | "commands"> & { watchLife: (work: Work, id: string) => Promise<void> };
type Hold = { waitMs: number; signal?: AbortSignal };

const keptMs = 86_400_000;

/**
 * One process that `beckon run` supervises, as a machine that runs nothing else: what people want of it goes the same way, and
 * is kept, given again and given up as a machine's is.
 */
export const supervisedRuns = (deps: Deps, take: ReturnType<typeof report>) => {
  const { database, clock, feed } = deps;

  const drop = async (work: Work, ids: readonly string[]): Promise<void> => {
    for (const id of ids.toSorted()) {
      await deps.commands.dropAll(work, { id, name: "The run" }, { kind: "system", name: "runs" });
      await deleteHost(work.db, id);
      await feed.append(work, { kind: "host", entityId: id, deleted: true });
    }
  };
  const open = (runner: Runner, name: string, ownerId: string): Promise<void> =>
    database.transaction(async (work) => {
      const now = clock();
      const told = { name, platform: "beckon run", version: "1", profiles: [], run: true };
      const row = await upsertHost(work.db, { id: newId("ho", now.getTime()), tokenId: runner.id, ...told }, now);
      await feed.append(work, { kind: "host", entityId: row.id });
      await deps.watchLife(work, row.id);
      await drop(work, await oldRuns(work.db, { tokenId: ownerId, keep: most.runs }));
    });

  return {
    /** What a run tells with a sign of life; gives what it is asked to do, held until there is something, or the time is over. */
    beat: async (owner: Runner, said: SupervisedBeat, hold: Hold): Promise<HostCommand[]> => {
      const { process, commands, agent } = said;
      const key = agent.sessionId;
      if (!process || key === undefined) return [];
      const runner: Runner = { id: `${owner.id}/${key}`, name: owner.name, run: { ownerId: owner.id, key } };
      if (!(await findHost(database.db, { tokenId: runner.id }))) await open(runner, agent.host ?? "this machine", owner.id);
      const leaving = !isLive(process.state);
      return (await take(runner, { complete: true, processes: [process], commands, ...(leaving ? { leaving } : {}) }, hold)).commands;
    },
    prune: (): Promise<void> =>
      database.transaction(async (work) => drop(work, await oldRuns(work.db, { before: new Date(clock().getTime() - keptMs) }))),
  };
};
