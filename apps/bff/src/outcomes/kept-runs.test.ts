import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import type { Db } from "../platform/db/database.ts";
import { keepRuns } from "./kept-runs.ts";
import { linkedSessions, reworkSessions, sharedSessions } from "./outcomes.repository.ts";
import { keepOutcomes } from "./window.ts";

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
  // Many that nobody writes to: of what is kept only the others are read again.
  for (let other = 1; other <= 40; other += 1) await put(`oc_other${other}`, -other);
});
afterEach(() => app.close());

const put = (id: string, minute: number) =>
  app.database.executeSql(
    `insert into outcome (id, work_id, source, title, task_type, accepted_at, accepted_by, p10, p50, p90, grade, agent_share, agent_share_from,
      counterfactual, d, state, durability, rework_sessions, hold_out, given, demo, search_text, version)
    values ('${id}', 'wk_${id}', 'hand', 't', 'fix', timestamptz '2026-11-20T10:00:00Z' + ${minute} * interval '1 minute', 'a', 1, 2, 3, 'A',
      1000000, 'commits', 1000000, 1000000, 'standing', '{}', '[]', false, '{}', false, '', 1)`,
  );
const link = (id: string, ...runs: string[]) =>
  app.database.executeSql(
    `insert into outcome_session (work_id, session_id, via) select 'wk_${id}', run, 'branch' from unnest($1::text[]) as run`,
    [runs],
  );
const set = (id: string, change: string) => app.database.executeSql(`update outcome set ${change} where id = '${id}'`);

/** As the database tells it, gone through anew. */
const asRead = async (db: Db) => {
  const { real, demo } = await linkedSessions(db);
  return {
    linked: { real: real.toSorted(), demo: demo.toSorted() },
    reworking: (await reworkSessions(db)).toSorted(),
    shared: { real: await sharedSessions(db, { demo: false }), demo: await sharedSessions(db, { demo: true }) },
  };
};

test("what is kept of outcomes' runs is what the database tells of them, whoever writes them and in whatever way", async () => {
  const kept = keepRuns(keepOutcomes());
  const look = () =>
    app.database.snapshot(async (db) => {
      const runs = await kept(db);
      if (!runs) throw new Error("nothing kept");
      const { real, demo } = runs.linked;
      return {
        ours: {
          linked: { real: real.toSorted(), demo: demo.toSorted() },
          reworking: runs.reworking.toSorted(),
          shared: { real: runs.shared("real"), demo: runs.shared("demo") },
        },
        theirs: await asRead(db),
      };
    });
  const changes = [
    async () => {
      await put("oc_1", 5);
      await link("oc_1", "se_a", "se_b");
    },
    async () => {
      await link("oc_2", "se_b", "se_c");
      await put("oc_2", 0);
    },
    () => link("oc_1", "se_d"),
    () => set("oc_1", `rework_sessions = '["se_x", "se_a"]'`),
    // The second was accepted later than the first from now on.
    () => set("oc_2", "accepted_at = accepted_at + interval '9 minutes'"),
    () => set("oc_2", "demo = true"),
    () => app.database.executeSql("delete from outcome_session where session_id = 'se_a'"),
    () => set("oc_1", `withdrawn = '{"reason":"no"}'`),
    () => set("oc_1", "withdrawn = null"),
    async () => {
      await link("oc_3", "se_e");
      await link("oc_1", "se_f");
    },
    () => set("oc_1", "work_id = 'wk_oc_3'"),
    () => set("oc_1", "merged_into = 'oc_2'"),
    () => app.database.executeSql("delete from outcome where id = 'oc_2'"),
  ];
  let before = (await look()).ours;
  expect(before.linked).toEqual({ real: [], demo: [] });
  for (const change of changes) {
    await change();
    const { ours, theirs } = await look();
    expect(ours).toEqual(theirs);
    expect(ours).not.toEqual(before);
    before = ours;
  }
  const [first, second] = await app.database.snapshot(async (db) => [await kept(db), await kept(db)]);
  expect(first).toBe(second);
});

test("after a correction that says nothing of runs they are not gone through again", async () => {
  const kept = keepRuns(keepOutcomes());
  const look = () => app.database.snapshot(async (db) => ({ runs: await kept(db), read: await asRead(db) }));
  await put("oc_1", 5);
  await link("oc_1", "se_a");
  await link("oc_other7", "se_a", "se_b");
  const { runs: first } = await look();
  const shared = first?.shared("real");
  await set("oc_1", `p50 = 9, rework_sessions = '["se_x"]'`);
  const { runs: second, read } = await look();
  expect(second).not.toBe(first);
  expect(second?.linked.real).toBe(first?.linked.real);
  expect(second?.shared("real")).toBe(shared);
  expect({ shared, reworking: second?.reworking }).toEqual({ shared: read.shared.real, reworking: read.reworking });
});
