import { expect, test } from "vitest";
import { aHost, aProcess, aProfile } from "../controls/testing/rows.ts";
import { microsOf, nextName, offersOf, spentWords, strength, teamLook } from "./team-words.ts";
import { aMember, aTeam } from "./testing/rows.ts";

test("amounts as people write them", () => {
  expect(["5", "$5.50", " 0,25 ", ""].map(microsOf)).toEqual([5_000_000, 5_500_000, 250_000, undefined]);
  expect(["0", "five", "1e9", "-3", "1.234"].map(microsOf)).toEqual([null, null, null, null, null]);
});

test("roles of all machines together, with what is free where somebody is heard", () => {
  const hosts = [
    aHost("one", {
      profiles: [aProfile("b", { role: "builder", most: 3 }), aProfile("nightly", { most: 1 })],
      processes: [aProcess("1", { profile: "b" })],
    }),
    aHost("two", { profiles: [aProfile("bb", { role: "builder", most: 2 })] }),
    aHost("away", { connected: false, profiles: [aProfile("b", { role: "builder", most: 9 })] }),
  ];
  expect(offersOf(hosts)).toEqual([
    { name: "builder", by: "role", free: 4, most: 14 },
    { name: "nightly", by: "profile", free: 1, most: 1 },
  ]);
  expect(nextName([{ name: "Team 1" }, { name: "Shop" }])).toBe("Team 2");
});

test("how a team stands, and what it has spent, never more than is known", () => {
  const members = [aMember("1"), aMember("2", { state: "given_up" })];
  expect(strength(aTeam("t", { members }))).toBe("1 of 2 running");
  expect(strength(aTeam("t", { members, keep: true }))).toBe("1 of 2 running · kept at strength");
  expect(strength(aTeam("t", { members, state: "dissolving" }))).toBe("Being dissolved · 1 still here");
  expect(teamLook(aTeam("t", { members })).word).toBe("Given up");
  expect(spentWords({})).toBe("");
  const budget = { micros: 5_000_000 };
  const asOf = "2026-11-21T10:00:00Z";
  expect(spentWords({ budget })).toBe("Not counted yet of $5.00");
  expect(spentWords({ budget, spent: { micros: null, unpriced: 3, asOf } })).toBe("No call priced yet of $5.00");
  expect(spentWords({ budget, spent: { micros: 4_100_000, unpriced: 2, asOf } })).toBe("$4.10 of $5.00 and 2 calls without a price");
});
