import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAuthenticator, type Authenticator } from "../../../../test/support/software-authenticator.ts";
import { createTestApp, origin, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let now: Date;
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};
type Paired = Awaited<ReturnType<TestApp["pair"]>>;
let phone: Paired;
let key: Authenticator;
const site = { origin };

beforeEach(async () => {
  now = new Date("2026-11-21T10:00:00.000Z");
  app = await createTestApp({ clock: () => now });
  phone = await app.pair();
  key = createAuthenticator();
});
afterEach(() => app.close());

const begin = (call = phone) => call("POST", "/api/passkeys/registration-options", {});
const enrol = async (call = phone, authenticator = key, where: { origin: string; verified?: boolean } = site) =>
  call("POST", "/api/passkeys", { name: "Phone", response: authenticator.create((await begin(call)).body.challenge, where) });
const ask = async (risk = "high") =>
  (
    await (
      await app.token()
    )("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", risk, action: { tool: "Bash", command: "ls" } })
  ).body.id as string;
const challengeFor = async (requestId: string, call = phone) =>
  (await call("POST", "/api/passkeys/step-up-options", { requestId })).body.challenge as string;
const confirm = (requestId: string, response: unknown, call = phone) => call("POST", "/api/passkeys/step-up", { requestId, response });
const stepUp = async (requestId: string, call = phone, authenticator = key) => {
  const challenge = await challengeFor(requestId, call);
  authenticator.setCounter(Math.floor(now.getTime() / 1_000) % 1_000_000);
  return confirm(requestId, authenticator.get(challenge, site), call);
};
const answer = (id: string, option = "approve", call = phone) => call("PUT", `/api/decision-requests/${id}/decision`, { option });
const refused = (result: { status: number; body: { code: string } }) => [result.status, result.body.code];

describe("a passkey", () => {
  test("enrolled guards what is risky: approve waits for it, deny does not", async () => {
    const enrolled = await enrol();
    expect(enrolled.status).toBe(201);
    expect((await phone("GET", "/api/session")).body.passkeys).toBe(1);
    const [first, second] = [await ask(), await ask()];
    expect(refused(await answer(first))).toEqual([403, "decision.passkey_required"]);
    expect((await answer(second, "deny")).status).toBe(200);
    expect((await stepUp(first)).status).toBe(204);
    expect((await answer(first)).status).toBe(200);
    expect((await phone("GET", "/api/passkeys")).body.items).toMatchObject([
      { id: enrolled.body.id, name: "Phone", lastUsedAt: now.toISOString() },
    ]);
  });

  test("confirms one request, on one device, for two minutes", async () => {
    await enrol();
    const laptop = await app.pair({ deviceName: "Laptop" });
    const [asked, other] = [await ask(), await ask()];
    await stepUp(asked);
    expect((await answer(other)).status).toBe(403);
    expect((await answer(asked, "approve", laptop)).status).toBe(403);
    later(121);
    expect((await answer(asked)).status).toBe(403);
    await stepUp(asked);
    later(119);
    expect((await answer(asked)).status).toBe(200);
  });

  test("signs a challenge once, in five minutes, for the request and device it was made for", async () => {
    await enrol();
    const laptop = await app.pair({ deviceName: "Laptop" });
    const [asked, other] = [await ask(), await ask()];
    const response = key.get(await challengeFor(asked), site);
    expect(refused(await confirm(other, response))).toEqual([409, "passkey.challenge_unknown"]);
    expect(refused(await confirm(asked, response, laptop))).toEqual([409, "passkey.challenge_unknown"]);
    key.setCounter(5);
    const used = key.get(await challengeFor(asked), site);
    expect((await confirm(asked, used)).status).toBe(204);
    expect(refused(await confirm(asked, used))).toEqual([409, "passkey.challenge_unknown"]);
    key.setCounter(6);
    const slow = key.get(await challengeFor(asked), site);
    later(301);
    expect(refused(await confirm(asked, slow))).toEqual([409, "passkey.challenge_unknown"]);
  });

  test.each([
    ["another site's origin", () => ({ origin: "https://evil.example" })],
    ["no finger or PIN", () => ({ origin, verified: false })],
  ])("with %s counts for nothing", async (_, where) => {
    await enrol();
    const asked = await ask();
    expect(refused(await confirm(asked, key.get(await challengeFor(asked), where())))).toEqual([422, "passkey.not_verified"]);
    expect((await answer(asked)).status).toBe(403);
    const stranger = await app.pair({ role: "operator", person: "Otto" });
    expect(refused(await enrol(stranger, createAuthenticator(), where()))).toEqual([422, "passkey.not_verified"]);
  });

  test("of a stranger, of a forged signature, or with a counter that goes back, counts for nothing", async () => {
    await enrol();
    const asked = await ask();
    expect(refused(await confirm(asked, createAuthenticator().get(await challengeFor(asked), site)))).toEqual([
      422,
      "passkey.not_verified",
    ]);
    const forged = { ...createAuthenticator({ counter: 9 }).get(await challengeFor(asked), site), id: key.id, rawId: key.id };
    expect(refused(await confirm(asked, forged))).toEqual([422, "passkey.not_verified"]);
    key.setCounter(1);
    expect(refused(await confirm(asked, key.get(await challengeFor(asked), site)))).toEqual([422, "passkey.not_verified"]);
    expect((await answer(asked)).status).toBe(403);
  });

  test("and its copy, with one counter at the same time, count once", async () => {
    await enrol();
    const [asked, other] = [await ask(), await ask()];
    const challenges = [await challengeFor(asked), await challengeFor(other)];
    key.setCounter(7);
    const [first, copy] = challenges.map((challenge) => key.get(challenge, site));
    const both = await Promise.all([confirm(asked, first), confirm(other, copy)]);
    expect(both.map((result) => result.status).toSorted()).toEqual([204, 422]);
  });

  test("that is synced always counts zero, and works again and again", async () => {
    const synced = createAuthenticator({ counter: 0 });
    await enrol(phone, synced);
    const asked = await ask();
    for (let n = 0; n < 2; n += 1) expect((await confirm(asked, synced.get(await challengeFor(asked), site))).status).toBe(204);
  });

  test("belongs to one person", async () => {
    await enrol();
    const otto = await app.pair({ role: "operator", person: "Otto" });
    expect(refused(await enrol(otto))).toEqual([409, "passkey.known"]);
    expect((await otto("GET", "/api/passkeys")).body.items).toEqual([]);
    const [{ id }] = (await phone("GET", "/api/passkeys")).body.items;
    expect(refused(await otto("DELETE", `/api/passkeys/${id}`))).toEqual([404, "passkey.not_found"]);
    expect(refused(await otto("POST", "/api/passkeys/step-up-options", { requestId: await ask() }))).toEqual([409, "passkey.none"]);
  });
});

describe("a stolen session", () => {
  test("adds and removes no passkey once there is one", async () => {
    const { body } = await enrol();
    expect(refused(await begin())).toEqual([403, "passkey.confirm_required"]);
    expect(refused(await phone("DELETE", `/api/passkeys/${body.id}`))).toEqual([403, "passkey.confirm_required"]);
    const asked = await ask();
    await stepUp(asked);
    expect(refused(await begin())).toEqual([403, "passkey.confirm_required"]);
  });

  test("nor with a challenge from before the first one", async () => {
    const laptop = await app.pair({ deviceName: "Laptop" });
    const early = (await begin(laptop)).body.challenge;
    await enrol();
    const late = await laptop("POST", "/api/passkeys", { name: "Mallory", response: createAuthenticator().create(early, site) });
    expect(refused(late)).toEqual([403, "passkey.confirm_required"]);
  });

  test("who confirms may; the audit tells of both, and what was confirmed ends with the passkey", async () => {
    const first = (await enrol()).body.id;
    const asked = await ask();
    await stepUp(asked);
    later(1);
    await stepUp("passkeys");
    const spare = createAuthenticator();
    expect((await enrol(phone, spare)).status).toBe(201);
    expect((await phone("DELETE", `/api/passkeys/${first}`)).status).toBe(204);
    expect(refused(await answer(asked))).toEqual([403, "decision.passkey_required"]);
    const actions = (await phone("GET", "/api/audit")).body.items.map((entry: { action: string }) => entry.action);
    expect(actions.filter((action: string) => action.startsWith("passkey."))).toEqual([
      "passkey.removed",
      "passkey.added",
      "passkey.added",
    ]);
  });

  test("a lost passkey is removed on the server's machine", async () => {
    await enrol();
    const [{ id }] = (await app.local("GET", "/api/passkeys")).body.items;
    expect((await app.local("DELETE", `/api/passkeys/${id}`)).status).toBe(204);
    expect((await begin()).status).toBe(200);
  });
});

describe("at an address of numbers", () => {
  test("passkeys are refused with the reason in words", async () => {
    const numbers = await createTestApp({ config: { publicOrigin: "http://127.0.0.1:8787" } });
    const laptop = await numbers.pair();
    expect(laptop.session.server.passkeysPossible).toBe(false);
    const answered = await begin(laptop);
    expect(refused(answered)).toEqual([409, "passkey.not_possible"]);
    expect(answered.body.detail).toContain("127.0.0.1 is an address");
    await numbers.close();
  });
});
