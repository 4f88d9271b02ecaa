import fc from "fast-check";
import { expect, test } from "vitest";
import { joinWords, splitWords } from "./words.ts";

test.each<[string, string[]]>([
  ["claude -p hello", ["claude", "-p", "hello"]],
  [`a 'b c' "d e"f g\\ h`, ["a", "b c", "d ef", "g h"]],
  [`a '' ""`, ["a", "", ""]],
  [`say "it\\"s" '$HOME'`, ["say", 'it"s', "$HOME"]],
  ["  a\tb\n", ["a", "b"]],
])("%s", (line, words) => {
  expect(splitWords(line)).toEqual({ words });
});

test.each(["a; b", "a | b", "a && b", "a $(b)", "a `b`", "a > b", "a < b", "a *.ts", "$HOME/a", 'a "$HOME"', "a &", "a ~"])(
  "%s needs a shell",
  (line) => {
    expect(splitWords(line)).toMatchObject({ problem: expect.stringContaining("needs a shell") as string });
  },
);

test.each(["", "  ", "a 'b", 'a "b', "a \\"])("%j is no command", (line) => {
  expect(splitWords(line)).toHaveProperty("problem");
});

test("any words are read back from how people read them", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (words) => {
      expect(splitWords(joinWords(words))).toEqual({ words });
    }),
  );
});
