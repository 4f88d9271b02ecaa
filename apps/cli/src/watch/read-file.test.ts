import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workFile } from "@beckon/contracts/work-directories";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mostBytes, readFileTasks } from "./read-file.ts";

const folder = join(import.meta.dirname, "fixtures/files");
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".txt"))
  .map((name) => name.slice(0, -4))
  .sort();
const expected = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/expected.json"), "utf8")) as Record<string, unknown>;

test("there is an expectation for each file, and no other", () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(expected).sort()).toEqual(fixtures);
});

test.each(fixtures)("%s", (path) => {
  const read = readFileTasks(path, readFileSync(join(folder, `${path}.txt`)));
  expect(read ?? null).toEqual(expected[path]);
});

const told = (path: string, bytes: Uint8Array) => {
  const read = readFileTasks(path, bytes);
  // Whatever stands in a file, the server takes what is told of it.
  if (read) workFile.parse({ path, hash: "h", modifiedAt: new Date(0).toISOString(), ...read });
  return read;
};

test("any bytes at all are told, one way or another", () => {
  const yamlish = fc
    .array(
      fc.constantFrom(
        "title",
        "status",
        ": ",
        "- ",
        "\n",
        "  ",
        "&a ",
        "*a",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "|\n",
        "#",
        "---\n",
        "\t",
        "done",
        "\r\n",
        "!!x ",
        "<<: ",
        "? ",
        "%",
        "@",
        "\uFEFF",
        "\uD800",
        "\0",
        "…",
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(yamlish, fc.string({ unit: "binary", maxLength: 200 })),
      fc.constantFrom("inbox/a.yaml", "x/y.md", "a.yml"),
      (text, path) => {
        told(path, new TextEncoder().encode(text));
      },
    ),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void told("done/a.yaml", bytes)),
    { numRuns: 200 },
  );
});

test("any task whatever is told within the bounds of the contract", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const keys = fc.constantFrom(
    "title",
    "description",
    "status",
    "priority",
    "progress",
    "created_at",
    "completed",
    "duration",
    "labels",
    "deps",
    "agent",
    "id",
    "result",
    "error",
    "task",
    "metadata",
  );
  fc.assert(
    fc.property(fc.dictionary(keys, value), (map) => {
      const read = told("inbox/a.yaml", new TextEncoder().encode(JSON.stringify(map)));
      if (Object.keys(map).length > 0) expect(read?.tasks.length === 1 || read?.problem !== undefined).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("what would take minutes to understand is refused", () => {
  for (const text of ["a: &a [x]\nb: *a\n".repeat(40_000), "&a ".repeat(300_000), "- ".repeat(100_000)]) {
    const bytes = new TextEncoder().encode(text).subarray(0, mostBytes);
    expect(told("inbox/a.yaml", bytes)?.problem).toBeDefined();
  }
});

test("a deep nest of folders: the innermost that says something of the work is the lane", () => {
  expect(told("team-a/inbox/week-47/a.yaml", new TextEncoder().encode("title: x"))).toMatchObject({
    lane: "inbox",
    tasks: [{ status: "pending" }],
  });
});
