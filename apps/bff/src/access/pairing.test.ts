import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, origin, type TestApp } from "../../../../test/support/test-app.ts";
import { rowsOf } from "../platform/db/database.ts";
import { createAccessService } from "./access.service.ts";
import { createAudit } from "./audit.service.ts";

let app: TestApp;
let now: Date;
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

beforeEach(async () => {
  now = new Date("2026-11-21T10:00:00.000Z");
  app = await createTestApp({ clock: () => now });
});
afterEach(() => app.close());

const newCode = async (body: unknown = {}) =>
  (await app.local("POST", "/api/pairing-codes", body)).body as { code: string; url: string; expiresAt: string };
const pair = (code: string, deviceName = "Phone", headers: Record<string, string> = {}) =>
  app.nobody("POST", "/api/pair", { code, deviceName }, headers);
const rows = async <T>(query: string) => rowsOf<T>(await app.database.db.execute(sql.raw(query)));

describe("a code", () => {
  test("has eight characters that cannot be mistaken, a link and ten minutes", async () => {
    const { code, url, expiresAt } = await newCode();
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    expect(url).toBe(`http://localhost:8787/pair#${code}`);
    expect(expiresAt).toBe("2026-11-21T10:10:00.000Z");
  });

  test("is in no row of the database, nor is the session", async () => {
    const { code } = await newCode();
    const paired = await pair(code);
    const secret = /=([^;]+)/.exec(paired.headers.get("set-cookie") as string)?.[1] as string;
    const tables = await rows<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
    const dumps = await Promise.all(tables.map(({ name }) => rows(`select * from "${name}"`)));
    const dump = JSON.stringify(dumps);
    expect(dump).toContain("Phone");
    for (const hidden of [code, code.replace("-", ""), secret]) expect(dump).not.toContain(hidden);
  });

  test("makes the first person the owner, and the session says so", async () => {
    const { status, body } = await pair((await newCode()).code, "  Anna's   phone ");
    expect(status).toBe(201);
    expect(body).toMatchObject({
      person: { name: "Owner", role: "owner" },
      device: { name: "Anna's phone", current: true, privateNotifications: false, push: { state: "none" } },
      passkeys: 0,
      server: { publicOrigin: "http://localhost:8787", passkeysPossible: true },
    });
  });

  test.each([
    ["lower case", (code: string) => code.toLowerCase()],
    ["without its dash", (code: string) => code.replace("-", "")],
    ["with spaces", (code: string) => ` ${code.split("").join(" ")} `.slice(0, 20)],
  ])("works in %s", async (_, typed) => {
    expect((await pair(typed((await newCode()).code))).status).toBe(201);
  });

  test("works once", async () => {
    const { code } = await newCode();
    await pair(code);
    const again = await pair(code, "Thief");
    expect([again.status, again.body.code]).toEqual([410, "pairing.code_used"]);
    expect(again.headers.get("set-cookie")).toBeNull();
  });

  test("pairs one of two devices that come at once, and the audit names one", async () => {
    const { code } = await newCode();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => pair(code, `Phone ${n}`)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 410)]);
    expect(await rows("select * from device")).toHaveLength(1);
    expect(await rows("select * from audit where action = 'device.paired'")).toHaveLength(1);
  });

  test("two first codes at once make one owner", async () => {
    const codes = [await newCode(), await newCode()];
    await Promise.all(codes.map(({ code }, n) => pair(code, `Phone ${n}`)));
    expect(await rows("select * from person")).toHaveLength(1);
  });

  test("expires after ten minutes", async () => {
    const { code } = await newCode();
    later(10);
    const late = await pair(code);
    expect([late.status, late.body.code]).toEqual([410, "pairing.code_expired"]);
  });

  test("that never was is 404", async () => {
    const wrong = await pair("AAAA-AAAA");
    expect([wrong.status, wrong.body.code]).toEqual([404, "pairing.code_unknown"]);
  });

  test("needs a device with a visible name", async () => {
    const { code } = await newCode();
    expect((await pair(code, " \n ")).status).toBe(422);
    expect((await pair(code)).status).toBe(201);
  });
});

describe("guessing", () => {
  test("ends after ten wrong codes, also for a right one, and says when to come back", async () => {
    const { code } = await newCode();
    for (let n = 0; n < 10; n += 1) expect((await pair("AAAA-AAAA")).status).toBe(404);
    const refused = await pair(code);
    expect([refused.status, refused.body.code]).toEqual([429, "pairing.too_many_tries"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(600);
    expect(await rows("select * from device")).toHaveLength(0);
  });

  test("is not what a team does that pairs forty devices", async () => {
    for (let n = 0; n < 40; n += 1) expect((await pair((await newCode()).code, `Phone ${n}`)).status).toBe(201);
  });

  test("from everywhere together has an end as well", async () => {
    await app.database.db.execute(sql`insert into rate_limit (key, points, expire) values ('pair:all', 600, now() + interval '5 minutes')`);
    expect((await pair((await newCode()).code)).status).toBe(429);
  });
});

test("the log tells of guessing, and never the code or the session", async () => {
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const access = createAccessService({
    database: app.database,
    clock: () => now,
    logger,
    audit: createAudit({ database: app.database, clock: () => now, logger }),
    config: { publicOrigin: origin, version: "1", localSecret: "local" },
    pushStates: async () => new Map(),
    deafDevices: async () => [],
    verifyCapability: () => undefined,
    pushServer: async () => ({ vapidPublicKey: "", applePush: false }),
  });
  const { code } = await newCode();
  const attempt = (typed: string) => access.pair({ code: typed, deviceName: "Phone", address: "203.0.113.5", caller: { kind: "nobody" } });
  const { secret } = await attempt(code);
  await Promise.allSettled(Array.from({ length: 12 }, () => attempt("AAAABBBB")));
  await expect(attempt("AAAABBBB")).rejects.toMatchObject({ code: "pairing.too_many_tries" });
  const log = lines.join("");
  expect(log).toContain("203.0.113.5");
  for (const hidden of [code, code.replace("-", ""), "AAAABBBB", secret]) expect(log).not.toContain(hidden);
});

describe("the cookie", () => {
  test("on http is HttpOnly, Lax, for every path, for 400 days", async () => {
    const cookie = (await pair((await newCode()).code)).headers.get("set-cookie") as string;
    expect(
      cookie
        .split("; ")
        .map((part) => part.replace(/^beckon=.+/, "beckon"))
        .toSorted(),
    ).toEqual(["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=Lax", "beckon"]);
  });

  test("on https is pinned to the host and secure, and the plain one opens nothing there", async () => {
    const https = await createTestApp({ config: { publicOrigin: "https://beckon.example" } });
    const phone = await https.pair();
    expect(phone.cookie).toMatch(/^__Host-beckon=ses_/);
    const session = await phone("GET", "/api/session");
    expect(session.status).toBe(200);
    expect(session.headers.get("set-cookie")).toMatch(/^__Host-beckon=.+; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect((await https.nobody("GET", "/api/session", undefined, { cookie: phone.cookie.replace("__Host-", "") })).status).toBe(401);
    await https.close();
  });

  test("of a browser that pairs anew replaces the old one, whose device is revoked", async () => {
    const before = await app.pair({ deviceName: "Old" });
    const paired = await before("POST", "/api/pair", { code: (await newCode()).code, deviceName: "New" });
    expect(paired.status).toBe(201);
    expect((await before("GET", "/api/session")).body.code).toBe("access.revoked");
  });
});

describe("an invitation", () => {
  test("makes a new person with the role, an operator when none is named", async () => {
    const viewer = await app.pair({ role: "viewer", person: "Vera" });
    expect(viewer.session.person).toMatchObject({ name: "Vera", role: "viewer" });
    const operator = await pair((await newCode({ person: "Otto" })).code);
    expect(operator.body.person).toMatchObject({ name: "Otto", role: "operator" });
  });

  test("for a known name or id pairs that person, whatever the case", async () => {
    const vera = await app.pair({ role: "viewer", person: "Vera" });
    const byName = await pair((await newCode({ person: "VERA" })).code);
    const byId = await pair((await newCode({ person: vera.session.person.id })).code);
    expect([byName.body.person.id, byId.body.person.id]).toEqual([vera.session.person.id, vera.session.person.id]);
  });

  test("never changes a role", async () => {
    await app.pair({ role: "viewer", person: "Vera" });
    const other = await app.local("POST", "/api/pairing-codes", { person: "Vera", role: "owner" });
    expect([other.status, other.body.code]).toEqual([422, "pairing.role_differs"]);
  });

  test("does not open a namesake's access who came meanwhile", async () => {
    const { code } = await newCode({ person: "Vera", role: "viewer" });
    await app.pair({ role: "operator", person: "Vera" });
    const taken = await pair(code);
    expect([taken.status, taken.body.code]).toEqual([409, "person.name_taken"]);
    expect(await rows("select * from device")).toHaveLength(1);
  });

  test.each([
    [{ role: "viewer" }, "pairing.role_without_person", 422],
    [{ person: "pe_0000000000000000000000" }, "person.not_found", 404],
    [{ person: "Vera", admin: true }, "request.invalid", 422],
  ])("%j is refused", async (body, code, status) => {
    const answer = await app.local("POST", "/api/pairing-codes", body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test("by an owner's device without a name is for that owner", async () => {
    await app.pair();
    const second = await app.pair({ role: "owner", person: "Olga" });
    const code = (await second("POST", "/api/pairing-codes", {})).body.code;
    expect((await pair(code)).body.person.name).toBe("Olga");
  });
});
