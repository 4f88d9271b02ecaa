import type { HostAnswer, HostReport } from "@beckon/contracts/hosts";
import type { Db, Work } from "../platform/db/database.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import { compare, type Compared, type Step } from "./compare.ts";
import { hostUnknown } from "./hosts.errors.ts";
import { findHost, lockHost, updateHost, type HostRow } from "./hosts.repository.ts";
import { most, type HostsDeps, type Runner } from "./hosts.types.ts";
import { hasProcesses, processesOfReport, putProcesses, trimProcesses, type ProcessRow } from "./processes.repository.ts";
import { startsOf } from "./starts.ts";
import { insertStarts } from "./starts.repository.ts";
import { toSignals } from "./to-signals.ts";

type Deps = HostsDeps & { watchLife: (work: Work, id: string) => Promise<void> };
type Hold = { waitMs: number; signal?: AbortSignal };

/** Figures alone are told to the apps no oftener than people read them; of a machine with much on it, less often. */
const figuresEveryMs = (processes: number) => 5_000 + processes * 25;

/** Takes what a runner tells, then holds it until there is something to do, or its time is over. */
export const report = (deps: Deps, waiters: Waiters) => {
  const take = takeReport(deps);
  return async (runner: Runner, told: HostReport, { waitMs, signal }: Hold): Promise<HostAnswer> => {
    const deadline = performance.now() + waitMs;
    const { hostId, unknown, refused } = await take(runner, told);
    for (;;) {
      const slot = waiters.arm(hostId);
      try {
        // Whoever has hung up takes nothing, so nothing counts as handed over.
        const commands = signal?.aborted || told.leaving ? [] : await deps.commands.deliver(hostId);
        const left = deadline - performance.now();
        if (commands.length > 0 || unknown || told.leaving || left <= 0 || signal?.aborted) return { commands, unknown, refused };
        await slot.wait(left, signal);
      } finally {
        slot.disarm();
      }
    }
  };
};

type Taken = { hostId: string; unknown: boolean; refused: string[] };

/**
 * First the facts, which are known by their ids, then the rows in one transaction: a report that is repeated because
 * either side died in between tells nothing twice, and leaves nothing out.
 */
const takeReport = (deps: Deps) => {
  const { database, clock, signals } = deps;
  return async (runner: Runner, told: HostReport): Promise<Taken> => {
    const now = clock();
    const host = await findHost(database.db, { tokenId: runner.id });
    if (!host) throw hostUnknown();
    const first = await compared(database.db, { host, told, now });
    // A run tells of itself what it is.
    if (!runner.run)
      await signals.append(
        runner,
        first.steps.flatMap((step) => toSignals(host, step, now)),
      );
    const runs = await runsOf(deps, runner, first);
    return database.transaction(async (work) => {
      const row = await lockHost(work.db, { tokenId: runner.id });
      if (!row) throw hostUnknown();
      // Read again under the lock: an older connection of the same runner may have told something meanwhile.
      const { steps, foreign, news } = await compared(work.db, { host: row, told, now });
      const unknown = !told.complete && !told.leaving && row.completeAt === null && !(await hasProcesses(work.db, row.id));
      const rows = steps.map(({ after }): ProcessRow => ({ ...after, sessionId: after.sessionId ?? runs.get(after.id) ?? null }));
      const taken = new Set(await putProcesses(work.db, rows));
      if (steps.some(({ before }) => !before)) await trimProcesses(work.db, row.id, most.kept);
      await insertStarts(
        work.db,
        startsOf(steps, rows, now).filter(({ processId }) => taken.has(processId)),
      );
      const turned = rows.filter(({ id }, index) => taken.has(id) && hasTurned(steps[index]));
      if (turned.length > 0)
        await deps.told?.(
          work,
          turned.map(({ id }) => id),
        );
      const strange = await deps.commands.told(work, row, told.commands);
      await noteHost(deps, work, { row, told, now, count: steps.length, news: runs.size > 0 ? "changed" : news });
      return { hostId: row.id, unknown, refused: [...foreign, ...rows.map(({ id }) => id).filter((id) => !taken.has(id)), ...strange] };
    });
  };
};

/** It is in another state, or is known as a run from now on. */
const hasTurned = (step: Step | undefined): boolean =>
  step !== undefined &&
  (step.before?.state !== step.after.state || step.before.restarts !== step.after.restarts || step.before.sessionId === null);

const compared = async (db: Db, { host, told, now }: { host: HostRow; told: HostReport; now: Date }): Promise<Compared> => {
  const ids = told.processes.map(({ id }) => id);
  const known = ids.length === 0 && !told.complete ? [] : await processesOfReport(db, host.id, ids);
  return compare({ hostId: host.id, complete: told.complete, processes: told.processes, known, now });
};

/** Our ids of the runs whose processes have none yet. */
const runsOf = async ({ agents, database }: Deps, runner: Runner, { steps }: Compared): Promise<Map<string, string>> => {
  const runs = new Map<string, string>();
  for (const { after } of steps) {
    if (after.sessionId !== null) continue;
    const id = await agents.sessionNamed(database.db, runner.run ?? { ownerId: runner.id, key: after.id });
    if (id !== undefined) runs.set(after.id, id);
  }
  return runs;
};

type Note = { row: HostRow; told: HostReport; now: Date; count: number; news: Compared["news"] };

/** Its sign of life; and the apps are told what is other than before. */
const noteHost = async (deps: Deps, work: Work, { row, told, now, count, news }: Note): Promise<void> => {
  const leaving = told.leaving === true;
  const comes = !leaving && !row.shownConnected;
  const tells =
    news === "changed" || leaving || comes || (news === "figures" && now.getTime() - row.toldAt.getTime() >= figuresEveryMs(count));
  await updateHost(work.db, row.id, {
    lastSeenAt: now > row.lastSeenAt ? now : row.lastSeenAt,
    left: leaving,
    shownConnected: !leaving,
    ...(told.complete ? { completeAt: now } : {}),
    ...(tells ? { toldAt: now } : {}),
  });
  if (tells) await deps.feed.append(work, { kind: "host", entityId: row.id });
  if (comes) await deps.watchLife(work, row.id);
};
