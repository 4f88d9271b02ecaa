import type { HostCommand } from "@beckon/contracts/hosts";
import { Refused, howEnded } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { beginRun, neverBegan, prepareRun, untilBegun } from "./begin.ts";
import { nameForm } from "./config.ts";
import type { RunProfile } from "./config.ts";
import { realFolder } from "./folder.ts";
import type { Machine, Watched } from "./machine.ts";
import { hasEnded } from "./record.ts";

/** Starts a process of a profile. One that is known already is not started a second time, but what was interrupted is finished. */
export async function startProcess(acting: Acting, command: HostCommand): Promise<string> {
  const watched = acting.machine.get(command.processId) ?? noteNew(acting, command);
  const { record } = watched;
  if (record.leader && !hasEnded(record)) return `runs as pid ${record.leader.pid}`;
  if (record.state === "exited") return "it began, and has ended already";
  if (record.state === "failed") throw new Refused(`it began, and has ended: ${howEnded(record)}`);
  try {
    if (!neverBegan(acting, watched)) return await untilBegun(acting, watched);
    const { worktree } = record;
    if (worktree) acting.machine.change(watched, { folder: await acting.worktrees.add(worktree) });
    return await beginRun(acting, watched, await prepareRun(acting, watched.record));
  } catch (error) {
    const problem = (error as Error).message;
    if (!hasEnded(watched.record)) acting.machine.change(watched, { state: "failed", problem, endedAt: acting.now().toISOString() });
    throw error;
  }
}

/** Notes the process before anything is begun, so that the next runner knows what this one was about. */
function noteNew(acting: Acting, { processId: id, profile: name, agent = name }: HostCommand): Watched {
  const { profiles, roots } = acting.config();
  const profile = profiles.find((one) => one.name === name);
  if (!profile) throw new Refused(`the configuration has no profile "${name ?? ""}"`);
  if (agent === undefined || !nameForm.test(agent))
    throw new Refused("the agent's name may have letters, digits, blanks and . _ @ # ( ) - only");
  const alive = aliveOf(acting.machine, profile);
  if (alive >= profile.most) throw new Refused(`${profile.name} runs ${alive === 1 ? "once" : `${alive} times`} already, and may no more`);
  const folder = realFolder(profile.folder, roots);
  const taken = acting.machine.alive().map(({ record }) => record.worktree?.path);
  return acting.machine.add({
    id,
    profile: profile.name,
    agent,
    role: profile.role,
    vendor: profile.vendor,
    folder,
    ...(profile.worktree && { worktree: acting.worktrees.plan({ repository: folder, agent, taken }) }),
    state: "starting",
    run: 0,
    restarts: 0,
    startedAt: acting.now().toISOString(),
  });
}

const aliveOf = (machine: Machine, { name }: RunProfile): number => machine.alive().filter(({ record }) => record.profile === name).length;
