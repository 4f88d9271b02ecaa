import { setTimeout as sleep } from "node:timers/promises";
import { serverUrl } from "../environment.ts";
import type { Child, Ended } from "./run-child.ts";
import { controlRun } from "./run-control.ts";
import { createRunProcess } from "./run-process.ts";
import type { RunReport } from "./run-report.ts";

type Options = {
  name: string;
  host: string;
  cwd: string;
  title: string;
  report: RunReport;
  /** Starts the program, with these variables beside its own. */
  begin: (env: Record<string, string>, isPaused: () => boolean) => Promise<Child>;
};

/** Runs the program to its end, anew as often as somebody asks for that, under the control of the app where there is a token. */
export async function superviseRun({ name, host, cwd, title, report, begin }: Options) {
  let next: ((begun: { pid: number } | { problem: string }) => void) | undefined;
  const process = createRunProcess({ agent: name, folder: cwd, title, again: () => new Promise((resolve) => (next = resolve)) });
  const control = controlOf({ name, host, report, process });
  const start = async (): Promise<Child> => {
    const child = await begin(process.environment(), process.isPaused);
    if (child.pid !== undefined) process.begun(child.pid);
    return child;
  };
  const first = await start();
  if (first.started) {
    report.start();
    control?.start();
  }
  const toTheEnd = async (): Promise<{ ended: Ended; stopped: boolean }> => {
    for (let child = first; ; child = await start()) {
      next?.(child.pid === undefined ? { problem: "it could not be started again" } : { pid: child.pid });
      next = undefined;
      const ended = await child.ended;
      if (child.pid === undefined || !process.ended(ended)) return { ended, stopped: process.wasStopped() };
      // It begins once all that belonged to it is gone.
      while (!next && process.isToBeginAgain()) await sleep(10);
      if (!next) return { ended, stopped: false };
    }
  };
  return { begun: first.started, ended: toTheEnd(), end: () => control?.end() ?? Promise.resolve() };
}

/** Nothing where there is no token, or no address: its report says so. */
function controlOf({
  name,
  host,
  report,
  process,
}: Pick<Options, "name" | "host" | "report"> & { process: ReturnType<typeof createRunProcess> }) {
  const token = globalThis.process.env.BECKON_TOKEN?.trim();
  if (!token) return undefined;
  try {
    const agent = { name, host, sessionId: report.session };
    return controlRun({ url: serverUrl(), token, agent, process, heard: report.flush });
  } catch {
    return undefined;
  }
}
