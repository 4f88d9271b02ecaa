import { visibleParts } from "@beckon/contracts/visible-text";
import { expect, test } from "vitest";
import { bounded, mostMarks } from "./shown-text.ts";

const hiding = (places: number) => visibleParts("a\u200b".repeat(places));

test("honest text and text with few hidden characters is shown part by part", () => {
  expect(bounded(visibleParts("plain"))).toEqual({ named: [{ text: "plain", kind: "plain" }], rest: "", more: 0 });
  expect(bounded(hiding(mostMarks))).toMatchObject({ rest: "", more: 0 });
});

test("beyond the bound a sign stands for each hidden place, and none of them is left in the text", () => {
  const { named, rest, more } = bounded(hiding(mostMarks + 3));
  expect(named.filter(({ kind }) => kind !== "plain")).toHaveLength(mostMarks);
  expect({ rest, more }).toEqual({ rest: "\ufffda\ufffda\ufffd", more: 3 });
});

test("a direction is never turned by the rest", () => {
  const { rest } = bounded(visibleParts(`${"a\u200b".repeat(mostMarks)}a\u202eevil\u2066`));
  expect(rest).toBe("\ufffdevil\ufffd");
});
