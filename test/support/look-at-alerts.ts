import type { RunningServer } from "@beckon/bff/server.ts";
import { expect } from "vitest";

/** The next look at all alert rules, now instead of in half a minute; again where the server's own came in between. */
export const lookAtAlerts = ({ database, alerts }: RunningServer["services"]): Promise<void> =>
  expect
    .poll(
      async () => {
        await database.executeSql("delete from alert_clock; delete from alert_evaluation");
        return alerts.evaluate();
      },
      { interval: 500 },
    )
    .toBe(true);
