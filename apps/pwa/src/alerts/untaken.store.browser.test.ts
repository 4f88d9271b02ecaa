import type { Alert } from "@beckon/contracts/alerts";
import { afterEach, expect, test } from "vitest";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { answerOf } from "../platform/testing/rows.ts";
import { ago } from "../fleet/testing/rows.ts";
import { anAlert } from "./testing/alert-rows.ts";
import { UntakenStore } from "./untaken.store.ts";

const opened: { name: string; replica: Replica }[] = [];
const fresh = () => {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  return replica;
};
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});

const tell = (replica: Replica, cursor: string, alerts: Alert[], base?: string) =>
  applySync(replica, {
    answer: answerOf(
      cursor,
      alerts.map((value) => ({ kind: "alert", id: value.id, value })),
    ),
    base,
  });
const by = { kind: "person" as const, name: "Ada" };

test("what fires and nobody has taken is counted, and followed as it comes from the server", async () => {
  const replica = fresh();
  const quiet: Partial<Alert>[] = [
    { severity: "info" },
    { acknowledged: { at: ago(60), by } },
    { snoozed: { at: ago(60), by, until: ago(-600) } },
    { silenceId: "si_1" },
    { inhibitedBy: { id: "al_loud", kind: "no_data" } },
    { state: "resolved", resolvedAt: ago(30), resolvedBecause: "cleared" },
  ];
  await tell(replica, "1", [anAlert("al_loud"), anAlert("al_2"), ...quiet.map((more, index) => anAlert(`al_quiet${index}`, more))]);
  const store = new UntakenStore(replica);
  expect(store.state.count).toBe(0);
  store.follow();
  await expect.poll(() => store.state.count).toBe(2);

  // Another device takes one, the other is over: both come by sync.
  await tell(replica, "2", [anAlert("al_2", { acknowledged: { at: ago(1), by } })], "1");
  await expect.poll(() => store.state.count).toBe(1);
  await tell(replica, "3", [anAlert("al_loud", { state: "resolved", resolvedAt: ago(1), resolvedBecause: "over" })], "2");
  await expect.poll(() => store.state.count).toBe(0);
});

test("what this device holds is counted without a server, by a store that is made anew", async () => {
  const replica = fresh();
  await tell(replica, "1", [anAlert("al_1")]);
  replica.close();
  const store = new UntakenStore(replica);
  store.follow();
  await expect.poll(() => store.state.count).toBe(1);
});
