import { afterAll, beforeAll, expect, test } from "vitest";
import { expectedOf, makeMonth, monthMinutes, monthStart, tellMonth, type Told } from "../../../../test/support/attention-month.ts";
import { gitStatus, standingRule } from "../../../../test/support/rules-lab.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let now = new Date(monthStart - 86_400_000 * 2);
let phone: Call & { session: any };
let laptop: Call & { session: any };
let viewer: Call;
let agents: (Call & { id: string })[];
let told: Told[];
const endOfMonth = monthStart + monthMinutes * 60_000;
const october = `from=${new Date(monthStart).toISOString()}&to=${new Date(endOfMonth).toISOString()}&tz=Europe/Berlin`;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  phone = await app.pair({ deviceName: "Anna's phone" });
  laptop = await app.pair({ role: "operator", person: "Ben", deviceName: "Ben's laptop" });
  viewer = await app.pair({ role: "viewer" });
  agents = [];
  for (const name of ["builder-1", "builder-2", "tester", "reviewer"]) agents.push(await app.token("agent", name));
  await standingRule(phone, { ...gitStatus(), mostPerHour: 1_000, until: "2026-12-01T00:00:00Z" });
  told = makeMonth(150);
  const at = (ms: number) => void (now = new Date(ms));
  await tellMonth(told, { agents, devices: [phone, laptop], at, expire: app.services.decisions.expireDue });
  now = new Date(endOfMonth + 3_600_000);
});
afterAll(() => app.close());

const summary = async (query = october, caller: Call = phone) => {
  const { status, body } = await caller("GET", `/api/attention/summary?${query}`);
  expect([status, body]).toMatchObject([200, {}]);
  return body;
};

test("a month of overlapping waits, expiries, rules and answers without network is the ledger to the minute", async () => {
  const expected = expectedOf(told, monthMinutes + 60, "Europe/Berlin");
  const { waiting, answers, attention, trend } = await summary();
  expect(expected.waitingMinutes).toBeGreaterThan(5_000);
  expect(waiting.ms / 60_000).toBe(expected.waitingMinutes);
  expect(waiting.outsideMs / 60_000).toBe(expected.outsideMinutes);
  expect(waiting.byHour.map((ms: number) => ms / 60_000)).toEqual(expected.byHour);
  expect(Object.fromEntries(waiting.byKind.map(({ kind, ms }: { kind: string; ms: number }) => [kind, ms / 60_000]))).toEqual(
    expected.byKind,
  );
  expect(waiting.byAgent.map(({ ms }: { ms: number }) => ms / 60_000)).toEqual(expected.byAgent.toSorted((a, b) => b - a));
  expect(waiting.open).toBe(told.filter(({ how }) => how === "open").length);
  expect(waiting.outsideShare).toBe(Math.round((expected.outsideMinutes / expected.waitingMinutes) * 1e6));
  expect(answers.ended).toEqual(expected.ended);
  expect(answers.n).toBe(expected.ended.person);
  expect(attention).toMatchObject({
    cardsMs: expected.cardsMs,
    cards: expected.cards,
    unmeasured: expected.unmeasured,
    ms: expected.cardsMs,
  });
  expect(trend).toHaveLength(31);
  for (const day of trend) {
    const own = expected.byDay[day.key] ?? { waiting: 0, attentionMs: 0, answers: 0 };
    expect([day.key, day.waitingMs / 60_000, day.attentionMs, day.answers]).toEqual([day.key, own.waiting, own.attentionMs, own.answers]);
  }
  const [, longDay] = [trend[23], trend[24]];
  expect([longDay.key, Date.parse(longDay.to) - Date.parse(longDay.from)]).toEqual(["2026-10-25", 25 * 3_600_000]);
});

test("zones of half and quarter hours find the same time on other days", async () => {
  for (const timeZone of ["Asia/Kathmandu", "Australia/Lord_Howe"]) {
    const expected = expectedOf(told, monthMinutes + 60, timeZone);
    const { waiting, trend } = await summary(october.replace("Europe/Berlin", timeZone));
    expect(waiting.byHour.map((ms: number) => ms / 60_000)).toEqual(expected.byHour);
    for (const day of trend) expect([day.key, day.waitingMs / 60_000]).toEqual([day.key, expected.byDay[day.key]?.waiting ?? 0]);
  }
});

test("the parts of a window add up to it, and of one agent only its own counts", async () => {
  const cut = new Date(monthStart + 11 * 86_400_000 + 1_234_567).toISOString();
  const [whole, first, second] = [
    await summary(),
    await summary(october.replace(/&to=[^&]*/, `&to=${cut}`)),
    await summary(october.replace(/from=[^&]*/, `from=${cut}`)),
  ];
  expect(first.waiting.ms + second.waiting.ms).toBe(whole.waiting.ms);
  expect(first.attention.cardsMs + second.attention.cardsMs).toBe(whole.attention.cardsMs);
  const { agentId, ms } = whole.waiting.byAgent[1];
  expect((await summary(`${october}&agent=${agentId}`)).waiting).toMatchObject({ ms, agents: 1 });
  expect((await summary(`${october}&project=shop`)).waiting.ms).toBe(whole.waiting.ms);
  expect((await summary(`${october}&project=other`)).waiting).toMatchObject({ ms: 0, n: 0, outsideShare: null });
});

test("everybody sees the workspace and their own devices, nobody somebody else's", async () => {
  const [anna, ben, seen] = [await summary(october, phone), await summary(october, laptop), await summary(october, viewer)];
  const by = (device: number) =>
    told.filter((one) => one.device === device && (one.ended ?? -1) >= 0 && (one.ended ?? 1e9) < monthMinutes).length;
  expect(anna.answers.byDevice).toMatchObject([{ deviceId: phone.session.device.id, name: "Anna's phone", n: by(0) }]);
  expect(ben.answers.byDevice).toMatchObject([{ name: "Ben's laptop", n: by(1) }]);
  expect(seen.answers.byDevice).toEqual([]);
  expect(seen.answers.n).toBe(anna.answers.n);
  expect(JSON.stringify(seen)).not.toMatch(/Anna|Ben/);
  const rows = (await laptop("GET", `/api/attention/waits?${october}&limit=200`)).body.items;
  expect(rows.filter((row: any) => row.openMs !== undefined).every((row: any) => row.own)).toBe(true);
  expect(rows.some((row: any) => row.openMs !== undefined)).toBe(true);
});

test("what nobody said has no price, and says why", async () => {
  const { attention, waiting, currency } = await summary();
  expect(currency).toBe("USD");
  expect(attention).toMatchObject({ micros: null, rateMicros: null, gaps: ["no_rate"] });
  expect(waiting.cost).toEqual({ agentsMicros: null, unpricedMs: waiting.ms, delayMicros: null, gaps: ["agents_unpriced", "no_delay"] });
});

test("a window without anything has no figures, not zeros that were measured", async () => {
  const empty = await summary("from=2025-01-01T00:00:00Z&to=2025-01-03T00:00:00Z");
  expect(empty.waiting).toMatchObject({ ms: 0, n: 0, outsideShare: null });
  expect(empty.answers).toMatchObject({ n: 0, p50: null, p95: null });
  expect(empty.attention).toMatchObject({ cards: 0, perDecisionMs: null });
  expect(empty.interruptions).toEqual({ n: 0, questions: 0, perDayMilli: null, since: null });
  expect((await phone("GET", "/api/attention/summary?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")).body.code).toBe(
    "attention.window_empty",
  );
  expect((await phone("GET", "/api/attention/summary?from=2020-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")).body.code).toBe(
    "attention.window_too_long",
  );
});

test("the rows behind the figures come page by page, newest first, each once", async () => {
  const seen: any[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await phone("GET", `/api/attention/waits?${october}&limit=100${cursor ? `&cursor=${cursor}` : ""}`);
    seen.push(...body.items);
    cursor = body.cursor;
  } while (cursor);
  const open = told.filter(({ asked, ended }) => asked < monthMinutes && (ended === undefined || ended >= 0));
  expect(seen).toHaveLength(open.length);
  expect(new Set(seen.map(({ requestId }) => requestId)).size).toBe(seen.length);
  expect(seen.map(({ askedAt }) => askedAt)).toEqual(
    seen
      .map(({ askedAt }) => askedAt)
      .toSorted()
      .toReversed(),
  );
  expect((await phone("GET", `/api/attention/waits?${october}&cursor=x`)).status).toBe(422);
});

test("packed, every figure is the same, of an agent or a place of work too; what is late stays beside the packs", async () => {
  const asked = [october, `${october}&project=shop`, "from=2026-10-08T11:11:11Z&to=2026-10-21T03:04:05Z&tz=Asia/Kathmandu"];
  const { agentId } = (await summary()).waiting.byAgent[0];
  const all = async () => {
    const found = [];
    for (const query of [...asked, `${october}&agent=${agentId}`]) found.push({ ...(await summary(query)), asOf: "" });
    return found;
  };
  for (const one of told.slice(10, 60))
    await app.database.executeSql(
      `insert into attention_push (delivery_id, request_id, at) select 'dl_' || request_id, request_id, asked_at + 2000 from attention_wait
        where asked_at = ${monthStart + one.asked * 60_000} on conflict do nothing`,
    );
  const before = await all();
  expect(before[0]!.interruptions.n).toBeGreaterThan(30);
  await Promise.all([app.services.attention.pack({ most: 25, least: 5 }), app.services.attention.pack({ most: 25, least: 5 })]);
  const packs = (await app.database.executeSql("select id from attention_pack")).rows;
  expect(packs.length).toBeGreaterThan(3);
  const loose = (await app.database.executeSql("select ended from attention_wait where not packed")).rows as { ended: string | null }[];
  expect(loose.filter(({ ended }) => ended === null).length).toBe(told.filter(({ how }) => how === "open").length);
  expect(await all()).toEqual(before);
  // An open one that ends by and by, and a phone that tells of a notification days later.
  await app.database.executeSql(
    `insert into attention_push (delivery_id, request_id, at) select 'dl_late', id, ${monthStart + 86_400_000} from attention_pack limit 1`,
  );
  expect((await summary()).interruptions.n).toBe(before[0]!.interruptions.n + 1);
});

test("what stood before there was a ledger is taken into it once, the same to the digit", async () => {
  const before = await summary();
  const rows = await app.database.executeSql("select * from attention_wait order by request_id");
  await app.database.executeSql("delete from attention_wait");
  await app.database.executeSql("delete from attention_pack");
  await Promise.all([app.services.attention.fill(), app.services.attention.fill()]);
  const after = await summary();
  // How long cards were open is nowhere else.
  expect({ ...after.attention, cards: 0 }).toMatchObject({ cards: 0, cardsMs: 0 });
  expect(after.waiting).toEqual(before.waiting);
  expect(after.answers).toEqual(before.answers);
  expect((await app.database.executeSql("select * from attention_wait")).rows).toHaveLength(rows.rows.length);
});
