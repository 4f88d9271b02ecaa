import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { startPushService } from "../support/push-service.ts";
import { createTestApp, type Call } from "../support/test-app.ts";

const requests = 12;

test("two processes work one queue: every device is sent every request once, and one that failed in between again", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const service = await startPushService();
  const open = async () => {
    const database = await openPostgres({ url: server.url, logger: createLogger("silent") });
    await database.migrate();
    return createTestApp({ database, jobs: true, config: { pushAllow: [service.origin] } });
  };
  const first = await open();
  const second = await open();
  try {
    // Both processes sign with one key, whichever of them made it.
    const keys = await Promise.all([first, second].map(({ services }) => services.notifications.publicKey()));
    expect(keys[0]).toBe(keys[1]);

    const browsers = [service.subscribe(), service.subscribe(), service.subscribe()];
    for (const [index, browser] of browsers.entries()) {
      const phone = await (index % 2 ? first : second).pair({ deviceName: `Phone ${index}` });
      expect((await phone("PUT", "/api/devices/me/push-subscription", browser.subscription)).status).toBe(200);
    }
    browsers[0]?.reply({ status: 503 });
    const agent = await first.token();
    const other = Object.assign((...args: Parameters<Call>) =>
      second.nobody(args[0], args[1], args[2], { authorization: `Bearer ${agent.token}` }),
    );
    const asked = await Promise.all(
      Array.from({ length: requests }, (_, index) =>
        (index % 2 ? agent : other)("POST", "/api/decision-requests", { kind: "permission", title: `Request ${index}`, risk: "low" }),
      ),
    );
    const ids = asked.map(({ body }) => body.id as string).toSorted();

    for (const browser of browsers) {
      const pushes = await browser.received(requests);
      expect(pushes.map(({ payload }) => payload.notification.tag).toSorted()).toEqual(ids);
    }
    expect(browsers.map(({ attempts }) => attempts)).toEqual([requests + 1, requests, requests]);
  } finally {
    await first.close();
    await second.close();
    await service.close();
  }
});
