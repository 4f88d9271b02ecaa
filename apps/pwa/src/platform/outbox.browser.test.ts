import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createOutbox, type Outbox } from "./outbox.ts";
import type { SendResult } from "./outbox-step.ts";
import type { OutboxEntry } from "./outbox-types.ts";
import { openReplica, type Replica, wipe } from "./replica.ts";
import { createModelServer, type Fate, fates } from "./testing/model-server.ts";
import { aRequest, decided } from "./testing/rows.ts";

const opened: { name: string; replica: Replica }[] = [];
const freshName = () => `test-${crypto.randomUUID()}`;
function open(name = freshName()): Replica {
  const replica = openReplica(name);
  opened.push({ name, replica });
  return replica;
}
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const outboxOn = (
  replica: Replica,
  send: (entry: OutboxEntry) => Promise<SendResult> | SendResult,
  more: Partial<Parameters<typeof createOutbox>[0]> = {},
): Outbox => createOutbox({ replica, send: async (entry) => send(entry), lock: freshName(), ...more });
const rowOf = async (replica: Replica, id: string) => (await replica.db()).get("decisionRequests", id);
const accepted = (entry: OutboxEntry): SendResult => ({ status: 200, body: decided(entry.requestId, entry.input.option ?? "") });

test("an answer is stored before it is sent, and leaves with the row that it made", async () => {
  const replica = open();
  await (await replica.db()).put("decisionRequests", aRequest("dr_1"));
  const seen: string[] = [];
  const outbox = outboxOn(replica, async (entry) => {
    seen.push(`${entry.progress} ${(await outbox.list()).map((item) => item.progress).join()}`);
    return accepted(entry);
  });
  await outbox.add("dr_1", { option: "approve" });
  expect(await outbox.list()).toMatchObject([{ requestId: "dr_1", progress: "waiting", input: { option: "approve" } }]);
  expect(await outbox.flush()).toBe(0);
  expect(seen).toEqual(["waiting sending"]);
  expect(await outbox.list()).toEqual([]);
  expect(await rowOf(replica, "dr_1")).toMatchObject({ status: "decided", decision: { option: "approve" } });
});

test("without network it waits, and is not tried again before its pause unless something changed", async () => {
  let now = 1_000_000;
  let sent = 0;
  const outbox = outboxOn(open(), () => ((sent += 1), { status: 0 }), { now: () => now, random: () => 1 });
  await outbox.add("dr_1", { option: "approve" });
  await outbox.add("dr_2", { option: "approve" });
  expect(await outbox.flush()).toBe(2);
  // The network is gone for the second as well: one try proves it.
  expect(sent).toBe(1);
  await outbox.flush();
  expect(sent).toBe(2);
  await outbox.flush();
  expect(sent).toBe(2);
  await outbox.flush({ force: true });
  expect(sent).toBe(3);
  now += 10_000;
  await outbox.flush();
  expect(sent).toBe(4);
});

test("a refused answer stays with what stands instead until it was seen", async () => {
  const replica = open();
  const standing = decided("dr_1", "deny");
  const outbox = outboxOn(replica, () => ({
    status: 409,
    body: { code: "decision.already_decided", title: "Somebody else answered first", decisionRequest: standing },
  }));
  await outbox.add("dr_1", { option: "approve" });
  expect(await outbox.flush()).toBe(0);
  expect(await outbox.list()).toMatchObject([
    { progress: "refused", problem: { code: "decision.already_decided", standing: { status: "decided" } } },
  ]);
  expect(await rowOf(replica, "dr_1")).toMatchObject({ decision: { option: "deny" } });
  await outbox.dismiss("dr_1");
  expect(await outbox.list()).toEqual([]);
});

test("dismissing does not take away an answer that still waits", async () => {
  const outbox = outboxOn(open(), () => ({ status: 0 }));
  await outbox.add("dr_1", { option: "approve" });
  await outbox.dismiss("dr_1");
  expect(await outbox.list()).toHaveLength(1);
});

test("a changed mind replaces the answer that was not sent yet", async () => {
  const sent: string[] = [];
  const outbox = outboxOn(open(), (entry) => (sent.push(entry.input.option ?? ""), accepted(entry)));
  await outbox.add("dr_1", { option: "approve" });
  await outbox.add("dr_1", { option: "deny" });
  await outbox.flush();
  expect(sent).toEqual(["deny"]);
});

test("a lost session is told once, and the answers stay", async () => {
  let lost = 0;
  const outbox = outboxOn(open(), () => ({ status: 401, body: { code: "access.no_session", title: "Pair this device first" } }), {
    onSessionLost: () => (lost += 1),
  });
  await outbox.add("dr_1", { option: "approve" });
  await outbox.add("dr_2", { option: "approve" });
  expect(await outbox.flush()).toBe(2);
  expect(lost).toBe(1);
});

test("a spent capability is followed by the session, in the same round", async () => {
  const proofs: (string | undefined)[] = [];
  const outbox = outboxOn(open(), (entry) => {
    proofs.push(entry.capability);
    return entry.capability ? { status: 401, body: { code: "access.revoked", title: "Spent" } } : accepted(entry);
  });
  await outbox.add("dr_1", { option: "approve" }, { capability: "proof" });
  expect(await outbox.flush()).toBe(0);
  expect(proofs).toEqual(["proof", undefined]);
});

test("an answer that comes back after sign-out brings nothing back", async () => {
  const replica = open();
  const outbox = outboxOn(replica, async (entry) => {
    await wipe(replica);
    return accepted(entry);
  });
  await outbox.add("dr_1", { option: "approve" });
  await outbox.flush();
  expect(await rowOf(replica, "dr_1")).toBeUndefined();
});

test("page and worker never send at the same time", async () => {
  const name = freshName();
  const lock = freshName();
  let inFlight = 0;
  let most = 0;
  const slowly = async (entry: OutboxEntry) => {
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => setTimeout(resolve));
    inFlight -= 1;
    return accepted(entry);
  };
  const [page, worker] = [outboxOn(open(name), slowly, { lock }), outboxOn(open(name), slowly, { lock })];
  for (let index = 0; index < 8; index++) await (index % 2 ? page : worker).add(`dr_${index}`, { option: "approve" });
  await Promise.all([page.flush(), worker.flush(), page.flush()]);
  expect(most).toBe(1);
  expect(await page.list()).toEqual([]);
});

/** A page that is killed at its n-th use of the database from now. */
function mortal(replica: Replica, uses: number): Replica {
  let left = uses;
  return { ...replica, db: () => (left-- > 0 ? replica.db() : Promise.reject(new Error("killed"))) };
}

type Action =
  | { do: "answer"; id: string; option: string; proof: boolean; dies: number }
  | { do: "flush"; fates: Fate[]; dies: number }
  | { do: "somebody else"; id: string };

const requestId = fc.constantFrom("dr_1", "dr_2", "dr_3");
const dies = fc.oneof({ weight: 3, arbitrary: fc.constant(1_000) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 }) });
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant("answer" as const), id: requestId, option: fc.constantFrom("approve", "deny"), proof: fc.boolean(), dies }),
  fc.record({ do: fc.constant("flush" as const), fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 5 }), dies }),
  fc.record({ do: fc.constant("somebody else" as const), id: requestId }),
);

test("no answer is ever lost, whatever fails and whenever the page is killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAction, { maxLength: 14 }), async (actions) => {
      const replica = open();
      const server = createModelServer();
      const given = new Map<string, Set<string>>();
      for (const action of actions) {
        if (action.do === "somebody else") server.decide(action.id, "deny");
        else if (action.do === "answer") {
          const outbox = outboxOn(mortal(replica, action.dies), () => ({ status: 0 }));
          const stored = await outbox.add(action.id, { option: action.option }, action.proof ? "proof" : undefined).catch(() => undefined);
          if (stored) given.set(action.id, new Set([...(given.get(action.id) ?? []), action.option]));
        } else {
          let turn = 0;
          const send = (entry: OutboxEntry) => server.send(entry, action.fates[turn++ % action.fates.length]!);
          await outboxOn(mortal(replica, action.dies), send)
            .flush({ force: true })
            .catch(() => undefined);
        }
        await nothingLost(replica, server, given);
      }
      const last = outboxOn(replica, (entry) => server.send(entry, "ok"));
      expect(await last.flush({ force: true })).toBe(0);
      await nothingLost(replica, server, given);
      for (const entry of await last.list())
        expect(entry).toMatchObject({ progress: "refused", problem: { standing: { id: entry.requestId } } });
    }),
    { numRuns: 120 },
  );
});

/** Every answer given is in the outbox, or the server has it, or a later one of the same person took its place. */
async function nothingLost(replica: Replica, server: ReturnType<typeof createModelServer>, given: Map<string, Set<string>>): Promise<void> {
  const entries = await (await replica.db()).getAll("outbox");
  for (const [id, options] of given) {
    const entry = entries.find((item) => item.requestId === id);
    const stands = server.standing.get(id)?.decision?.option;
    expect(entry !== undefined || (stands !== undefined && options.has(stands)), `${id} is gone`).toBe(true);
  }
}
