import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import { declaredReviews } from "./outcomes.repository.ts";
import { createReviews, createWindow, keepOutcomes } from "./window.ts";

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
  // Many that nobody writes to: of what is kept only the others are read again.
  for (let other = 1; other <= 40; other += 1) await put(`oc_other${other}`, -other, "tester");
});
afterEach(() => app.close());

const span = { from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z"), demo: false };
const put = (id: string, minute: number, role: string) =>
  app.database.executeSql(
    `insert into outcome (id, work_id, source, title, task_type, accepted_at, accepted_by, role, p10, p50, p90, grade, agent_share, agent_share_from,
      counterfactual, d, state, durability, rework_sessions, hold_out, given, demo, search_text, version)
    values ('${id}', 'wk_${id}', 'hand', 't', 'fix', timestamptz '2026-11-20T10:00:00Z' + ${minute} * interval '1 minute', 'a', '${role}', 1, 2, 3, 'A',
      1000000, 'commits', 1000000, 1000000, 'standing', '{}', '[]', false, '{}', false, '', 1)`,
  );

/** Those with equal content stand beside each other, in no order among themselves. */
const inOrder = <T extends { id: string; p50: number | null }>(rows: readonly T[]) => ({
  hours: rows.map(({ p50 }) => p50),
  rows: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});

test("what is kept of all outcomes is never older than they are, whoever writes them and in whatever way", async () => {
  const kept = keepOutcomes();
  const [window, reviews] = [createWindow(kept), createReviews(kept)];
  const { database } = app;
  const look = (more: object = {}) => database.snapshot((db) => window(db, { ...span, ...more }));
  /** Made anew of the database, as a process would that has just begun. */
  const fresh = (more: object = {}) => database.snapshot((db) => createWindow(keepOutcomes())(db, { ...span, ...more }));
  expect(await look()).toHaveLength(40);
  const changes = [
    () => put("oc_1", 0, "builder"),
    () => put("oc_2", 5, "reviewer"),
    () => database.executeSql("update outcome set d = 0, state = 'reverted' where id = 'oc_1'"),
    () => database.executeSql("update outcome set p50 = 4, p90 = 9 where id = 'oc_2'"),
    // As many as before.
    async () => {
      await database.executeSql("delete from outcome where id = 'oc_1'");
      await put("oc_3", 9, "builder");
    },
    () => database.executeSql(`update outcome set withdrawn = '{"reason":"no"}' where id = 'oc_2'`),
    () => database.executeSql("update outcome set withdrawn = null where id = 'oc_2'"),
    () => database.executeSql(`update outcome set given = '{"declaredReviewMinutes":12}', d = 5 where id in ('oc_2', 'oc_other7')`),
    () => database.executeSql(`update outcome set given = '{"declaredReviewMinutes":0}', d = 6 where id in ('oc_3', 'oc_other7')`),
    () => database.executeSql("update outcome set demo = true where id = 'oc_3'"),
  ];
  for (const change of changes) {
    const before = await look();
    await change();
    for (const more of [{}, { role: "builder" }, { to: new Date("2026-11-20T10:05:00Z") }, { demo: true }])
      expect(inOrder(await look(more))).toEqual(inOrder(await fresh(more)));
    for (const more of [{}, { to: new Date("2026-11-20T10:05:00Z") }, { demo: true }]) {
      const asked = { ...span, ...more };
      expect(await database.snapshot((db) => reviews(db, asked))).toEqual(await declaredReviews(database.db, asked));
    }
    const now = await look();
    expect(inOrder(now)).not.toEqual(inOrder(before));
    // Nothing was written to these: the same rows, not read again.
    expect((await look())[0]).toBe(now[0]);
    expect(now.filter((row) => before.includes(row)).length).toBeGreaterThan(20);
  }
});
