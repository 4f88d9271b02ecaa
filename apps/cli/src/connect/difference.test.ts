import fc from "fast-check";
import { expect, test } from "vitest";
import { difference } from "./difference.ts";

test("as diff -u writes it, three lines around each change", () => {
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at}`);
  const after = lines.toSpliced(5, 1, "five", "and a half").toSpliced(0, 0, "first");
  expect(difference(`${lines.join("\n")}\n`, after.join("\n"))).toEqual([
    "@@ -1,9 +1,11 @@",
    "+first",
    " line 0",
    " line 1",
    " line 2",
    " line 3",
    " line 4",
    "-line 5",
    "+five",
    "+and a half",
    " line 6",
    " line 7",
    " line 8",
  ]);
  expect(difference("", "a\nb\n")).toEqual(["@@ -1,0 +1,2 @@", "+a", "+b"]);
  expect(difference("a\r\n", "a\r\n")).toEqual([]);
});

test("what goes and what comes turns the one into the other, and no more than is needed", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = difference(before.join("\n"), after.join("\n")).filter((line) => !line.startsWith("@@"));
      const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
      expect(before.length - count("-")).toBe(after.length - count("+"));
      for (const sign of ["-", "+"]) {
        const whole: string[] = [...(sign === "-" ? before : after)];
        for (const line of lines.filter((one) => one.startsWith(sign))) {
          const at = whole.indexOf(line.slice(1));
          expect(at).toBeGreaterThanOrEqual(0);
          whole.splice(0, at + 1);
        }
      }
      expect(lines.length === 0).toBe(before.join("\n") === after.join("\n"));
    }),
  );
});
