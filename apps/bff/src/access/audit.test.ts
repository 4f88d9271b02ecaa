import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AuditCheck } from "@beckon/contracts/access";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readCsv } from "../../../../test/support/read-csv.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import type { AuditRecord } from "./audit.ts";

let app: TestApp;
let owner: Call;
let now = new Date("2026-11-21T10:00:00.000Z");
beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.token("admin", "script");
});
afterAll(() => app.close());
beforeEach(async () => {
  now = new Date("2026-11-21T10:00:00.000Z");
  await tamper("delete from audit; delete from audit_seal");
});

const ada = { kind: "person", id: "pe_0000000000000000000001", name: "Ada", device: "dev_0000000000000000000001" } as const;
const append = (record: Partial<AuditRecord> = {}) =>
  app.database.transaction((work) => app.services.audit.append(work, { actor: ada, action: "x.done", subject: "s", ...record }));
const appendAll = async (count: number) => {
  for (let index = 0; index < count; index += 1) await append({ detail: { index } });
};
/** What somebody does who holds the database: the triggers are no hindrance to them. */
const tamper = (statement: string) =>
  app.database.executeSql(`do $$ begin set local session_replication_role = replica; ${statement}; end $$`);
const verify = async (head?: string): Promise<AuditCheck> =>
  (await owner("GET", `/api/audit/verify${head === undefined ? "" : `?head=${head}`}`)).body;
const faultsOf = async () => (await verify()).problems.map(({ kind, seq }) => [kind, seq]);
const seqs = async (): Promise<number[]> =>
  (await app.database.executeSql("select seq from audit order by seq")).rows.map((row) => Number((row as { seq: number }).seq));

describe("sealing", () => {
  test("what was written is sealed in its order, once; what comes later follows", async () => {
    await appendAll(5);
    const before = await verify();
    expect(before).toMatchObject({ sealed: 0, head: null, faults: 0 });
    expect(before.unsealed).toBe(before.rows);
    expect(await app.services.audit.seal()).toBe(true);
    const first = await verify();
    expect(first).toMatchObject({ rows: before.rows, sealed: before.rows, unsealed: 0, faults: 0, problems: [] });
    await app.services.audit.seal();
    expect(await verify()).toEqual(first);
    await append();
    await app.services.audit.seal();
    const second = await verify(first.head?.hash);
    expect(second).toMatchObject({ sealed: first.sealed + 1, faults: 0 });
    expect(second.head?.hash).not.toBe(first.head?.hash);
  });

  test("any row whatever is sealed, and found as it was", async () => {
    const words = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.includes("\0"));
    const record = fc.record({
      action: words,
      subject: words,
      detail: fc
        .dictionary(words, fc.jsonValue({ stringUnit: "binary" }), { maxKeys: 5, noNullPrototype: true })
        .filter((detail) => !JSON.stringify(detail).includes("\\u0000")),
      actor: fc.record({ kind: fc.constantFrom("person", "system", "agent"), name: words }, { noNullPrototype: true }) as fc.Arbitrary<
        AuditRecord["actor"]
      >,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), async (records) => {
        for (const one of records) await append(one);
        await app.services.audit.seal();
        expect(await verify()).toMatchObject({ unsealed: 0, faults: 0 });
      }),
      { numRuns: 25 },
    );
  });

  test("a start seals what the last process left, and from then on what is written", async () => {
    await appendAll(3);
    app.services.audit.start();
    await expect.poll(async () => (await verify()).unsealed).toBe(0);
    const { sealed } = await verify();
    await append();
    await expect.poll(async () => (await verify()).sealed).toBe(sealed + 1);
    await append();
    await app.services.audit.stop();
    expect(await verify()).toMatchObject({ sealed: sealed + 2, unsealed: 0, faults: 0 });
  });

  test.each(["update audit_seal set hash = 'x'", "delete from audit_seal", "truncate audit_seal"])(
    "the database refuses: %s",
    async (statement) => {
      await append();
      await app.services.audit.seal();
      const before = await verify();
      await expect(app.database.executeSql(statement)).rejects.toThrow("append-only");
      expect(await verify()).toEqual(before);
    },
  );

  test("the migrations hold the triggers as they stand", () => {
    const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
    const migrations = readdirSync(new URL("../../migrations", import.meta.url)).filter((name) => name.endsWith(".sql"));
    const all = migrations.map((name) => read(`../../migrations/${name}`)).join("\n");
    for (const statement of read("audit.trigger.sql").split("--> statement-breakpoint")) expect(all).toContain(statement.trim());
  });
});

describe("the check finds", () => {
  /** In the middle of what is sealed. */
  let seq: number;
  let head: string;
  beforeEach(async () => {
    await appendAll(3);
    // A transaction that fails leaves a gap: there a row could be put in without another one's place.
    const gap = app.database.transaction(async (work) => {
      await app.services.audit.append(work, { actor: ada, action: "x.never", subject: "s" });
      throw new Error("rolled back");
    });
    await expect(gap).rejects.toThrow("rolled back");
    await appendAll(4);
    await app.services.audit.seal();
    seq = (await seqs()).at(-3) as number;
    head = (await verify()).head?.hash as string;
  });

  test.each([
    ["its action", "action = 'forged'"],
    ["its actor", `actor = '{"kind":"system"}'`],
    ["its detail", "detail = detail || '{\"index\":99}'"],
    ["its subject", "subject = 'other'"],
    ["its time", "at = at + interval '1 millisecond'"],
    ["its time to none", "at = 'infinity'"],
  ])("a changed row: %s", async (_, change) => {
    await tamper(`update audit set ${change} where seq = ${seq}`);
    expect(await faultsOf()).toEqual([["changed", seq]]);
  });

  test("a removed row, and one that was removed with its seal", async () => {
    await tamper(`delete from audit where seq = ${seq}`);
    expect(await faultsOf()).toEqual([["removed", seq]]);
    await tamper(`delete from audit_seal where seq = ${seq}`);
    expect(await faultsOf()).toEqual([["seal_removed", seq + 1]]);
  });

  test("rows that changed places", async () => {
    await tamper(
      `update audit set action = b.action, at = b.at, actor = b.actor, subject = b.subject, detail = b.detail from audit b
       where (audit.seq, b.seq) in ((${seq}, ${seq + 1}), (${seq + 1}, ${seq}))`,
    );
    expect(await faultsOf()).toEqual([
      ["reordered", seq],
      ["reordered", seq + 1],
    ]);
  });

  test("a row that was put in later, and one that was put in with a seal", async () => {
    const all = await seqs();
    const gap = all.find((one, index) => index > 0 && one - (all[index - 1] as number) > 1)! - 1;
    await tamper(
      `insert into audit (seq, at, actor, action, subject, detail) overriding system value select ${gap}, at, actor, 'forged', subject, detail from audit where seq = ${gap + 1}`,
    );
    expect(await faultsOf()).toEqual([["inserted", gap]]);
    const sealIt = (nr: string) =>
      tamper(`insert into audit_seal (nr, seq, hash, sealed_at) select ${nr}, ${gap}, repeat('ab', 32), now() from audit_seal`);
    await sealIt("max(nr) + 1");
    expect(await faultsOf()).toContainEqual(["reordered", gap]);
    await tamper(`delete from audit_seal where seq = ${gap}`);
    await sealIt("min(nr) - 1");
    expect(await faultsOf()).toEqual([["seal_changed", gap]]);
  });

  test("a changed seal, one that is gone, seals that changed places", async () => {
    const { rows } = await app.database.executeSql(`select hash from audit_seal where seq = ${seq}`);
    await tamper(`update audit_seal set hash = repeat('ab', 32) where seq = ${seq}`);
    expect(await faultsOf()).toEqual([["seal_changed", seq]]);
    await tamper(`update audit_seal set hash = '${(rows[0] as { hash: string }).hash}' where seq = ${seq}`);
    expect(await faultsOf()).toEqual([]);
    await tamper(`update audit_seal set seq = -1 where seq = ${seq}`);
    await tamper(`update audit_seal set seq = ${seq} where seq = ${seq + 1}`);
    await tamper(`update audit_seal set seq = ${seq + 1} where seq = -1`);
    expect(await faultsOf()).toContainEqual(["reordered", seq]);
    await tamper(`delete from audit_seal where seq = ${seq}`);
    expect(await faultsOf()).toContainEqual(["inserted", seq]);
  });

  test("an end that was cut off, where an earlier head is known", async () => {
    expect(await verify(head)).toMatchObject({ faults: 0 });
    await tamper(`delete from audit where seq > ${seq}; delete from audit_seal where seq > ${seq}`);
    expect(await verify()).toMatchObject({ faults: 0 });
    expect(await verify(head)).toMatchObject({ faults: 1, problems: [{ kind: "cut" }] });
    // Written and sealed anew it is another chain.
    await appendAll(2);
    await app.services.audit.seal();
    expect(await verify(head)).toMatchObject({ unsealed: 0, faults: 1 });
  });

  test("many faults, bounded", async () => {
    await appendAll(150);
    await app.services.audit.seal();
    await tamper("update audit set action = 'forged'");
    const { faults, problems, rows } = await verify();
    expect(faults).toBe(rows);
    expect(problems).toHaveLength(100);
  });
});

describe("reading it", () => {
  const actions = async (query: string) =>
    (await owner("GET", `/api/audit?limit=200&${query}`)).body.items.map(({ action }: { action: string }) => action);

  beforeEach(async () => {
    await append({ action: "device.paired", subject: "dev_a", detail: { name: "Pixel 9" } });
    now = new Date("2026-11-21T11:00:00.000Z");
    await append({ action: "device.revoked", subject: "dev_a", actor: { kind: "system", name: "command line" } });
    now = new Date("2026-11-21T12:00:00.000Z");
    await append({ action: "task.changed", subject: "tk_a", detail: { share: "100%", name: '=HYPERLINK("x")' } });
  });

  test.each([
    ["action=device.", ["device.revoked", "device.paired"]],
    ["action=dev%25", []],
    ["subject=dev_a", ["device.revoked", "device.paired"]],
    ["actor=ada&action=device", ["device.paired"]],
    ["actor=dev_0000000000000000000001&subject=tk_a", ["task.changed"]],
    ["from=2026-11-21T10:30:00Z&to=2026-11-21T11:30:00Z", ["device.revoked"]],
    ["q=pixel", ["device.paired"]],
    ["q=device%20revoked", ["device.revoked"]],
    ["q=0%25", ["task.changed"]],
    ["q=%25%25%25", []],
    ["q=tk_a&action=device", []],
  ])("narrowed by %s", async (query, expected) => {
    expect(await actions(query)).toEqual(expected);
  });

  test("pages go on within what it is narrowed by", async () => {
    const first = (await owner("GET", "/api/audit?action=device&limit=1")).body;
    expect(first.items).toMatchObject([{ action: "device.revoked" }]);
    const second = (await owner("GET", `/api/audit?action=device&limit=1&cursor=${first.cursor}`)).body;
    expect(second.items).toMatchObject([{ action: "device.paired" }]);
  });

  test("all of it as a table, past any page, no cell a formula", async () => {
    for (let index = 0; index < 6; index += 1)
      await app.database.executeSql(
        `insert into audit (at, actor, action, subject, detail) select now(), '{"kind":"system"}', 'x.many', '=1+' || n, '{}' from generate_series(1, 200) n`,
      );
    const answer = await owner("GET", "/api/audit?format=csv");
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toContain('filename="audit.csv"');
    const [columns, ...rows] = readCsv(answer.body);
    expect(columns).toEqual(["id", "at", "actor", "kind", "actor id", "device", "action", "subject", "detail"]);
    expect(rows).toHaveLength((await seqs()).length);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    const narrow = readCsv((await owner("GET", "/api/audit?action=task.", undefined, { accept: "text/csv" })).body);
    expect(narrow.slice(1)).toMatchObject([
      [
        expect.stringMatching(/^au_/),
        now.toISOString(),
        "Ada",
        "person",
        ada.id,
        ada.device,
        "task.changed",
        "tk_a",
        '{"name":"=HYPERLINK(\\"x\\")","share":"100%"}',
      ],
    ]);
    expect((await owner("GET", "/api/audit?format=csv&cursor=nonsense")).status).toBe(422);
  });

  test("the check is for owners and the command line", async () => {
    const statuses = async (call: Call) => (await call("GET", "/api/audit/verify")).status;
    expect(await Promise.all([owner, app.local, await app.pair(), app.nobody, await app.token("agent")].map(statuses))).toEqual([
      200, 200, 200, 401, 403,
    ]);
    for (const role of ["operator", "viewer"] as const) expect(await statuses(await app.pair({ role, person: role }))).toBe(403);
    expect((await owner("GET", "/api/audit/verify?head=abc")).status).toBe(422);
  });
});
