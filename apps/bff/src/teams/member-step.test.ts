import { expect, test } from "vitest";
import type { MemberRow } from "./members.repository.ts";
import { stepMember } from "./member-step.ts";

const now = new Date("2026-11-21T10:00:00Z");
const member = {
  state: "failed",
  attempt: 1,
  forgiven: 0,
  due: false,
  held: false,
  surplus: false,
  problem: null,
  nextTryAt: null,
} as MemberRow;
const failed = { state: "failed" as const, end: { at: new Date(now.getTime() - 60_000), failed: true, words: "exit code 1" } };
const past = [{ askedAt: new Date(now.getTime() - 90_000), endedAt: failed.end.at, failed: true }];
const kept = { state: "active" as const, keep: true, restartsPerHour: 5 };
const step = (more: Partial<Parameters<typeof stepMember>[0]> = {}) =>
  stepMember({ team: kept, member, seen: failed, past, connected: true, maintenance: false, now, ...more });

test("who ended by itself is started again, unless something speaks against it", () => {
  expect(step()).toMatchObject({ start: true });
  const stays: [string, Parameters<typeof step>[0]][] = [
    ["maintenance", { maintenance: true }],
    ["no word of its machine", { connected: false }],
    ["nobody keeps it", { team: { ...kept, keep: false } }],
    ["a person ended it", { member: { ...member, held: true } }],
    ["there are too many of it", { member: { ...member, surplus: true } }],
    ["a person was asked", { member: { ...member, state: "given_up" } }],
    ["it is being dissolved", { team: { ...kept, state: "dissolving" } }],
    ["it has just failed", { past: [{ ...past[0]!, endedAt: now }] }],
  ];
  for (const [why, more] of stays) expect([why, step(more).start]).toEqual([why, undefined]);
});

test("whom a person wants is started, also where nobody keeps it; during maintenance it waits and says so", () => {
  const due = { ...member, due: true, held: true };
  expect(step({ member: due, team: { ...kept, keep: false } })).toMatchObject({ start: true });
  expect(step({ member: due, maintenance: true })).toEqual({
    changes: { state: "waiting", problem: "Nothing is started during maintenance." },
  });
});

test("a stop by a person holds it down, but not one of before it was forgiven", () => {
  const stopped = {
    state: "stopped" as const,
    end: { ...failed.end, failed: false, words: "Stopped by Ada.", by: { kind: "person" as const, name: "Ada" } },
  };
  expect(step({ seen: stopped }).changes).toMatchObject({ state: "stopped", held: true, problem: "Stopped by Ada." });
  expect(step({ seen: stopped, member: { ...member, forgiven: 1 }, past: [] })).toMatchObject({ start: true });
});
