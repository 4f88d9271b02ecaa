import { sharedReport, valueReportPage, valueReportWhole } from "@beckon/contracts/value-reports";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import { rowsOf } from "../platform/db/database.ts";

let app: TestApp;
let now: Date;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
const window = { from: "2026-11-01T00:00:00Z", to: "2026-11-21T00:00:00Z" };
const certain = (value: number) => ({ p10: value, p50: value, p90: value });
const later = (days: number) => void (now = new Date(now.getTime() + days * 86_400_000));

beforeEach(async () => {
  now = new Date("2026-11-21T10:00:00Z");
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  await owner("PUT", "/api/value/assumptions", {
    version: 0,
    terms: { rate: certain(100_000_000), realisation: certain(600_000), infrastructurePerMonthMicros: 90_000_000 },
  });
  await outcome("Rewrite /home/anna/secret");
});
afterEach(() => app.close());

const outcome = (title: string) =>
  owner("POST", "/api/outcomes", { title, acceptedAt: "2026-11-10T12:00:00Z", taskType: "feature", hours: certain(10_000) });
const freeze = async (include: object = {}) => {
  const made = await owner("POST", "/api/value/reports", { scope: window, include });
  expect(made.status).toBe(201);
  return made.body.id as string;
};
const whole = async (id: string) => valueReportWhole.parse((await owner("GET", `/api/value/reports/${id}`)).body);
const share = async (id: string, days = 14) => {
  const made = await owner("POST", `/api/value/reports/${id}/links`, { days });
  expect(made.status).toBe(201);
  return { linkId: made.body.link.id as string, url: made.body.url as string, secret: made.body.url.split("#")[1] as string };
};
const open = (secret: string) => app.nobody("POST", "/api/shared-reports", { secret });
const audit = async () =>
  rowsOf<{ action: string; detail: unknown }>(await app.database.db.execute(sql.raw("select action, detail from audit order by seq")));

describe("a frozen report", () => {
  test("stays as it was frozen, whatever becomes of its outcomes and assumptions", async () => {
    const id = await freeze();
    const before = await whole(id);
    expect(before.snapshot.summary.figures).toMatchObject({ n: 1, value: certain(600_000_000) });
    await outcome("Another");
    await owner("PUT", "/api/value/assumptions", { version: 1, terms: { rate: certain(1), realisation: certain(1) } });
    later(30);
    expect(await whole(id)).toEqual(before);
    expect((await owner("GET", "/api/value/summary?from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z")).body.figures.n).toBe(2);
  });

  test("holds no title, path, agent or project unless asked to", async () => {
    const { snapshot } = await whole(await freeze());
    expect(JSON.stringify(snapshot)).not.toContain("secret");
    expect(snapshot.groups.map(({ by }) => by)).toEqual(["role", "model", "taskType"]);
    expect(snapshot.titles).toBeUndefined();
    const { snapshot: full } = await whole(await freeze({ titles: true, groups: [], trend: false, assumptions: false }));
    expect(full.titles).toMatchObject([{ title: "Rewrite /home/anna/secret", milliHours: 10_000 }]);
    expect([full.trend, full.terms, full.inputs, full.groups]).toEqual([undefined, undefined, undefined, []]);
  });

  test("says what it was narrowed to, and names it only where groups by it were asked for", async () => {
    expect((await whole(await freeze())).snapshot.narrowedBy).toBeUndefined();
    const scope = { ...window, role: "developer", project: "secret-shop" };
    const made = await owner("POST", "/api/value/reports", { scope, include: { inputs: false } });
    const { snapshot } = await whole(made.body.id);
    expect(snapshot.narrowedBy).toEqual([{ filter: "role", value: "developer" }, { filter: "project" }]);
    expect(JSON.stringify(snapshot)).not.toContain("secret-shop");
    const csv = await owner("GET", `/api/value/reports/${made.body.id}/file?format=csv`);
    expect(csv.body).toContain("report,only one role,,developer,,,\r\n");
    expect(csv.body).toContain("report,only one project,,not named,,,\r\n");
  });

  test("is a file too: JSON whole, CSV digit by digit", async () => {
    const id = await freeze();
    const json = await owner("GET", `/api/value/reports/${id}/file`);
    expect(json.headers.get("content-disposition")).toBe('attachment; filename="value-2026-11-01-2026-11-21.json"');
    expect(json.body.snapshot).toEqual((await whole(id)).snapshot);
    const csv = await owner("GET", `/api/value/reports/${id}/file?format=csv`);
    expect(csv.body).toContain("figure,value,600,600,600,USD,\r\n");
    expect(csv.body).toContain("cost,infrastructure,,60,,USD,\r\n");
    expect(csv.body).toContain("figure,payback,,");
  });

  test("is made once for one key, listed newest first, and deleted with its links", async () => {
    const body = { scope: window, title: "November" };
    const key = { "idempotency-key": "k1" };
    const first = await owner("POST", "/api/value/reports", body, key);
    expect([first.status, (await owner("POST", "/api/value/reports", body, key)).status]).toEqual([201, 200]);
    expect((await owner("POST", "/api/value/reports", { ...body, title: "Other" }, key)).status).toBe(422);
    later(1);
    const id = await freeze();
    const page = valueReportPage.parse((await owner("GET", "/api/value/reports?limit=1")).body);
    expect(page.items).toMatchObject([{ id }]);
    const rest = valueReportPage.parse((await owner("GET", `/api/value/reports?limit=1&cursor=${page.cursor}`)).body);
    expect(rest.items).toMatchObject([{ title: "November" }]);
    const { secret } = await share(id);
    expect((await owner("DELETE", `/api/value/reports/${id}`)).status).toBe(204);
    expect((await open(secret)).status).toBe(404);
    expect((await owner("GET", `/api/value/reports/${id}`)).status).toBe(404);
  });
});

describe("a link", () => {
  test("shows exactly what was frozen, to nobody in particular, and opens nothing else", async () => {
    const id = await freeze();
    const { secret, url } = await share(id);
    expect(url).toMatch(/^http:\/\/localhost:8787\/r#rep_[\w-]{43}$/);
    const shown = await open(secret);
    expect([shown.status, shown.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(sharedReport.parse(shown.body)).toEqual({ snapshot: (await whole(id)).snapshot, expiresAt: "2026-12-05T10:00:00.000Z" });
    const bearer = { authorization: `Bearer ${secret}` };
    for (const path of ["/api/value/summary", `/api/value/reports/${id}`, "/api/outcomes", "/api/session"])
      expect((await app.nobody("GET", path, undefined, bearer)).status).toBe(401);
  });

  test("its secret is in no row of the database, and is told once", async () => {
    const id = await freeze();
    const { secret } = await share(id);
    await open(secret);
    const tables = rowsOf<{ name: string }>(
      await app.database.db.execute(sql.raw("select tablename as name from pg_tables where schemaname = 'public'")),
    );
    const dumps = await Promise.all(tables.map(({ name }) => app.database.db.execute(sql.raw(`select * from "${name}"`))));
    expect(JSON.stringify(dumps.map((dump) => rowsOf(dump)))).not.toContain(secret);
    expect(JSON.stringify(await whole(id))).not.toContain(secret);
  });

  test("over, taken back, with its report gone, and never made: all four answer alike", async () => {
    const id = await freeze();
    const [old, revoked] = [await share(id, 1), await share(id, 90)];
    expect((await owner("DELETE", `/api/value/reports/${id}/links/${revoked.linkId}`)).status).toBe(204);
    expect((await owner("DELETE", `/api/value/reports/${id}/links/${revoked.linkId}`)).status).toBe(204);
    const gone = await freeze();
    const orphan = await share(gone);
    await owner("DELETE", `/api/value/reports/${gone}`);
    later(1);
    const answers = [];
    for (const secret of [old.secret, revoked.secret, orphan.secret, `rep_${"A".repeat(43)}`, "x"]) answers.push(await open(secret));
    const bare = answers.map(({ status, body }) => ({ status, ...body, requestId: "" }));
    expect(new Set(bare.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(bare[0]).toMatchObject({ status: 404, code: "value.not_shared" });
  });

  test("guessing ends after ten wrong secrets, and says when to come back", async () => {
    const { secret } = await share(await freeze());
    for (let n = 0; n < 10; n += 1) expect((await open(`rep_${n}`)).status).toBe(404);
    const refused = await open(secret);
    expect([refused.status, refused.body.code]).toEqual([429, "value.too_many_tries"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("every act stands in the audit, without the secret; the first look too", async () => {
    const id = await freeze();
    const { linkId, secret } = await share(id);
    await open(secret);
    await open(secret);
    await owner("DELETE", `/api/value/reports/${id}/links/${linkId}`);
    expect((await whole(id)).links).toMatchObject([{ id: linkId, views: 2, revokedAt: expect.any(String) }]);
    await owner("DELETE", `/api/value/reports/${id}`);
    const told = (await audit()).filter(({ action }) => action.startsWith("value_report"));
    expect(told.map(({ action }) => action)).toEqual([
      "value_report.created",
      "value_report.shared",
      "value_report.opened",
      "value_report.unshared",
      "value_report.deleted",
    ]);
    expect(JSON.stringify(told)).not.toContain(secret);
  });

  test("there are at most 50 to one report", async () => {
    const id = await freeze();
    for (let n = 0; n < 50; n += 1) await share(id);
    expect((await owner("POST", `/api/value/reports/${id}/links`, {})).body.code).toBe("value.too_many_links");
  });
});
