import type { WorkFile } from "@beckon/contracts/work-directories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { batches, difference } from "./batches.ts";

const path = fc.constantFrom<string[]>("inbox/a", "inbox/b", "done/a", "done/b", "c");
const hashes = fc.uniqueArray(fc.tuple(path, fc.constantFrom<string[]>("1", "2", "")), { selector: ([each]) => each });
const moves = fc.array(fc.record({ from: path, to: path }), { maxLength: 4 });

test("told where to look, it finds what a look at everything finds; and the server ends with what is here", () => {
  fc.assert(
    fc.property(hashes, hashes, moves, (left, right, moved) => {
      const here = new Map(left.map(([each, hash]) => [each, { hash }]));
      const there = new Map(right.filter(([, hash]) => hash !== ""));
      const of = { here, there, moves: moved, spared: () => false };
      const all = difference(of);
      const sorted = ({ removed, changed, moved: told }: typeof all) => ({
        removed: removed.toSorted(),
        changed: changed.toSorted(),
        told,
      });
      const differs = (each: string) => (here.get(each)?.hash ?? "") !== (there.get(each) ?? "");
      const among = [...new Set([...here.keys(), ...there.keys()])].filter(differs);
      expect(sorted(difference({ ...of, among }))).toEqual(sorted(all));

      const server = new Map(there);
      const read = (each: string): WorkFile => ({
        path: each,
        lane: "inbox",
        hash: here.get(each)?.hash ?? "",
        modifiedAt: "2026-11-21T10:00:00.000Z",
        tasks: [],
      });
      for (const batch of batches(all, read)) {
        for (const gone of [...batch.moved.map(({ from }) => from), ...batch.removed]) server.delete(gone);
        for (const file of batch.files) server.set(file.path, file.hash);
      }
      expect(Object.fromEntries(server)).toEqual(Object.fromEntries(left.filter(([, hash]) => hash !== "")));
    }),
  );
});

test("what may yet turn up elsewhere is not taken off the board", () => {
  const of = { here: new Map(), there: new Map([["inbox/a", "1"]]), moves: [] };
  expect(difference({ ...of, spared: () => true }).removed).toEqual([]);
  expect(difference({ ...of, spared: () => false }).removed).toEqual(["inbox/a"]);
});
