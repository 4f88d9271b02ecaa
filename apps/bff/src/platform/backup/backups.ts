import type { Clock } from "../clock.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Logger } from "../logger.ts";
import { listDumps } from "./dumps.ts";
import { writeDump } from "./write-dump.ts";

const day = 86_400_000;

type Options = { copyTo: (target: string) => Promise<void>; folder: string; clock: Clock; logger: Logger };

/**
 * A dump a day. Looked at every ten minutes instead of at one hour of the night, for a laptop sleeps
 * at night; the first look comes with the first ten minutes a server runs.
 */
export const scheduleDumps = ({ jobs, ...options }: Options & { jobs: Jobs }): void => {
  let running: Promise<void> | undefined;
  // A dump that takes longer than a job may is not begun a second time beside the first.
  jobs.schedule("backup.dump", "*/10 * * * *", () => (running ??= dumpIfDue(options).finally(() => (running = undefined))));
};

export const dumpIfDue = async (options: {
  copyTo: (target: string) => Promise<void>;
  folder: string;
  clock: Clock;
  logger: Logger;
}): Promise<void> => {
  const { copyTo, folder, clock, logger } = options;
  const at = clock();
  const newest = listDumps(folder).find((dump) => dump.reason === "daily");
  if (newest && at.getTime() - newest.at.getTime() < day && newest.at <= at) return;
  const file = await writeDump({ copyTo, folder, at, reason: "daily" });
  logger.info({ file }, "the embedded database was dumped");
};
