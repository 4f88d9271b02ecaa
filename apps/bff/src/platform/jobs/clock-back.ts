import type { Database } from "../db/database.ts";

/** Less than this is what clocks do among each other. */
const leap = "interval '2 minutes'";

/**
 * Where the database's clock was put back, what was written before lies in its future: jobs would begin that much later, and
 * schedules stand still until the same time comes again. Each waits from now on as long as it was to wait when it was
 * written. Says whether there was something to do; twice, or by several processes at once, is the same as once.
 */
export const settleClock = async ({ executeSql }: Pick<Database, "executeSql">): Promise<boolean> => {
  // The store notes every half a minute when it last looked at its schedules.
  if ((await executeSql(`select 1 from jobs.version where cron_on > now() + ${leap}`)).rows.length === 0) return false;
  await executeSql(`
    update jobs.job set start_after = now() + greatest(start_after - created_on, interval '0'), created_on = now()
      where state < 'active' and created_on > now() + ${leap};
    update jobs.job set started_on = now(), heartbeat_on = now() where state = 'active' and started_on > now() + ${leap};
    delete from jobs.job where state > 'active' and created_on > now() + ${leap};
    update jobs.queue set monitor_claim_on = null, maintain_on = null where greatest(monitor_claim_on, maintain_on) > now() + ${leap};
    update jobs.version set cron_on = null where cron_on > now() + ${leap}`);
  return true;
};
