import { randomUUID } from "node:crypto";
import type { Coordination } from "@beckon/contracts/coordination";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../../test/support/test-app.ts";
import { reviewRequested, reviewSubmitted } from "./fixtures/work.ts";
import { signatureOf } from "./signature.ts";

let app: TestApp;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
let secret: string;

beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date("2026-11-21T10:00:00Z") });
  owner = await app.pair();
  secret = (await owner("POST", "/api/github/hooks", { name: "acme/shop" })).body.secret;
});
afterAll(() => app.close());

const send = async (event: string, payload: object) => {
  const answer = await app.nobody("POST", "/hooks/github", payload, {
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": signatureOf(secret, JSON.stringify(payload)),
  });
  expect(answer).toMatchObject({ status: 202 });
};
const day = (time: string) => `2026-11-21T${time}:00Z`;
const pull = (number: number) => ({ ...reviewRequested.pull_request, number, html_url: `https://github.com/acme/shop/pull/${number}` });
const asked = (time: string) => (number: number) =>
  send("pull_request", { ...reviewRequested, pull_request: { ...pull(number), title: `Change ${number}`, updated_at: day(time) } });
const given = (time: string, state: "approved" | "changes_requested") => (number: number) =>
  send("pull_request_review", {
    ...reviewSubmitted,
    pull_request: pull(number),
    review: { ...reviewSubmitted.review, state, submitted_at: day(time) },
  });

const attempts = async () => {
  const { items } = (await owner("GET", "/api/coordination/records?type=review&limit=200")).body as { items: Coordination[] };
  return items
    .map(({ what, status, startedAt, endedAt }) => `${what} ${status} ${startedAt.slice(11, 16)} ${endedAt?.slice(11, 16)}`)
    .toSorted();
};

/** Every order of these. */
const orders = <T>(all: readonly T[]): T[][] =>
  all.length < 2 ? [[...all]] : all.flatMap((one) => orders(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));

test("in whatever order GitHub tells of two rounds of a review, they are the same two attempts", async () => {
  const all = orders([asked("09:01"), given("09:20", "changes_requested"), asked("09:30"), given("09:40", "approved")]);
  expect(all).toHaveLength(24);
  const expected: string[] = [];
  for (const [index, order] of all.entries()) {
    const number = 100 + index;
    for (const tell of order) await tell(number);
    const of = `acme/shop#${number} Change ${number}`;
    expected.push(`${of} failed 09:01 09:20`, `${of} succeeded 09:30 09:40`);
  }
  expect(await attempts()).toEqual(expected);
});

test("a review that is given again without being asked for is a round of its own; the same delivery twice is none", async () => {
  const before = (await attempts()).length;
  for (const tell of [
    given("09:40", "approved"),
    given("09:20", "changes_requested"),
    asked("09:01"),
    asked("09:01"),
    given("09:20", "changes_requested"),
  ])
    await tell(300);
  const mine = (await attempts()).filter((one) => one.includes("#300 ") || one.startsWith("undefined"));
  expect(mine).toEqual(["acme/shop#300 Change 300 failed 09:01 09:20", "undefined succeeded 09:40 09:40"]);
  expect(await attempts()).toHaveLength(before + 2);
});
