import fc from "fast-check";

/** One part of a path, encoded or not. */
export const pathPart = fc.oneof(
  fc.constantFrom(
    "%00",
    "%ff",
    "%",
    "%zz",
    "%E0%A4%A",
    "..%2f..",
    "%2e%2e",
    ".",
    "a".repeat(5_000),
    "__proto__",
    "null",
    "undefined",
    "me",
    "*",
    ":id",
    "%25",
    "%F0%9F%A6%8A",
    "%ED%A0%80",
    "dr_",
    "dr_%00000000000000000000000",
    "dr_0000000000000000000000",
    "dev_0000000000000000000000",
    "pe_zzzzzzzzzzzzzzzzzzzzzz",
    "tok_0000000000000000000000",
    "pk_0000000000000000000000",
    "dl_0000000000000000000000",
    "'%20or%201=1--",
  ),
  fc.string({ maxLength: 40 }).map(encode),
);

/** `encodeURIComponent` that takes lone surrogates too, as the three bytes that nobody may decode. */
function encode(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : value.replace(/[\ud800-\udfff]/g, "%ED%A0%80");
}

// `wait` among them would hold the call, as it should; only values that hold for no time, or are refused.
const waits = ["0", "0.001", "-1", "-0", "1e9", "Infinity", "NaN", "", "abc", "0x0", "241", "1e-3", "[]"];
const queryValues = [
  "",
  "%00",
  "%ED%A0%80",
  "%",
  "-1",
  "0",
  "1",
  "200",
  "201",
  "1e2",
  "0x10",
  "1.5",
  "9".repeat(30),
  "a".repeat(5_000),
  "null",
  "[]",
  "%5B%5D",
  "pending",
  "2026-01-01",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-14:00",
  "2026-01-01T00:00:00%2B02:00",
  "99999999999999~dr_0000000000000000000000",
  "99999999999999~dl_0000000000000000000000",
  "999999999999999",
  "e.1.1",
  "abc.9999999999999999999.999999999999999999",
  "%25_%5C",
];
const queryValue = fc.oneof(fc.constantFrom(...queryValues), fc.string({ maxLength: 30 }).map(encode));
const queryName = fc.oneof(
  fc.constantFrom("cursor", "limit", "status", "q", "from", "to", "agent", "requestId", "id"),
  fc.constantFrom("__proto__", "constructor", "limit[]", "q[a]", "", "%00", "%", "a".repeat(2_000)),
);
const pair = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(queryName, queryValue).map(([name, value]) => `${name}=${value}`) },
  { weight: 1, arbitrary: fc.constantFrom(...waits).map((value) => `wait=${value}`) },
  { weight: 1, arbitrary: fc.constantFrom("&", "=", "?", "q", "q=1&q=2", "limit=1&limit=2", "#", "+") },
);
export const query = fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.join("&"));

const latin1 = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((code) => code !== 10 && code !== 13),
    { maxLength: 60 },
  )
  .map((codes) => String.fromCharCode(...codes));
const headerNames = [
  "idempotency-key",
  "authorization",
  "cookie",
  "content-type",
  "content-encoding",
  "accept",
  "accept-encoding",
  "last-event-id",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-http-method-override",
  "range",
  "if-none-match",
  "sec-fetch-site",
  "origin",
  "host",
  "content-length",
  "transfer-encoding",
] as const;
const headerValue = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "null",
    "*",
    "\x01",
    "é".normalize("NFC"),
    "\xff\xfe",
    "a".repeat(300),
    "x".repeat(100_000),
    "gzip",
    "identity",
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=utf-16",
    "application/json, text/plain",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "cross-site",
    "same-origin",
    "none",
    "https://evil.example",
    "evil.example",
    "localhost:8787",
    "::1, 127.0.0.1, junk",
    "bytes=0-1",
    "chunked",
    "999999999",
    "-1",
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "bearer \xff",
    `Bearer ${"x".repeat(10_000)}`,
    "Basic dTpw",
    "Capability",
    "Capability a",
    "Capability a.b",
    "Capability e30.e30",
    "Capability bnVsbA.AAAA",
    `Capability ${"a.".repeat(5_000)}`,
    "beckon",
    "beckon=",
    'beckon="',
    "beckon=%00",
    "beckon=a; beckon=b",
    "__Host-beckon=x",
    "beckon=x; ".repeat(5_000),
  ),
  latin1,
);
export const headers = fc.dictionary(fc.constantFrom(...headerNames), headerValue, { maxKeys: 3 });

/** Of queries with more parameters each wrong value stands either among the right ones or alone, in turns. */
const few = 3;

/** A right query with each of its parameters wrong in every known way, one at a time. */
export const everySingleQuery = (right: string): string[] => {
  const pairs = right.split("&").map((each) => each.split("=") as [string, string]);
  return pairs.flatMap(([name], index) =>
    (name === "wait" ? waits : queryValues).flatMap((value, turn) => {
      const among = pairs
        .with(index, [name, value])
        .map((each) => each.join("="))
        .join("&");
      const alone = `${name}=${value}`;
      return pairs.length <= few ? [among, alone] : [(index + turn) % 2 === 0 ? among : alone];
    }),
  );
};
