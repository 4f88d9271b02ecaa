import { afterAll, beforeAll, expect, test } from "vitest";
import { startPushService } from "./support/push-service.ts";
import { createTestApp, type TestApp } from "./support/test-app.ts";

let service: Awaited<ReturnType<typeof startPushService>>;
let app: TestApp;
beforeAll(async () => {
  service = await startPushService();
  app = await createTestApp({ jobs: true, config: { pushAllow: [service.origin] } });
});
afterAll(async () => {
  await app.close();
  await service.close();
});

test("a phone that shows what the demo asks is told before the demo is gone", async () => {
  const owner = await app.pair({ role: "owner" });
  const browser = service.subscribe();
  expect((await owner("PUT", "/api/devices/me/push-subscription", browser.subscription)).status).toBe(200);
  const { body: made } = await app.local("POST", "/api/tokens", { name: "checkout-builder", demo: true });
  const asked = await app.nobody(
    "POST",
    "/api/decision-requests",
    { kind: "permission", title: "Deploy?" },
    { authorization: `Bearer ${made.token}` },
  );
  expect(asked.status).toBe(201);
  await expect.poll(() => browser.pushes.length).toBe(1);

  expect((await owner("DELETE", "/api/demo")).body).toMatchObject({ tokens: 1, requests: 1 });
  expect(browser.pushes.map(({ payload }) => payload.notification.title)).toEqual(["Demo: Deploy?", "Withdrawn by the agent"]);
  expect((await owner("GET", "/api/deliveries")).body.items).toEqual([]);
  expect((await owner("GET", `/api/decision-requests/${asked.body.id}`)).status).toBe(404);
});
