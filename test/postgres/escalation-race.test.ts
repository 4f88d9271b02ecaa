import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { subscribe } from "../support/subscribe.ts";
import { deadPushOrigin } from "../support/callers.ts";
import { createTestApp } from "../support/test-app.ts";

const pages = 8;
const notice = { title: "A run is stuck", body: "…", private: "An alert", path: "/alerts/1", tag: "a" };

test("two processes page and step at once: each occasion begins once, and each of its steps is made once", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const open = async () => {
    const database = await openPostgres({ url: server.url, logger: createLogger("silent") });
    await database.migrate();
    return createTestApp({ database, jobs: true, config: { pushAllow: [deadPushOrigin] } });
  };
  const apps = [await open(), await open()] as const;
  try {
    const [one] = apps;
    for (let index = 0; index < 3; index += 1) await subscribe(await one.pair({ deviceName: `Phone ${index}` }));
    // Nothing listens where these pushes go: only the steps count.
    await one.services.notifications.escalation.set(
      { kind: "system" },
      {
        steps: ["device", "device", "everyone"].map((tell) => ({ afterMinutes: 0, tell: tell as "device" })),
        repeat: null,
        decisions: { fromRisk: null, fromCostPerHourMicros: null },
      },
    );
    const page = (app: (typeof apps)[number], index: number) =>
      app.database.transaction((work) =>
        app.services.notifications.page(work, { occasion: `alert/${index}`, severity: "critical", notice }),
      );
    await Promise.all(Array.from({ length: pages }, (_, index) => apps.map((app) => page(app, index))).flat());
    const states = async () =>
      (await one.services.notifications.escalation.list({})).map(
        ({ state, steps }) => `${state} ${steps.map(({ to }) => to.length).join(" ")}`,
      );
    await expect.poll(states).toEqual(Array.from({ length: pages }, () => "exhausted 1 1 1"));
    const rows = await one.database.executeSql(
      "select escalation_id, device_id, count(*)::int as n from delivery where kind = 'notice' group by 1, 2 having count(*) > 1",
    );
    expect(rows.rows).toEqual([]);
  } finally {
    for (const app of apps) await app.close();
  }
});
