import fc from "fast-check";
import { expect, test } from "vitest";
import { recount, type CountedFile, type LaneCount } from "./lanes.ts";

const lane = fc.constantFrom("inbox", "done", ".", "__proto__", "constructor");
const file = fc.record({ lane, tasks: fc.nat(9), problem: fc.option(fc.constant("cannot be read")) });
const telling = fc.array(fc.tuple(fc.nat(7), fc.option(file)), { maxLength: 6 });

const counted = (files: Iterable<CountedFile>): LaneCount[] =>
  [...Map.groupBy(files, (each) => each.lane)].map(([name, all]) => ({
    lane: name,
    files: all.length,
    tasks: all.reduce((sum, { tasks }) => sum + tasks, 0),
    unreadable: all.filter(({ problem }) => problem !== null).length,
  }));
const inOrder = (counts: LaneCount[]) => counts.toSorted((a, b) => (a.lane < b.lane ? -1 : 1));

test("kept by difference, the counts are what counting all files gives, whatever comes and goes", () => {
  fc.assert(
    fc.property(fc.array(telling, { maxLength: 12 }), (tellings) => {
      const files = new Map<number, CountedFile>();
      let lanes: LaneCount[] = [];
      for (const told of tellings) {
        const now = new Map(told);
        const gone = [...now.keys()].flatMap((path) => files.get(path) ?? []);
        const come = [...now.values()].filter((each) => each !== null);
        for (const [path, each] of now)
          if (each) files.set(path, each);
          else files.delete(path);
        lanes = recount(lanes, { gone, come });
        expect(inOrder(lanes)).toEqual(inOrder(counted(files.values())));
      }
    }),
  );
});
