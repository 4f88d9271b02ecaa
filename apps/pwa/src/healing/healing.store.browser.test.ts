import type { HealingPlan } from "@beckon/contracts/healing";
import type { SyncChange } from "@beckon/contracts/sync";
import { afterEach, expect, test } from "vitest";
import { ago } from "../fleet/testing/rows.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { answerOf } from "../platform/testing/rows.ts";
import type { HealingApi } from "./healing.api.ts";
import { HealingStore } from "./healing.store.ts";
import { aPlan, aRule, aRun, aStep } from "./testing/rows.ts";

const opened: { name: string; replica: Replica }[] = [];
function fresh() {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const asked: unknown[] = [];
  const server: { problem?: ApiProblem; plan: HealingPlan; hold?: Promise<void> } = { plan: aPlan({ steps: [aStep()] }) };
  const api: Partial<HealingApi> = {
    preview: async ({ mode }, signal) => {
      asked.push(["preview", mode]);
      await server.hold;
      signal?.throwIfAborted();
      return { ...server.plan, mode };
    },
    run: async ({ planHash }, key) => {
      asked.push(["run", planHash, key]);
      if (server.problem) throw server.problem;
      return aRun("hl_1", { state: "running" });
    },
    switchOn: async (wish) => aRule({ mode: wish.mode, at: ago(0) }),
    switchOff: async () => aRule({ offAt: ago(0), offBy: "Ada King" }),
  };
  return { replica, asked, server, store: new HealingStore({ replica, api: api as HealingApi }) };
}
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const keysOf = (asked: readonly unknown[]) => asked.filter((one) => (one as string[])[0] === "run").map((one) => (one as string[])[2]);

test("runs newest first and the rule come by sync, and are there without a server", async () => {
  const { replica, store, asked } = fresh();
  const changes: SyncChange[] = [
    { kind: "healingRun", id: "hl_1", value: aRun("hl_1", { startedAt: ago(600) }) },
    { kind: "healingRun", id: "hl_2", value: aRun("hl_2", { startedAt: ago(60) }) },
    { kind: "healingRule", id: "rule", value: aRule() },
  ];
  await applySync(replica, { answer: answerOf("c1", changes), base: undefined });
  await store.load();
  expect(store.state.runs.map(({ id }) => id)).toEqual(["hl_2", "hl_1"]);
  expect(store.state.rule).toMatchObject({ mode: "conservative" });
  const off: SyncChange = { kind: "healingRule", id: "rule", value: aRule({ offAt: ago(0), offBy: "Bo" }) };
  await applySync(replica, { answer: answerOf("c2", [off]), base: "c1" });
  await expect.poll(() => store.state.rule?.offBy).toBe("Bo");
  expect(asked).toEqual([]);
});

test("another mode shows nothing of the one before, and a late answer of that changes nothing", async () => {
  const { server, store } = fresh();
  await store.look();
  expect(store.state.plan?.mode).toBe("smart");
  const { promise, resolve } = Promise.withResolvers<void>();
  server.hold = promise;
  const slow = store.look("conservative");
  expect(store.state.plan).toBeUndefined();
  const last = store.look("aggressive");
  resolve();
  await Promise.all([slow, last]);
  expect(store.state).toMatchObject({ mode: "aggressive", looking: false, plan: { mode: "aggressive" } });
});

test("what is carried out is the plan that is shown; after a lost answer it is the same run, after a refusal the new plan is shown", async () => {
  const { server, store, asked } = fresh();
  await store.load();
  await store.look();
  server.problem = new ApiProblem(0, { title: "The server cannot be reached" });
  await expect(store.run()).rejects.toThrow("cannot be reached");
  server.problem = new ApiProblem(409, { code: "healing.plan_changed", title: "Other than before" });
  server.plan = aPlan({ hash: "h2" });
  await expect(store.run()).rejects.toThrow("Other than before");
  const [first, second] = keysOf(asked);
  expect(second).toBe(first);
  await expect.poll(() => store.state.plan?.hash).toBe("h2");
  delete server.problem;
  await store.run();
  expect(keysOf(asked)[2]).not.toBe(first);
  expect(asked).toContainEqual(["run", "h2", expect.any(String)]);
  await expect.poll(() => store.state.runs.map(({ id }) => id)).toEqual(["hl_1"]);
});

test("a rule stands at once where it was switched", async () => {
  const { store } = fresh();
  await store.load();
  await store.switchOn({ mode: "smart" });
  await expect.poll(() => store.state.rule?.mode).toBe("smart");
});
