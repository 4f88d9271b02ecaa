import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { beckon } from "../support/command-line.ts";
import { openPhone, pairPhone, type Phone } from "../support/phone.ts";
import { startPushService, type PushService, type ReceivedPush } from "../support/push-service.ts";

const missing = findChromium() === undefined;
const serverFile = fileURLToPath(new URL("../../apps/bff/src/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "beckon-journey-"));

let push: PushService;
let phone: Phone;
let server: ChildProcess;
let origin: string;
let env: Record<string, string>;
let seen = 0;

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const startServer = async () => {
  server = spawn(process.execPath, [serverFile], { env: { ...process.env, ...env }, stdio: "ignore" });
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await fetch(`${origin}/ready`).catch(() => undefined))?.ok) return;
    await sleep(50);
  }
  throw new Error("the server did not become ready");
};
const killServer = async () => {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  await gone;
};

/** The next push that the server hands to the push service. */
const nextPush = async (): Promise<ReceivedPush> => {
  seen += 1;
  return (await phone.endpoint.received(seen))[seen - 1] as ReceivedPush;
};
/** The push that asks this question; others may come in between. */
const questionOf = async (title: string) => {
  for (;;) {
    const found = await nextPush();
    if (found.payload.notification.data.type === "decision" && found.payload.notification.title.includes(title)) return found;
  }
};
const ask = (title: string, ...more: string[]) => beckon(["ask", title, "--option", "yes", "--option", "no", ...more], env);
const choose = (label: string) => phone.page.getByText(label, { exact: true }).first().click();
const toNow = () => phone.page.goto(origin);

beforeAll(async () => {
  if (missing) return;
  push = await startPushService();
  const port = await freePort();
  origin = `http://localhost:${port}`;
  env = {
    BECKON_PORT: String(port),
    BECKON_URL: origin,
    BECKON_DATA_DIR: join(folder, "data"),
    BECKON_SPOOL_DIR: join(folder, "spool"),
    BECKON_PUSH_ALLOW: push.origin,
    HOME: folder,
  };
  await startServer();
  const token = JSON.parse((await beckon(["token", "create", "--name", "journey", "--json"], env).finished).stdout) as { token: string };
  env.BECKON_TOKEN = token.token;
  phone = await openPhone({ origin, push });
  const pairing = JSON.parse((await beckon(["pair", "--json"], env).finished).stdout) as { url: string };
  await pairPhone(phone, pairing.url);
  await phone.page.goto(`${origin}/settings/notifications`);
  await phone.page.getByRole("button", { name: "Enable notifications" }).click();
  await phone.page.getByRole("button", { name: "Send a test" }).click();
  const trial = await nextPush();
  expect(trial.payload.notification.data.type).toBe("test");
});
afterAll(async () => {
  await phone?.close();
  server?.kill("SIGKILL");
  await push?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

test("by a button on the notification: push, tap, the agent goes on", async () => {
  const asking = ask("Deploy to staging?", "--risk", "low");
  const arrived = await questionOf("Deploy to staging?");
  await phone.deliver(arrived);
  const { tag, data, title } = arrived.payload.notification;
  expect(title).toContain("Deploy to staging?");
  await expect.poll(() => phone.notifications()).toMatchObject([{ tag, actions: ["answer:yes", "answer:no"] }]);
  await phone.tap(tag, "answer:yes");
  expect(await asking.finished).toMatchObject({ code: 0, stdout: "yes\n" });
  // The log is written by a job of its own.
  const deliveries = () =>
    phone.page.evaluate(
      async (id) => ((await (await fetch(`/api/deliveries?requestId=${id}`)).json()) as { items: object[] }).items,
      data.requestId,
    );
  await expect.poll(deliveries).toMatchObject([{ status: "answered", shownAt: expect.any(String) as string }]);
});

test("by the card", async () => {
  await toNow();
  const asking = ask("Rename the branch?");
  await phone.page.getByText("Rename the branch?").first().waitFor();
  await choose("No");
  expect(await asking.finished).toMatchObject({ code: 1, stdout: "no\n" });
});

test("by keyboard alone", async () => {
  await toNow();
  const asking = beckon(["ask", "Run the tests?", "--command", "npm test", "--tool", "Bash"], env);
  await phone.page.getByText("Run the tests?").first().waitFor();
  await phone.page.keyboard.press("a");
  expect(await asking.finished).toMatchObject({ code: 0, stdout: "approve\n" });
});

test("without network: the answer waits in the outbox and goes by itself when the network is back", async () => {
  await toNow();
  const asking = ask("Merge the pull request?");
  await phone.page.getByText("Merge the pull request?").first().waitFor();
  await phone.context.setOffline(true);
  await choose("Yes");
  await phone.page
    .getByText(/waiting to be sent/i)
    .first()
    .waitFor();
  // Also after a reload, from the replica alone.
  await phone.page.reload();
  await phone.page
    .getByText(/waiting to be sent/i)
    .first()
    .waitFor();
  await phone.context.setOffline(false);
  expect(await asking.finished).toMatchObject({ code: 0, stdout: "yes\n" });
});

test("the server is killed between question and answer, and comes back", async () => {
  await toNow();
  const asking = ask("Survive a crash?");
  await phone.page.getByText("Survive a crash?").first().waitFor();
  await killServer();
  await choose("Yes");
  await phone.page
    .getByText(/waiting to be sent/i)
    .first()
    .waitFor();
  await startServer();
  // The phone is looked at again, which is when an app may try.
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  expect(await asking.finished).toMatchObject({ code: 0, stdout: "yes\n" });
});

test("somebody else was faster: the phone says who, and what stands", async () => {
  const asking = ask("Who is first?");
  const { data } = (await questionOf("Who is first?")).payload.notification;
  await toNow();
  await phone.page.getByText("Who is first?").first().waitFor();
  await phone.context.setOffline(true);
  await choose("Yes");
  const admin = JSON.parse((await beckon(["token", "create", "--name", "script", "--scope", "admin", "--json"], env).finished).stdout) as {
    token: string;
  };
  const answered = await fetch(`${origin}/api/decision-requests/${data.requestId}/decision`, {
    method: "PUT",
    headers: { authorization: `Bearer ${admin.token}`, "content-type": "application/json" },
    body: JSON.stringify({ option: "no" }),
  });
  expect(answered.status).toBe(200);
  expect(await asking.finished).toMatchObject({ stdout: "no\n" });
  await phone.context.setOffline(false);
  await phone.page
    .getByText(/answered.*script.*no/i)
    .first()
    .waitFor();
});
