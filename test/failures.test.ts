import { expect, test } from "vitest";
import { tellFailures, type Failure } from "./support/failures.ts";

const run = (failures: Failure[] | undefined, said = "") => ({ name: "journeys", status: 1, failures, said });
const failure = (at: number, lines = 1): Failure => ({
  name: `file.test.ts > test ${at}`,
  message: Array(lines).fill(`reason ${at}`).join("\n"),
});

test("when all is well nothing is told", () => {
  expect(tellFailures([{ name: "others", status: 0, failures: [], said: "1000 passed" }])).toEqual([]);
});

test("each failure stands with what it said, of whichever run it was", () => {
  expect(tellFailures([run([failure(1)]), run([{ name: "b", message: "\u001B[31mexpected\u001B[39m 1\n\n  to be 2" }])])).toEqual([
    "FAILED: 2",
    "✗ file.test.ts > test 1",
    "    reason 1",
    "✗ b",
    "    expected 1",
    "      to be 2",
  ]);
});

test("a run that could not tell is told by its last words", () => {
  const said = Array.from({ length: 100 }, (_, line) => `line ${line}`).join("\n");
  const told = tellFailures([run(undefined, said)]);
  expect(told[1]).toBe("✗ journeys ended with 1, and named no test");
  expect(told.at(-1)).toBe("    line 99");
  expect(told.length).toBeLessThan(60);
});

test.each([1, 20, 74, 75, 2_000])("%i long failures are told in 150 lines at most, each by its name", (count) => {
  const told = tellFailures([run(Array.from({ length: count }, (_, at) => failure(at, 50)))]);
  expect(told.length).toBeLessThanOrEqual(150);
  expect(told.filter((line) => line.startsWith("✗"))).toHaveLength(Math.min(count, 74));
  if (count > 74) expect(told.at(-1)).toBe(`and ${count - 74} more`);
});
