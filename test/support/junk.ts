import fc from "fast-check";

/** Values that a contract may take for right, and that break what lies behind it. */
const leaves: unknown[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff",
  "\u202e",
  "🦊".repeat(200),
  "x".repeat(301),
  "x".repeat(300_000),
  "__proto__",
  "constructor",
  "null",
  "'; drop table device; --",
  "%",
  "%00",
  "\\",
  "\n",
  "é".normalize("NFD"),
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59Z",
  "9999-12-31T23:59:59-14:00",
  "9999-12-31T23:59:59-23:59",
  "2026-02-30T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "2030-01-01T00:00:00.123456789Z",
  "https://user:pass@example.com/",
  "http://[::1]/",
  "javascript:alert(1)",
  "https://example.com:99999/",
  0,
  -0,
  -1,
  1,
  1.5,
  1e308,
  2 ** 53,
  2_592_000,
  2_592_001,
  true,
  false,
  null,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  "dr_0000000000000000000000",
  "dr_\x00000000000000000000000",
  "pe_0000000000000000000000",
  "passkeys",
];
const leaf = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...leaves) }, { weight: 1, arbitrary: fc.anything({ maxDepth: 2 }) });

type Path = (string | number)[];

/** The way to every part of a value, the value itself included. */
const paths = (value: unknown, path: Path = []): Path[] => [
  path,
  ...(typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key])) : []),
];

const change = (value: unknown, [key, ...rest]: Path, how: (part: unknown) => unknown): unknown => {
  if (key === undefined) return how(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  const changed = change(copy[key], rest, how);
  if (changed === removed) delete copy[key];
  else copy[key] = changed;
  return copy;
};
const removed = Symbol("removed");

/** The more parts, the fewer of the wrong values each has, in turns: its neighbours have the others. */
const turnsOf = (parts: number) => (parts <= 3 ? 1 : parts <= 6 ? 2 : parts <= 12 ? 4 : 6);

/** A right value with each of its parts wrong in every known way, one at a time; as JSON. */
export const everySingleMistake = (right: unknown): string[] => {
  const all = paths(right);
  const turns = turnsOf(all.length);
  return all.flatMap((path, place) => [
    toJson(change(right, path, () => (path.length === 0 ? null : removed))),
    ...leaves.filter((_, turn) => (place + turn) % turns === 0).map((junk) => toJson(change(right, path, () => junk))),
  ]);
};

/** A right value with one to three of its parts wrong, gone, doubled or wrapped; as JSON. */
export const mutated = (right: unknown): fc.Arbitrary<string> => {
  const one = fc.record({
    path: fc.constantFrom(...paths(right)),
    act: fc.constantFrom("put", "put", "put", "drop", "wrap", "extra", "many"),
    value: leaf,
  });
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((changes) => {
    const out = changes.reduce<unknown>((value, { path, act, value: junk }) => {
      // An earlier change may have taken the place away.
      if (path.length > 0 && !paths(value).some((known) => known.join("/") === path.join("/"))) return value;
      return change(value, path, (part) => {
        if (act === "drop") return path.length === 0 ? null : removed;
        if (act === "wrap") return [part];
        if (act === "many") return Array.from({ length: 600 }, () => part);
        if (act === "extra")
          return typeof part === "object" && part !== null && !Array.isArray(part)
            ? { ...part, admin: true, [(JSON.stringify(junk) ?? "nothing").slice(0, 50)]: junk }
            : junk;
        return junk;
      });
    }, right);
    return toJson(out);
  });
};

/** Also of what JSON has no word for. */
const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part)) ?? "null";

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + "1" + close.repeat(depth);

/** Bodies that no contract describes. */
export const rawBody = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "{",
    "}",
    "[",
    '{"a":',
    "nul",
    "NaN",
    "Infinity",
    "undefined",
    "'a'",
    "\u0000",
    "\ufeff{}",
    '{"a":1}{"b":2}',
    '{"a":1,"a":2}',
    '{"__proto__":{"admin":true},"constructor":{"prototype":{}},"kind":"permission","title":"t"}',
    '"\\ud800"',
    '{"title":"\\u0000","kind":"permission"}',
    "1e999",
    "-",
    "01",
    "[1,]",
    "<xml/>",
    "a=b&c=d",
    nested(10_000, "[", "]"),
    nested(10_000, '{"a":', "}"),
    nested(400_000, "[", "]"),
    "[".repeat(10_000),
    `{"title":"${"x".repeat(1_100_000)}"}`,
    `{"kind":"permission","title":"${"x".repeat(900_000)}"}`,
    `[${"1,".repeat(300_000)}1]`,
    `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(",")}}`,
  ),
  fc.json(),
  fc.string({ unit: "binary" }),
);
