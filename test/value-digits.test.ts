import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../packages/metrics/src/value", import.meta.url));

test("the value is computed with nothing whose last digit differs from engine to engine", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(10);
  // Powers of bigints are exact; square roots are rounded alike everywhere.
  const inexact = /Math\.(exp|expm1|log\w*|pow|sinh?|cosh?|tanh?|a\w+h?|cbrt|hypot|random)\b|\w \*\* (?!\d+n)/g;
  for (const file of files)
    expect({ file, found: readFileSync(join(folder, file), "utf8").match(inexact) ?? [] }).toEqual({ file, found: [] });
});
