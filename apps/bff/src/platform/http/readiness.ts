import type { Database } from "../db/database.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Check } from "./health.routes.ts";

/** What has to answer before this process is ready. */
export const createReadiness = (options: { database: Database; jobs: Jobs; sync: { horizon(): Promise<unknown> } }) => {
  const { database, jobs, sync } = options;
  const checks: Check[] = [
    { name: "database", run: () => database.ping() },
    {
      name: "jobs",
      run: () => {
        if (!jobs.running()) throw new Error("jobs are not running");
      },
    },
    { name: "stream", run: async () => void (await sync.horizon()) },
  ];
  const answers = async (name: string): Promise<boolean> => {
    try {
      await checks.find((check) => check.name === name)?.run();
      return true;
    } catch {
      return false;
    }
  };
  return { checks, answers };
};
