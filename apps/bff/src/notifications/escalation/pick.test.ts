import fc from "fast-check";
import { expect, test } from "vitest";
import { pick, type Candidate } from "./pick.ts";

const device = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, name: id, personId: "ann", role: "owner", lastSeenAt: new Date(0), failing: false },
  ...more,
});
const ids = (devices: readonly Candidate[]) => devices.map(({ id }) => id);

test("the device used last goes first, one that fails last; then the person's others, then the next person's", () => {
  const devices = [
    device("old"),
    device("new", { lastSeenAt: new Date(9_000) }),
    device("broken", { lastSeenAt: new Date(99_000), failing: true }),
    device("bobs", { personId: "bob", role: "operator" }),
    device("wall", { personId: "vera", role: "viewer" }),
  ];
  const told = (tell: "device" | "devices" | "person" | "everyone", before: string[], first?: string) =>
    ids(pick({ tell, devices, told: before, first }));
  expect(told("device", [])).toEqual(["new"]);
  expect(told("device", ["new"])).toEqual(["old"]);
  expect(told("devices", ["new"])).toEqual(["old", "broken"]);
  expect(told("person", ["new"])).toEqual(["bobs"]);
  expect(told("person", [])).toEqual(["new", "old", "broken"]);
  expect(told("everyone", ["new"])).toEqual(["old", "bobs", "broken"]);
  expect(told("device", [], "bob")).toEqual(["bobs"]);
  expect(told("device", [], "vera")).toEqual(["new"]);
  expect(told("person", ["bobs"], "bob")).toEqual(["new", "old", "broken"]);
});

const candidates = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 99 }).map(String),
      personId: fc.constantFrom("ann", "bob", "cleo", "vera"),
      seen: fc.integer({ min: 0, max: 5 }),
      failing: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  )
  .map((list) =>
    list.map(({ id, personId, seen, failing }) => {
      const role = ({ ann: "owner", bob: "operator", cleo: "owner", vera: "viewer" } as const)[personId];
      return device(id, { personId, role, lastSeenAt: new Date(seen), failing });
    }),
  );

test("no device is told twice in a round, no viewer ever, and everyone is told in the end", () => {
  const tells = fc.array(fc.constantFrom("device" as const, "devices" as const, "person" as const), { maxLength: 8 });
  fc.assert(
    fc.property(candidates, tells, fc.option(fc.constantFrom("ann", "bob", "vera"), { nil: undefined }), (devices, steps, first) => {
      const told: string[] = [];
      for (const tell of [...steps, "everyone" as const]) {
        const chosen = ids(pick({ tell, devices, first, told }));
        expect(chosen.filter((id) => told.includes(id))).toEqual([]);
        if (tell === "device") expect(chosen.length).toBeLessThanOrEqual(1);
        told.push(...chosen);
      }
      expect(told.toSorted()).toEqual(ids(devices.filter(({ role }) => role !== "viewer")).toSorted());
    }),
  );
});
