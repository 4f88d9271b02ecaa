import { whyNotRunnable } from "../connect/run-child.ts";
import { howEnded, Refused, until } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { childEnvironment } from "./child-environment.ts";
import type { RunProfile } from "./config.ts";
import { endMembers } from "./end-members.ts";
import type { Watched } from "./machine.ts";
import { hasEnded } from "./record.ts";
import type { ProcessRecord } from "./record.ts";
import { claimRun, launch } from "./supervise.ts";

const beginMs = 10_000;
/** What ends so soon did not begin in earnest. */
const earnestMs = 250;
const lastLineMs = 100;

export type Prepared = {
  profile: RunProfile;
  env: Record<string, string>;
  /** Noted with the beginning of the run, in one. */
  patch?: Partial<ProcessRecord>;
};

/**
 * All that a run needs, looked at before anything is touched.
 *
 * @throws Refused where it cannot be begun.
 */
export async function prepareRun(acting: Acting, record: Pick<ProcessRecord, "id" | "profile" | "agent" | "folder">): Promise<Prepared> {
  const { id, agent } = record;
  const profile = acting.config().profiles.find(({ name }) => name === record.profile);
  if (!profile) throw new Refused(`the configuration has no profile "${record.profile}" any more`);
  let env: Record<string, string>;
  try {
    env = childEnvironment({ own: process.env, hostToken: acting.hostToken, profile, url: acting.url, agent, id });
  } catch (error) {
    throw new Refused((error as Error).message, { cause: error });
  }
  const [program = ""] = profile.words;
  const missing = await whyNotRunnable({ command: program, env, cwd: record.folder });
  if (missing) throw new Refused(`${program} cannot be run: ${missing.code === "ENOENT" ? "there is no such command" : missing.message}`);
  return { profile, env };
}

/**
 * Begins the next run of a process. Answers once it runs, in words.
 *
 * @throws Refused where it did not begin, or ended at once.
 */
export async function beginRun(acting: Acting, watched: Watched, { profile, env, patch }: Prepared): Promise<string> {
  const { machine } = acting;
  machine.change(watched, {
    ...{ leader: undefined, endedAt: undefined, exitCode: undefined, signal: undefined, problem: undefined, again: undefined },
    ...patch,
    state: "starting",
    run: watched.record.run + 1,
    startedAt: acting.now().toISOString(),
  });
  const { id, run, folder } = watched.record;
  const { words, outputBytes } = profile;
  try {
    await launch({ dir: machine.dirOf(id), run, id, outputBytes, words, cwd: folder, env }, () => machine.look(watched));
  } catch (error) {
    const problem = `it cannot be started: ${(error as Error).message}`;
    machine.change(watched, { state: "failed", problem, endedAt: acting.now().toISOString() });
    throw new Refused(problem, { cause: error });
  }
  return untilBegun(acting, watched);
}

/** Waits for a run that was launched, by this runner or by the one before. */
export async function untilBegun(acting: Acting, watched: Watched): Promise<string> {
  const { machine } = acting;
  if (!(await until(acting, watched, { wanted: (record) => record.leader !== undefined || hasEnded(record), limitMs: beginMs }))) {
    machine.change(watched, { problem: `It did not begin within ${beginMs / 1_000} s` });
    await endMembers({ table: acting.table, leader: { id: watched.record.id, pid: 0, started: "" }, graceMs: 0, wait: acting.wait });
    machine.change(watched, { state: "failed", endedAt: acting.now().toISOString() });
  }
  await until(acting, watched, { wanted: hasEnded, limitMs: earnestMs });
  const { record } = watched;
  if (record.state === "failed") {
    // Its last line may still be on its way to the file.
    await acting.wait(lastLineMs);
    machine.look(watched);
    throw new Refused(`it ended at once: ${[howEnded(record), ...lastLine(watched)].join(": ")}`);
  }
  return hasEnded(record) ? "it began, and has ended already" : `runs as pid ${record.leader?.pid}`;
}

const lastLine = ({ output }: Watched): string[] =>
  output
    .lines()
    .filter((line) => line.trim() !== "")
    .slice(-1);

/** Whether the run that is noted was never begun, and from now on never will be. */
export const neverBegan = ({ machine }: Acting, { record }: Watched): boolean =>
  record.run === 0 || (record.leader === undefined && claimRun(machine.dirOf(record.id), record.run));
