import fc from "fast-check";
import { expect, test } from "vitest";
import { nextStart, type PastStart } from "./next-start.ts";
import { spread, type Room } from "./spread.ts";

const room = fc.record({
  id: fc.constantFrom("ho_1", "ho_2", "ho_3", "ho_4"),
  connected: fc.boolean(),
  profiles: fc.uniqueArray(
    fc.record({ name: fc.constantFrom("a", "b", "c"), role: fc.constantFrom("dev", "test", undefined), free: fc.nat(6) }),
    { selector: ({ name }) => name, maxLength: 3 },
  ),
});
const rooms = fc
  .uniqueArray(room, { selector: ({ id }) => id, maxLength: 4 })
  .map((all): Room[] => all.map((one) => ({ ...one, name: `machine ${one.id}` })));
const wish = fc.oneof(
  fc.record({ role: fc.constantFrom("dev", "test", "nobody"), count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ profile: fc.constantFrom("a", "b", "x"), count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ profile: fc.constantFrom("a", "b"), hostId: fc.constantFrom("ho_1", "ho_9"), count: fc.integer({ min: 1, max: 9 }) }),
);
const wishes = fc.array(wish, { minLength: 1, maxLength: 5 });

test("never more than are free, all that was asked for is placed or accounted for, and the same again is the same", () => {
  fc.assert(
    fc.property(wishes, rooms, (wanted, all) => {
      const { places, short } = spread(wanted, all);
      expect(spread(wanted, all.toReversed())).toEqual({ places, short });
      for (const { id, connected, profiles } of all)
        for (const { name, free } of profiles) {
          const used = places.filter((place) => place.hostId === id && place.profile === name).length;
          expect(used).toBeLessThanOrEqual(connected ? free : 0);
        }
      for (const [index, { count }] of wanted.entries()) {
        const missing = short.find((one) => one.wish === index)?.missing ?? 0;
        expect(places.filter((place) => place.wish === index).length + missing).toBe(count);
        if (missing === 0) continue;
        // Nobody is turned away while a place for it stands free.
        const one = wanted[index] as { role?: string; profile?: string; hostId?: string };
        const left = all
          .filter(({ id, connected }) => connected && (one.hostId === undefined || one.hostId === id))
          .flatMap(({ id, profiles }) =>
            profiles
              .filter((each) => (one.profile === undefined ? each.role === one.role : each.name === one.profile))
              .map(
                ({ name, free }) =>
                  free - places.filter((place) => place.wish <= index && place.hostId === id && place.profile === name).length,
              ),
          );
        expect(left.every((some) => some <= 0)).toBe(true);
      }
    }),
  );
});

test("two machines with room for as many get as many, and why somebody is short is said", () => {
  const two: Room[] = ["one", "two"].map((name) => ({
    id: `ho_${name}`,
    name,
    connected: true,
    profiles: [{ name: "builder", role: "dev", free: 3 }],
  }));
  const { places } = spread([{ role: "dev", count: 4 }], two);
  expect(places.map(({ hostId }) => hostId).toSorted()).toEqual(["ho_one", "ho_one", "ho_two", "ho_two"]);
  const why = (wanted: object, all: Room[]) => spread([{ count: 9, ...wanted }], all).short[0]?.why;
  expect(why({ role: "dev" }, two)).toBe("Only 6 of 9 places for the role dev are free.");
  expect(why({ role: "cook" }, two)).toBe("No machine offers the role cook.");
  expect(why({ profile: "builder" }, [])).toBe("No machine has a runner.");
  expect(why({ profile: "builder", hostId: "ho_x" }, two)).toBe("There is no such machine.");
  expect(
    why(
      { role: "dev" },
      two.map((one) => ({ ...one, connected: false })),
    ),
  ).toBe("one, two: no word of it, and nobody else offers the role dev.");
});

test("a member that fails for ever is started no more than so often in any hour, each time later, and then given up", () => {
  const outcome = fc.record({ failed: fc.boolean(), seconds: fc.integer({ min: 0, max: 900 }) });
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (outcomes, most) => {
      let now = Date.parse("2026-11-21T10:00:00Z");
      const past: PastStart[] = [];
      for (const { failed, seconds } of outcomes) {
        let next = nextStart(past, { most, now: new Date(now) });
        for (let tries = 0; next.kind === "wait"; tries += 1) {
          expect(next.until.getTime()).toBeGreaterThan(now);
          expect(tries).toBeLessThan(3);
          now = next.until.getTime();
          next = nextStart(past, { most, now: new Date(now) });
        }
        if (next.kind === "give_up") {
          expect(next.failures).toBeGreaterThanOrEqual(most);
          expect(past.at(-1)?.failed).toBe(true);
          return;
        }
        past.push({ askedAt: new Date(now), endedAt: new Date(now + seconds * 1_000), failed });
        now += seconds * 1_000;
        const lastHour = past.filter(({ askedAt }) => now - askedAt.getTime() < 3_600_000 && askedAt.getTime() <= now);
        expect(lastHour.length).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test("five failures at once: 5 s, 10 s, 20 s and 40 s between them, then a person is asked", () => {
  let now = Date.parse("2026-11-21T10:00:00Z");
  const past: PastStart[] = [];
  const pauses: number[] = [];
  for (;;) {
    const next = nextStart(past, { most: 5, now: new Date(now) });
    if (next.kind === "give_up") {
      expect(next).toEqual({ kind: "give_up", failures: 5, minutes: 2 });
      break;
    }
    if (next.kind === "wait") {
      pauses.push((next.until.getTime() - now) / 1_000);
      now = next.until.getTime();
    } else past.push({ askedAt: new Date(now), endedAt: new Date(now), failed: true });
  }
  expect(pauses).toEqual([5, 10, 20, 40]);
});
