import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer, type RunningServer } from "@beckon/bff/server.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { axeViolations, sidewaysOverflow, smallTargets } from "../support/page-checks.ts";
import { lookAtAlerts } from "../support/look-at-alerts.ts";
import { openPhone, pairPhone, type Phone } from "../support/phone.ts";
import { startPushService, type PushService, type ReceivedPush } from "../support/push-service.ts";

// An alert from the phone: it rings, is opened, what helps is done, and it is over: the notification is gone. Firefox does the same in firefox-push.test.ts.

const missing = findChromium() === undefined;
const folder = mkdtempSync(join(tmpdir(), "beckon-alerts-"));
let push: PushService;
let server: RunningServer;
let phone: Phone;
let origin: string;
let token: string;
let seen = 0;

const call = async (method: string, path: string, body?: object, bearer = token) => {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  return (await (await fetch(`${origin}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).json()) as any;
};
const look = () => lookAtAlerts(server.services);
const nextPush = async (fits: (push: ReceivedPush) => boolean): Promise<ReceivedPush> => {
  for (;;) {
    seen += 1;
    const found = (await phone.endpoint.received(seen))[seen - 1] as ReceivedPush;
    if (fits(found)) return found;
  }
};

beforeAll(async () => {
  if (missing) return;
  push = await startPushService();
  server = await startServer(
    readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: join(folder, "data"), BECKON_PUSH_ALLOW: push.origin, BECKON_LOG_LEVEL: "silent" }),
  );
  origin = server.config.publicOrigin;
  const secret = readFileSync(join(folder, "data/local-secret"), "utf8").trim();
  ({ token } = await call("POST", "/api/tokens", { name: "builder", scope: "admin" }, secret));
  phone = await openPhone({ origin, push });
  await pairPhone(phone, (await call("POST", "/api/pairing-codes", {}, secret)).url);
  await phone.page.goto(`${origin}/settings/notifications`);
  await phone.page.getByRole("button", { name: "Enable notifications" }).click();
  await phone.page.getByRole("button", { name: "Send a test" }).click();
  await nextPush(({ payload }) => payload.notification.data.type === "test");
});
afterAll(async () => {
  await phone?.close();
  await server?.stop();
  await push?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test.skipIf(missing)("alert, push, open, what helps, over: the notification is gone", async () => {
  const { page } = phone;
  const { id: requestId } = await call("POST", "/api/decision-requests", {
    kind: "permission",
    title: "Deploy to production?",
    risk: "low",
  });
  await server.services.database.executeSql(`update decision_request set asked_at = now() - interval '3 hours' where id = '${requestId}'`);
  await look();
  const arrived = await nextPush(({ payload }) => payload.notification.data.type === "notice");
  expect(arrived.payload.notification.title).toBe("A decision waits longer than it is worth: Deploy to production?");
  await phone.deliver(arrived);
  const { tag } = arrived.payload.notification;
  await expect.poll(() => phone.notifications()).toMatchObject([{ tag }]);

  // On Now it stands above what happened; there, and on its own page, it is taken.
  await page.goto(origin);
  await page.getByText("A decision waits longer than it is worth: Deploy to production?").first().click();
  await page.getByRole("button", { name: "I take it" }).click();
  await page.getByText("Taken by", { exact: false }).first().waitFor();
  expect({ axe: await axeViolations(page), small: await smallTargets(page), overflow: await sidewaysOverflow(page) }).toEqual({
    axe: [],
    small: [],
    overflow: 0,
  });
  await page.getByRole("link", { name: "Open", exact: true }).first().click();
  await page.getByText("Approve", { exact: true }).first().click();
  await expect.poll(async () => (await call("GET", `/api/decision-requests/${requestId}`)).status).toBe("decided");
  await look();

  const over = await nextPush(({ payload }) => payload.notification.data.type === "withdraw" && payload.notification.tag === tag);
  await phone.deliver(over);
  await expect.poll(async () => (await phone.notifications()).filter((one) => one.tag === tag)).toEqual([]);
  await page.goto(`${origin}/alerts`);
  await page.getByText("Nothing is wrong by your rules").waitFor();
  await page.getByText("what it was about is no more").first().waitFor();
});
