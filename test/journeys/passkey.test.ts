import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";

const missing = findChromium() === undefined;
let app: OpenApp;
let authenticatorId: string;

const grave = (title: string) => ({
  kind: "permission" as const,
  risk: "high" as const,
  title,
  action: { tool: "Bash", command: `deploy ${title}` },
});
/** How often the authenticator has signed: it does so only when the browser asked for the passkey. */
const signed = async (): Promise<number> => {
  const { credentials } = await app.devtools.send("WebAuthn.getCredentials", { authenticatorId });
  return credentials.reduce((sum, { signCount }) => sum + signCount, 0);
};
const verifies = (isUserVerified: boolean) => app.devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
/** Asks, opens the card, and waits for its buttons. */
const show = async (title: string) => {
  const request = await app.ask(grave(title));
  await app.page.goto(`${app.origin}/decisions/${request.id}`);
  await app.page.getByRole("button", { name: "Deny" }).waitFor();
  return request;
};
const press = (name: string | RegExp) => app.page.getByRole("button", { name }).click();

beforeAll(async () => {
  if (missing) return;
  app = await openApp();
  await app.devtools.send("WebAuthn.enable");
  ({ authenticatorId } = await app.devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  }));
});
afterAll(() => app?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

test("without a passkey high risk takes a second step", async () => {
  const { id } = await show("Drop the old table?");
  await press("Approve");
  await app.page.getByRole("dialog").waitFor();
  await press("Yes, approve");
  expect((await app.answerOf(id)).decision).toMatchObject({ option: "approve" });
  expect(await signed()).toBe(0);
});

test("a passkey is added in Settings; from then on approving high risk asks for it, and the agent goes on", async () => {
  await app.page.goto(`${app.origin}/settings/access`);
  await press("Add a passkey");
  await app.page.getByRole("button", { name: /^Remove the passkey/ }).waitFor();
  const { id } = await show("Migrate the database?");
  const before = await signed();
  await press(/^Approve/);
  expect((await app.answerOf(id)).decision).toMatchObject({ option: "approve", decidedBy: { kind: "person" } });
  expect(await signed()).toBe(before + 1);
});

test("the server takes no approval that skips the passkey", async () => {
  const { id } = await app.ask(grave("Delete the bucket?"));
  const answer = await app.page.evaluate(async (path) => {
    const response = await fetch(path, { method: "PUT", headers: { "content-type": "application/json" }, body: '{"option":"approve"}' });
    return { status: response.status, body: (await response.json()) as { code: string } };
  }, `/api/decision-requests/${id}/decision`);
  expect(answer).toMatchObject({ status: 403, body: { code: "decision.passkey_required" } });
});

test("denying needs none", async () => {
  const { id } = await show("Rotate the keys?");
  const before = await signed();
  await press("Deny");
  expect((await app.answerOf(id)).decision).toMatchObject({ option: "deny" });
  expect(await signed()).toBe(before);
});

test("a finger that is not known approves nothing: the card says so, and the next try counts", async () => {
  const { id } = await show("Publish the package?");
  await verifies(false);
  await press(/^Approve/);
  await app.page.locator("decision-card").getByRole("alert").waitFor();
  expect((await app.answerOf(id, 0)).status).toBe("pending");
  await verifies(true);
  await press(/^Approve/);
  expect((await app.answerOf(id)).decision).toMatchObject({ option: "approve" });
});
