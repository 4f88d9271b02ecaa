import { afterAll, beforeAll, expect, test } from "vitest";
import { gitStatus, toRun } from "../support/rules-lab.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let origins: [string, string];
let token: string;
let person: Caller;

beforeAll(async () => {
  const [first, second] = await startTwoServers(cleanUp);
  origins = [first.origin, second.origin];
  token = await makeToken(first, "Builder");
  person = callerOf(first.origin, { cookie: await pairDevice(first, "Phone") });
});
afterAll(() => cleanUp.disposeAsync());

const standing = async (more: object) => {
  const written = (await person("POST", "/api/rules", gitStatus(more))).body;
  const replay = (await person("POST", "/api/rules/replay", { rule: gitStatus(more) })).body;
  expect((await person("POST", `/api/rules/${written.id}/on`, { replayId: replay.id })).status).toBe(200);
  return written.id as string;
};
const ask = (index: number, command: string, headers: Record<string, string> = {}) =>
  callerOf(origins[index % 2] as string, { authorization: `Bearer ${token}`, ...headers })(
    "POST",
    "/api/decision-requests",
    toRun(command),
  );

test("two servers, one limit: never one answer more, each kept once, and the rest waits", async () => {
  const id = await standing({ mostPerHour: 7, scope: { command: { is: "git status --limit" } } });
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(index, "git status --limit")));
  const statuses = answers.map(({ body }) => body.status);
  expect([statuses.filter((each) => each === "decided").length, statuses.filter((each) => each === "pending").length]).toEqual([7, 23]);
  expect((await person("GET", `/api/rules/${id}`)).body).toMatchObject({ answered: 7, left: 23 });
  expect((await person("GET", `/api/rules/${id}/answers`)).body.items).toHaveLength(7);
});

test("one key at two servers at once: one request, one answer", async () => {
  const id = await standing({ scope: { command: { is: "git status --once" } } });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => ask(index, "git status --once", { "idempotency-key": "the-same-key" })),
  );
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await person("GET", `/api/rules/${id}`)).body).toMatchObject({ answered: 1 });
});

test("a person and a rule at the same instant: the first answer stands, for all the same", async () => {
  const id = await standing({ scope: { command: { is: "git status --race" } } });
  const [off, ...answers] = await Promise.all([
    person("POST", `/api/rules/${id}/off`, {}),
    ...Array.from({ length: 16 }, async (_, index) => {
      const { body } = await ask(index, "git status --race");
      // Answered at once, whoever it was that answered.
      return { body, given: await person("PUT", `/api/decision-requests/${body.id}/decision`, { option: "deny" }) };
    }),
  ]);
  expect(off.body.state).toBe("off");
  for (const { body, given } of answers) {
    const { body: stands } = await person("GET", `/api/decision-requests/${body.id}`);
    expect([body.status, given.status, stands.decision.decidedBy.kind]).toEqual(
      stands.decision.decidedBy.kind === "rule" ? ["decided", 409, "rule"] : ["pending", 200, "person"],
    );
  }
  // Off is off: what is asked after the answer waits for a person.
  expect((await ask(1, "git status --race")).body.status).toBe("pending");
  const byRule = answers.filter(({ body }) => body.status === "decided").length;
  expect((await person("GET", `/api/rules/${id}`)).body).toMatchObject({ answered: byRule });
});
