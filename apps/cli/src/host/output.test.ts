import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostProcess } from "@beckon/contracts/hosts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, outputOf } from "./output.ts";

const lines = hostProcess.shape.output;

test("whatever is written becomes lines that the contract takes, and no terminal obeys", () => {
  const nasty = fc.constantFrom("\u001b[2J", "\u001b]0;title\u0007", "\0", "\r", "\u202e", "\ud800", "\n", "é", "x".repeat(600));
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: "binary" }))), (parts) => {
      const found = linesOf(parts.join(""));
      expect(lines.parse(found)).toEqual(found);
      expect(found.join("").replaceAll("\t", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    }),
  );
});

test("of a line that is written over itself, what it showed last", () => {
  expect(linesOf("10 %\r20 %\r30 %\ndone\r\n")).toEqual(["30 %", "done"]);
  expect(linesOf(`${Array.from({ length: 60 }, (_, index) => index).join("\n")}\n`)).toHaveLength(40);
});

test("the last lines, also when the file has just been put aside", () => {
  const dir = mkdtempSync(join(tmpdir(), "beckon-output-"));
  try {
    expect(outputOf(dir)).toMatchObject({ stamp: "" });
    writeFileSync(join(dir, "output.1"), "one\ntwo\nth");
    writeFileSync(join(dir, "output"), "ree\nfour\n");
    const before = outputOf(dir);
    expect(before.lines()).toEqual(["one", "two", "three", "four"]);
    writeFileSync(join(dir, "output"), "ree\nfour\nfive\n");
    expect(outputOf(dir).stamp).not.toBe(before.stamp);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
