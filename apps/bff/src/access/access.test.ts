import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { rowsOf } from "../platform/db/database.ts";

let app: TestApp;
let now = new Date("2026-11-21T10:00:00.000Z");
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};
type Paired = Awaited<ReturnType<TestApp["pair"]>>;
type Holder = Awaited<ReturnType<TestApp["token"]>>;
let owner: Paired;
let operator: Paired;
let viewer: Paired;
let agent: Holder;
let admin: Holder;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair({ deviceName: "Owner's phone" });
  operator = await app.pair({ role: "operator", person: "Otto" });
  viewer = await app.pair({ role: "viewer", person: "Vera" });
  agent = await app.token("agent", "builder");
  admin = await app.token("admin", "script");
});
afterAll(() => app.close());

const rows = async <T>(query: string) => rowsOf<T>(await app.database.db.execute(sql.raw(query)));
const auditOf = async (subject: string) =>
  (await owner("GET", "/api/audit?limit=200")).body.items.filter((entry: { subject: string }) => entry.subject === subject);
const refused = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code];

describe("who may call what", () => {
  const nobodysId = "0000000000000000000000";
  const routes: [string, string, unknown, Record<string, number>][] = [
    ["GET", "/api/session", undefined, { nobody: 401, agent: 403, admin: 403, local: 403, viewer: 200, operator: 200, owner: 200 }],
    ["POST", "/api/session/end", undefined, { nobody: 401, agent: 403, admin: 403, local: 403 }],
    ["GET", "/api/devices", undefined, { nobody: 401, agent: 403, admin: 200, local: 200, viewer: 200, operator: 200, owner: 200 }],
    [
      "PATCH",
      "/api/devices/me",
      { privateNotifications: true },
      { nobody: 401, agent: 403, admin: 403, local: 403, viewer: 200, operator: 200, owner: 200 },
    ],
    [
      "DELETE",
      `/api/devices/dev_${nobodysId}`,
      undefined,
      { nobody: 401, agent: 403, admin: 404, local: 404, viewer: 404, operator: 404, owner: 404 },
    ],
    ["GET", "/api/people", undefined, { nobody: 401, agent: 403, admin: 200, local: 403, viewer: 200, operator: 200, owner: 200 }],
    [
      "PATCH",
      `/api/people/pe_${nobodysId}`,
      { role: "owner" },
      { nobody: 401, agent: 403, admin: 404, local: 403, viewer: 403, operator: 403, owner: 404 },
    ],
    ["POST", "/api/pairing-codes", {}, { nobody: 401, agent: 403, admin: 201, local: 201, viewer: 403, operator: 403, owner: 201 }],
    ["GET", "/api/tokens", undefined, { nobody: 401, agent: 403, admin: 200, local: 200, viewer: 403, operator: 403, owner: 200 }],
    ["POST", "/api/tokens", { name: "x" }, { nobody: 401, agent: 403, admin: 201, local: 201, viewer: 403, operator: 403, owner: 201 }],
    [
      "DELETE",
      `/api/tokens/tok_${nobodysId}`,
      undefined,
      { nobody: 401, agent: 403, admin: 404, local: 404, viewer: 403, operator: 403, owner: 404 },
    ],
    ["GET", "/api/audit", undefined, { nobody: 401, agent: 403, admin: 200, local: 403, viewer: 403, operator: 403, owner: 200 }],
    ["GET", "/api/passkeys", undefined, { nobody: 401, agent: 403, admin: 403, local: 200, viewer: 200, operator: 200, owner: 200 }],
    [
      "POST",
      "/api/passkeys/registration-options",
      {},
      { nobody: 401, agent: 403, admin: 403, local: 403, viewer: 200, operator: 200, owner: 200 },
    ],
    [
      "DELETE",
      `/api/passkeys/pk_${nobodysId}`,
      undefined,
      { nobody: 401, agent: 403, admin: 403, local: 404, viewer: 404, operator: 404, owner: 404 },
    ],
  ];

  test.each(routes)("%s %s", async (method, path, body, expected) => {
    const callers: Record<string, Call> = { nobody: app.nobody, agent, admin, local: app.local, viewer, operator, owner };
    const got = await Promise.all(
      Object.keys(expected).map(async (who) => [who, (await (callers[who] as Call)(method, path, body)).status]),
    );
    expect(Object.fromEntries(got)).toEqual(expected);
  });
});

describe("who comes in", () => {
  test("the local secret alone is the command line; near it is nobody", async () => {
    expect((await app.local("GET", "/api/tokens")).status).toBe(200);
    for (const wrong of ["local-secret-of-the-test-0123456789abcdefgh", "local-secret-of-the-test-0123456789abcdefghij", "x"])
      expect(refused(await app.nobody("GET", "/api/tokens", undefined, { authorization: `Bearer ${wrong}` }))).toEqual([
        401,
        "access.no_session",
      ]);
  });

  test("a wrong token does not fall back to a right cookie, but a proxy's password does not hide it", async () => {
    expect((await owner("GET", "/api/session", undefined, { authorization: "Bearer bk_wrong" })).status).toBe(401);
    expect((await owner("GET", "/api/session", undefined, { authorization: "Basic dTpw" })).status).toBe(200);
  });

  test("a cookie is found among others, and by its whole name only", async () => {
    const among = (cookie: string) => app.nobody("GET", "/api/session", undefined, { cookie });
    expect((await among(`a=1; ${owner.cookie}; b=2`)).status).toBe(200);
    expect((await among(`not${owner.cookie}`)).status).toBe(401);
  });

  test("a session that slept for 400 days has ended", async () => {
    const sleeper = await app.pair({ role: "viewer", person: "Sleeper" });
    await app.database.db.execute(
      sql`update device set last_seen_at = ${new Date(now.getTime() - 401 * 86_400_000).toISOString()} where id = ${sleeper.session.device.id}`,
    );
    expect(refused(await sleeper("GET", "/api/session"))).toEqual([401, "access.no_session"]);
  });

  test("last seen and last used are written once a minute at most", async () => {
    const phone = await app.pair({ role: "viewer", person: "Watcher" });
    const reader = await app.token("admin", "reader");
    const seen = async () =>
      (await rows<{ at: string }>(`select last_seen_at::text as at from device where id = '${phone.session.device.id}'`))[0]?.at;
    const used = async () => (await rows<{ at: string }>(`select last_used_at::text as at from token where id = '${reader.id}'`))[0]?.at;
    await reader("GET", "/api/people");
    const [firstSeen, firstUsed] = [await seen(), await used()];
    later(59);
    await Promise.all([phone("GET", "/api/people"), reader("GET", "/api/people")]);
    expect([await seen(), await used()]).toEqual([firstSeen, firstUsed]);
    later(2);
    await Promise.all([phone("GET", "/api/people"), reader("GET", "/api/people")]);
    expect(await seen()).not.toBe(firstSeen);
    expect(await used()).not.toBe(firstUsed);
  });
});

describe("devices", () => {
  test("a revoked one is out from the next request, everywhere, and said so", async () => {
    const wakes: string[] = [];
    const stop = app.database.onWake((wake) => void (wake.topic === "access" && wakes.push(wake.key)));
    const lost = await app.pair({ role: "operator", person: "Lotte" });
    const { id } = lost.session.device;
    expect((await owner("DELETE", `/api/devices/${id}`)).status).toBe(204);
    expect(refused(await lost("GET", "/api/session"))).toEqual([401, "access.revoked"]);
    expect(refused(await lost("PATCH", "/api/devices/me", { name: "Back" }))).toEqual([401, "access.revoked"]);
    expect(wakes).toEqual([id]);
    stop();
    expect((await owner("DELETE", `/api/devices/${id}`)).status).toBe(204);
    expect((await auditOf(id)).map((entry: { action: string }) => entry.action)).toEqual(["device.revoked", "device.paired"]);
    const listed = (await owner("GET", "/api/devices")).body.items.find((device: { id: string }) => device.id === id);
    expect(listed.revokedAt).toBe(now.toISOString());
    expect((await app.services.access.recipients.active(app.database.db)).map((device) => device.id)).not.toContain(id);
  });

  test("of others are not for viewers and operators to end; their own are", async () => {
    for (const call of [viewer, operator])
      expect(refused(await call("DELETE", `/api/devices/${owner.session.device.id}`))).toEqual([403, "access.forbidden"]);
    const second = await app.pair({ role: "viewer", person: "Vera", deviceName: "Tablet" });
    expect((await viewer("DELETE", `/api/devices/${second.session.device.id}`)).status).toBe(204);
  });

  test("signing out ends the session and forgets the cookie", async () => {
    const guest = await app.pair({ role: "viewer", person: "Guest" });
    const ended = await guest("POST", "/api/session/end");
    expect(ended.status).toBe(204);
    expect(ended.headers.get("set-cookie")).toMatch(/^beckon=; Max-Age=0/);
    expect((await guest("GET", "/api/session")).status).toBe(401);
  });

  test("are renamed and made private by themselves", async () => {
    const renamed = await operator("PATCH", "/api/devices/me", { name: "Pocket", privateNotifications: true });
    expect(renamed.body).toMatchObject({ name: "Pocket", privateNotifications: true, current: true });
    expect((await operator("GET", "/api/session")).body.device.name).toBe("Pocket");
    expect((await operator("PATCH", "/api/devices/me", {})).status).toBe(422);
    expect((await operator("PATCH", "/api/devices/me", { revokedAt: null })).status).toBe(422);
  });
});

describe("people", () => {
  test("a new role counts from the next request", async () => {
    const changing = await app.pair({ role: "viewer", person: "Chris" });
    const path = `/api/people/${changing.session.person.id}`;
    expect((await changing("GET", "/api/tokens")).status).toBe(403);
    expect((await owner("PATCH", path, { role: "owner" })).body.role).toBe("owner");
    expect((await changing("GET", "/api/tokens")).status).toBe(200);
    expect((await owner("PATCH", path, { role: "viewer" })).status).toBe(200);
    expect((await changing("GET", "/api/tokens")).status).toBe(403);
    expect((await auditOf(changing.session.person.id))[0]).toMatchObject({
      action: "person.role_changed",
      detail: { from: "owner", to: "viewer" },
    });
  });

  test("nobody raises their own role", async () => {
    for (const call of [viewer, operator])
      expect((await call("PATCH", `/api/people/${call.session.person.id}`, { role: "owner" })).status).toBe(403);
  });

  test("the last owner stays one, also when two owners step down at once", async () => {
    const alone = await createTestApp();
    const first = await alone.pair();
    const firstPath = `/api/people/${first.session.person.id}`;
    expect(refused(await first("PATCH", firstPath, { role: "viewer" }))).toEqual([409, "person.last_owner"]);
    const second = await alone.pair({ role: "owner", person: "Second" });
    const both = await Promise.all([
      first("PATCH", firstPath, { role: "viewer" }),
      second("PATCH", `/api/people/${second.session.person.id}`, { role: "viewer" }),
    ]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    await alone.close();
  });

  test("have names of their own: one renames oneself, an owner anybody, and no two are alike", async () => {
    const path = `/api/people/${viewer.session.person.id}`;
    expect((await viewer("PATCH", path, { name: " Vera  V. " })).body.name).toBe("Vera V.");
    expect((await operator("PATCH", path, { name: "Mallory" })).status).toBe(403);
    expect(refused(await viewer("PATCH", path, { name: "otto" }))).toEqual([409, "person.name_taken"]);
    expect((await owner("PATCH", path, { name: "Vera" })).status).toBe(200);
  });
});

describe("tokens", () => {
  test("are shown once, listed without their secret, and revoked at once", async () => {
    const created = await owner("POST", "/api/tokens", { name: "CI" });
    expect(created.body).toMatchObject({ name: "CI", scope: "agent" });
    expect(created.body.token).toMatch(/^bk_[\w-]{43}$/);
    const listed = await owner("GET", "/api/tokens");
    expect(JSON.stringify(listed.body)).not.toContain(created.body.token);
    const ask = () =>
      app.nobody("GET", "/api/decision-requests/dr_0000000000000000000000", undefined, { authorization: `Bearer ${created.body.token}` });
    expect((await ask()).status).toBe(404);
    expect((await owner("DELETE", `/api/tokens/${created.body.id}`)).status).toBe(204);
    expect(refused(await ask())).toEqual([401, "access.revoked"]);
    expect((await owner("DELETE", `/api/tokens/${created.body.id}`)).status).toBe(204);
    expect((await auditOf(created.body.id)).map((entry: { action: string }) => entry.action)).toEqual(["token.revoked", "token.created"]);
  });
});

describe("the audit", () => {
  test("pages from the newest to the oldest without gap or repeat", async () => {
    const all = (await owner("GET", "/api/audit?limit=200")).body.items;
    const paged: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = (await owner("GET", `/api/audit?limit=7${cursor ? `&cursor=${cursor}` : ""}`)).body;
      paged.push(...page.items);
      cursor = page.cursor;
    } while (cursor);
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(14);
    expect((await owner("GET", "/api/audit?cursor=nonsense")).status).toBe(422);
  });

  test("names the actor: person and device, script, command line", async () => {
    const actors = (await owner("GET", "/api/audit?limit=200")).body.items.map((entry: { actor: unknown }) => entry.actor);
    expect(actors).toContainEqual({ kind: "system", name: "command line" });
    expect(actors).toContainEqual({ kind: "person", id: owner.session.person.id, name: "Owner", device: owner.session.device.id });
  });

  test.each(["update audit set action = 'x'", "delete from audit", "truncate audit"])("the database refuses: %s", async (statement) => {
    const before = await rows("select * from audit");
    await expect(app.database.db.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { message: expect.stringContaining("append-only") },
    });
    expect(await rows("select * from audit")).toEqual(before);
  });

  test("holds no secret", async () => {
    const text = JSON.stringify(await rows("select * from audit"));
    for (const secret of [agent.token, admin.token, owner.cookie.split("=")[1] as string]) expect(text).not.toContain(secret);
  });
});
