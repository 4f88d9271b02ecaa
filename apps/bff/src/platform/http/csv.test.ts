import fc from "fast-check";
import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

/** A reader of RFC 4180, for the test alone. */
const read = (text: string): string[][] => {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const [row, one] = [rows.at(-1) as string[], text[at] as string];
    const add = (value: string) => void (row[row.length - 1] += value);
    if (quoted && one === '"' && text[at + 1] === '"') add(text[(at += 1)] as string);
    else if (one === '"') quoted = !quoted;
    else if (!quoted && one === ",") row.push("");
    else if (!quoted && one === "\r" && text[at + 1] === "\n") at += rows.push([""]) > 0 ? 1 : 0;
    else add(one);
  }
  return rows.slice(0, -1);
};

test("a table in UTF-8 with BOM; what a spreadsheet would take for a formula is text", () => {
  expect(
    toCsv(
      ["name", "n"],
      [
        ['=HYPERLINK("http://x")', 1],
        ["-2", -2],
        ["a,b\nc", null],
        ["plain", true],
      ],
    ),
  ).toBe(`\uFEFFname,n\r\n"'=HYPERLINK(""http://x"")",1\r\n'-2,-2\r\n"a,b\nc",\r\nplain,true\r\n`);
});

test("any text comes back as it was, and no cell begins a formula", () => {
  const cell = fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", '"', ",", "a", "\u202e", "ü", " ") });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const found = read(toCsv(["a", "b"], rows).slice(1)).slice(1);
      expect(found.flat().filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([]);
      expect(found.map((row) => row.map((text) => text.replace(/^'(?=[=+\-@\t\r])/, "")))).toEqual(rows);
    }),
    { numRuns: 200 },
  );
});
