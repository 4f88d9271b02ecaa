import type { DecisionRequest } from "@beckon/contracts/decisions";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice, type Answer, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const devices = 50;
const cleanUp = new AsyncDisposableStack();
let bffs: [Bff, Bff];
/** Half of them at each process; half of them bear the same name, on the same person. */
let phones: Caller[];
let owner: Caller;
let agents: [Caller, Caller];

beforeAll(async () => {
  bffs = await startTwoServers(cleanUp, { bare: true });
  const cookies: string[] = [];
  for (let index = 0; index < devices; index += 1) cookies.push(await pairDevice(bffs[0], index % 2 ? "Phone" : `Phone ${index}`));
  phones = cookies.map((cookie, index) => callerOf(bffs[index % 4 < 2 ? 0 : 1].origin, { cookie }));
  owner = phones[0] as Caller;
  const token = await makeToken(bffs[0], "Builder");
  agents = [callerOf(bffs[0].origin, { authorization: `Bearer ${token}` }), callerOf(bffs[1].origin, { authorization: `Bearer ${token}` })];
});
afterAll(() => cleanUp.disposeAsync());

const ask = async (title: string): Promise<DecisionRequest> =>
  (await agents[0]("POST", "/api/decision-requests", { kind: "permission", title, risk: "low" })).body;

const decisionsInAudit = async (id: string): Promise<{ action: string; detail: { option?: string } }[]> =>
  (await owner("GET", "/api/audit?limit=200")).body.items.filter((entry: { subject: string }) => entry.subject === id);

const without = (answers: Answer[], status: number) => answers.filter((answer) => answer.status !== status);

const plans = {
  "half approve, half deny": (index: number) => ({ option: index % 2 ? "deny" : "approve" }),
  "all give the same option": () => ({ option: "approve" }),
  "some add a text": (index: number) => ({ option: "approve", ...(index % 3 ? { text: `because ${index}` } : {}) }),
  "all deny": () => ({ option: "deny" }),
};

test.for(Object.entries(plans))("50 devices at two processes answer at once: exactly one wins (%s)", async ([name, plan]) => {
  const { id } = await ask(name);
  const waiting = agents.map((agent) => agent("GET", `/api/decision-requests/${id}?wait=15`));
  const inputs = phones.map((_, index) => plan(index));
  const answers = await Promise.all(phones.map((phone, index) => phone("PUT", `/api/decision-requests/${id}/decision`, inputs[index])));

  const winners = answers.filter((answer) => answer.status === 200);
  expect(winners).toHaveLength(1);
  const standing = winners[0]?.body.decision;
  expect(standing).toMatchObject(inputs[answers.indexOf(winners[0] as Answer)] as object);
  for (const loser of without(answers, 200)) {
    expect(loser).toMatchObject({ status: 409, body: { code: "decision.already_decided", status: 409 } });
    expect(loser.body.decisionRequest.decision).toEqual(standing);
  }
  for (const heard of await Promise.all(waiting)) expect(heard.body.decision).toEqual(standing);
  expect(await decisionsInAudit(id)).toMatchObject([{ action: "decision.decided", detail: { option: standing.option } }]);
  // The one that won may say the same again, and hears the same; whoever bears its name may not.
  const again = await Promise.all(phones.map((phone, index) => phone("PUT", `/api/decision-requests/${id}/decision`, inputs[index])));
  expect(again.map((answer) => answer.status)).toEqual(answers.map((answer) => answer.status));
});

test("answers against the agent's own withdrawal: one of them stands, and everybody hears of that one", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await ask(`Withdrawn ${round}`);
    const [cancelled, ...answers] = await Promise.all([
      agents[round % 2 ? 0 : 1]("POST", `/api/decision-requests/${id}/cancel`, { reason: "done by hand" }),
      ...phones.slice(0, 10).map((phone) => phone("PUT", `/api/decision-requests/${id}/decision`, { option: "approve" })),
    ]);
    const won = answers.filter((answer) => answer.status === 200);
    const { status } = (await agents[0]("GET", `/api/decision-requests/${id}`)).body;
    expect([cancelled.status, won.length, status]).toEqual(status === "cancelled" ? [200, 0, "cancelled"] : [409, 1, "decided"]);
    expect(new Set(without(answers, 200).map((answer) => answer.status))).toEqual(new Set([status === "cancelled" ? 410 : 409]));
    expect(await decisionsInAudit(id)).toHaveLength(1);
  }
});

test("answers against the expiry: one of them stands, the same for all", async () => {
  const { body: asked } = await agents[0]("POST", "/api/decision-requests", {
    kind: "permission",
    title: "Soon over",
    expiresAt: new Date(Date.now() + 1_000).toISOString(),
    onExpiry: "deny",
  });
  const waiting = agents.map((agent) => agent("GET", `/api/decision-requests/${asked.id}?wait=15`));
  // From before its time to after it, until nobody can win any more.
  const statuses: number[] = [];
  for (let answer: Answer | undefined; answer?.status !== 410 && answer?.status !== 409; statuses.push(answer.status))
    answer = await (phones[statuses.length % devices] as Caller)("PUT", `/api/decision-requests/${asked.id}/decision`, {
      option: "none of them",
    });
  expect(new Set(statuses.slice(0, -1))).toEqual(new Set([422]));
  expect(statuses.at(-1)).toBe(410);
  for (const heard of await Promise.all(waiting))
    expect(heard.body).toMatchObject({
      status: "expired",
      decision: { option: "deny", decidedAt: asked.expiresAt, decidedBy: { kind: "expiry" } },
    });
  expect(await decisionsInAudit(asked.id)).toMatchObject([{ action: "decision.expired" }]);
});

test("one key at two processes at once: one request, told twenty times", async () => {
  const { headers, body } = { headers: { "idempotency-key": "the-same" }, body: { kind: "permission", title: "Asked twenty times" } };
  const token = await makeToken(bffs[0], "Repeater");
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      callerOf(bffs[index % 2 ? 0 : 1].origin, { authorization: `Bearer ${token}`, ...headers })("POST", "/api/decision-requests", body),
    ),
  );
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
});
