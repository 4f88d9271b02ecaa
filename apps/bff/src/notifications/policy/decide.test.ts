import { defaultPolicy, passing } from "@beckon/contracts/notification-defaults";
import { noticeKind, type NotificationPolicy } from "@beckon/contracts/notification-policy";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, quietUntil } from "./decide.ts";
import { firstInstantOf, wallAt } from "./local-time.ts";

const minute = 60_000;
const hour = 60 * minute;
const night = (timeZone: string, from = "22:00", to = "07:00"): NotificationPolicy => ({ ...defaultPolicy, timeZone, quiet: { from, to } });
const at = (instant: string) => Date.parse(instant);
const until = (policy: NotificationPolicy, instant: string) => {
  const end = quietUntil(policy, at(instant));
  return end === undefined ? undefined : new Date(end).toISOString();
};

describe("quiet hours over changes of the clock", () => {
  test("Berlin: the night of the shorter hour ends at seven on the wall, an hour of the clock sooner", () => {
    // 29 March 2026, 02:00 → 03:00.
    expect(until(night("Europe/Berlin"), "2026-03-28T21:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
    expect(until(night("Europe/Berlin"), "2026-03-28T20:59:59Z")).toBeUndefined();
    expect(until(night("Europe/Berlin"), "2026-03-29T05:00:00Z")).toBeUndefined();
    // 25 October 2026, 03:00 → 02:00: ten hours.
    expect(until(night("Europe/Berlin"), "2026-10-24T20:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
  });

  test("Lord Howe, whose clock moves by half an hour in the southern spring and autumn", () => {
    // 5 April 2026: +11:00 → +10:30; 4 October 2026: back.
    expect(until(night("Australia/Lord_Howe"), "2026-04-04T11:00:00Z")).toBe("2026-04-04T20:30:00.000Z");
    expect(until(night("Australia/Lord_Howe"), "2026-10-03T11:30:00Z")).toBe("2026-10-03T20:00:00.000Z");
  });

  test("Chatham, at twelve hours and three quarters", () => {
    // 5 April 2026, 03:45 → 02:45 (+13:45 → +12:45); 27 September 2026: back.
    expect(until(night("Pacific/Chatham"), "2026-04-04T08:15:00Z")).toBe("2026-04-04T18:15:00.000Z");
    expect(until(night("Pacific/Chatham"), "2026-09-26T09:15:00Z")).toBe("2026-09-26T17:15:00.000Z");
  });

  test("an end within the hour that is left out is where the clock jumps; a beginning there too", () => {
    expect(until(night("Europe/Berlin", "22:00", "02:30"), "2026-03-29T00:30:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(until(night("Europe/Berlin", "02:30", "07:00"), "2026-03-29T00:59:59Z")).toBeUndefined();
    expect(until(night("Europe/Berlin", "02:30", "07:00"), "2026-03-29T01:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
  });

  test("of an hour that comes twice the first counts: a night ends once", () => {
    expect(until(night("Europe/Berlin", "22:00", "02:30"), "2026-10-25T00:29:59Z")).toBe("2026-10-25T00:30:00.000Z");
    // A quarter past two by the wall, the second time.
    expect(until(night("Europe/Berlin", "22:00", "02:30"), "2026-10-25T01:15:00Z")).toBeUndefined();
    expect(until(night("America/New_York", "01:30", "07:00"), "2026-11-01T05:30:00Z")).toBe("2026-11-01T12:00:00.000Z");
  });

  test("a day that a zone left out altogether holds nothing for ever", () => {
    // Samoa went from the 29th to the 31st of December 2011.
    for (const now of ["2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z"])
      expect(until(night("Pacific/Apia"), now)).toBe("2011-12-30T17:00:00.000Z");
  });
});

const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "America/Santiago", "UTC"];
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => {
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
});
const policies: fc.Arbitrary<NotificationPolicy> = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    quiet: fc.option(
      fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
      { nil: null },
    ),
    digestAt: fc.array(time, { minLength: 1, maxLength: 4 }),
    timings: fc.array(fc.constantFrom("now" as const, "digest" as const, "off" as const), { minLength: 8, maxLength: 8 }),
  })
  .map(({ timings, ...rest }) => ({
    ...rest,
    kinds: Object.fromEntries(
      noticeKind.options.map((kind, index) => [
        kind,
        passing.includes(kind) && timings[index] === "digest" ? "now" : (timings[index] ?? "now"),
      ]),
    ) as NotificationPolicy["kinds"],
  }));
/** Half of them within a day of a change of some zone's clock. */
const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-09-27", "2026-10-04", "2026-10-25", "2026-11-01"].map(at);
const moments = fc.oneof(
  fc.integer({ min: at("2026-01-01"), max: at("2027-12-31") }),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -24 * hour, max: 24 * hour })).map(([change, off]) => change + off),
);

describe("what is decided", () => {
  test("critical rings at any hour, off is never told, and nothing else rings in quiet hours", () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...noticeKind.options), moments, (policy, kind, now) => {
        const verdict = decide(policy, kind, now);
        if (policy.kinds[kind] === "off") expect(verdict).toEqual({ tell: "never" });
        else if (passing.includes(kind)) expect(verdict).toEqual({ tell: "now" });
        else if (policy.kinds[kind] === "digest") expect(verdict).toMatchObject({ tell: "at", why: "digest" });
        else expect(verdict.tell).toBe(quietUntil(policy, now) === undefined ? "now" : "at");
      }),
    );
  });

  test("what is held is told within two days, outside quiet hours, and not a moment later than it may be", () => {
    fc.assert(
      fc.property(policies, moments, (policy, now) => {
        const verdict = decide({ ...policy, kinds: { ...policy.kinds, budget: "now" } }, "budget", now);
        if (verdict.tell !== "at") return;
        expect(verdict.at).toBeGreaterThan(now);
        expect(verdict.at - now).toBeLessThanOrEqual(26 * hour);
        expect(quietUntil(policy, verdict.at)).toBeUndefined();
        // Quiet all the way there, and seen from anywhere on the way it ends at the same instant.
        for (const share of [0.25, 0.5, 0.999]) expect(quietUntil(policy, now + Math.floor((verdict.at - now) * share))).toBe(verdict.at);
      }),
    );
  });

  test("a digest comes at a chosen time by the wall, or when the quiet hours end that it falls into", () => {
    fc.assert(
      fc.property(policies, moments, (policy, now) => {
        const verdict = decide({ ...policy, quiet: null, kinds: { ...policy.kinds, budget: "digest" } }, "budget", now);
        if (verdict.tell !== "at") throw new Error("not held");
        expect(verdict.at).toBeGreaterThan(now);
        expect(verdict.at - now).toBeLessThanOrEqual(25 * hour);
        const shown = new Date(wallAt(policy.timeZone, verdict.at)).toISOString().slice(11, 16);
        const skipped = policy.digestAt.some(
          (chosen) => firstInstantOf(policy.timeZone, wallOf(policy.timeZone, verdict.at, chosen)) === verdict.at,
        );
        expect(policy.digestAt.includes(shown) || skipped).toBe(true);
        const quiet = decide({ ...policy, kinds: { ...policy.kinds, budget: "digest" } }, "budget", now);
        if (quiet.tell === "at") expect(quietUntil(policy, quiet.at)).toBeUndefined();
      }),
    );
  });
});

const wallOf = (timeZone: string, instant: number, chosen: string) => {
  const day = Math.floor(wallAt(timeZone, instant) / (24 * hour)) * 24 * hour;
  const [hours = 0, minutes = 0] = chosen.split(":").map(Number);
  return day + hours * hour + minutes * minute;
};
