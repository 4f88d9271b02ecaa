import { problem } from "@beckon/contracts/common";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds, openCallers, routesOf, type Callers, type Credentials, type Kind } from "./support/callers.ts";
import { everySingleMistake, mutated, rawBody } from "./support/junk.ts";
import { everySingleQuery, headers, pathPart, query } from "./support/junk-requests.ts";
import { routeTable, type Row, type Sample } from "./support/route-table.ts";
import { origin } from "./support/test-app.ts";

const seed = 20_261_121;
const numRuns = 120;

let callers: Callers;
beforeAll(async () => {
  callers = await openCallers();
});
afterAll(() => callers.close());

type Shot = { kind: Kind; body: string | undefined; part: string | undefined; query: string | undefined; headers: Credentials };

/** One wrong call; gives its status once it is shown to be an answer that a program can read. */
const shoot = async (method: string, { path }: Sample, shot: Shot, credentials: Credentials): Promise<number> => {
  const [pathname = "", ownQuery] = path.split("?");
  const target = shot.part === undefined ? pathname : swapPart(pathname, shot.part);
  const search = shot.query ?? ownQuery;
  const answer = await callers.app.app.request(`${origin}${target}${search === undefined ? "" : `?${search}`}`, {
    method,
    headers: {
      origin,
      host: new URL(origin).host,
      ...(shot.body === undefined ? {} : { "content-type": "application/json" }),
      ...credentials,
      ...shot.headers,
    },
    ...(shot.body === undefined || method === "GET" ? {} : { body: shot.body }),
  });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) await answer.body?.cancel();
  else await assertReadable(answer, { method, path: target });
  return answer.status;
};

/** The part that names one thing among many, which is where routes take what callers write. */
const swapPart = (pathname: string, part: string) => {
  const parts = pathname.split("/");
  const index = parts.findIndex((each) => /^[a-z]+_[0-9A-Za-z]{16,}$/.test(each));
  return index < 0 ? `${pathname}/${part}` : parts.with(index, part).join("/");
};

const assertReadable = async (answer: Response, { method, path }: { method: string; path: string }) => {
  const text = await answer.text();
  if (answer.status < 400) return;
  const isStatus = /^application\/(json|x-protobuf)$/.test(answer.headers.get("content-type") ?? "");
  // Telemetry has an error of its own by its protocol: google.rpc.Status, in the encoding of the request.
  if (path.startsWith("/otlp/") && isStatus) return expect(answer.status).toBeLessThan(500);
  if (answer.headers.get("content-type")?.startsWith("application/json") && answer.status === 503) return; // `/ready`
  expect(`${answer.status} ${answer.headers.get("content-type")}`).toMatch(/^4\d\d application\/problem\+json/);
  expect(text.length).toBeLessThan(20_000);
  if (method === "HEAD") return;
  const said = problem.parse(JSON.parse(text));
  expect(said.status).toBe(answer.status);
  expect(said.requestId).toBe(answer.headers.get("x-request-id"));
};

const kind = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...kinds) },
  { weight: 5, arbitrary: fc.constantFrom<Kind>("owner", "operator", "agent", "admin", "local", "capability") },
);

const shots = (right: unknown): fc.Arbitrary<Shot> => {
  const none = fc.constant(undefined);
  const body =
    right === undefined
      ? fc.oneof({ weight: 3, arbitrary: none }, rawBody)
      : fc.oneof(
          { weight: 6, arbitrary: mutated(right) },
          { weight: 2, arbitrary: rawBody },
          { weight: 1, arbitrary: none },
          { weight: 2, arbitrary: fc.constant(JSON.stringify(right)) },
        );
  return fc.record({
    kind,
    body,
    part: fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: pathPart }),
    query: fc.oneof({ weight: 2, arbitrary: none }, { weight: 2, arbitrary: query }),
    headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers }),
  });
};

test.for(Object.entries(routeTable))(
  "%s: whatever is sent, the answer is one that a program can read",
  { timeout: 60_000 },
  async ([name, row]: [string, Row]) => {
    const method = name.slice(0, name.indexOf(" "));
    const right = await row.sample(callers);
    const reached = new Set<number>();
    await fc.assert(
      fc.asyncProperty(shots(right.body), async (shot) => {
        if (row.usesUp) await callers.forgive();
        const credentials = row.usesUp ? await callers.fresh(shot.kind, right.claims) : callers.credentials(shot.kind, right.claims);
        reached.add(await shoot(method, right, shot, credentials));
      }),
      { seed, numRuns },
    );
    // Else it has been shown of the door alone.
    const door = new Set([401, 403, 404, 405, 415, 421]);
    expect(
      [...reached].some((status) => !door.has(status)),
      `only ${[...reached].join(", ")}`,
    ).toBe(true);
  },
);

/** Who gets farthest into a route. */
const insider = (row: Row): Kind => {
  const expected = row.expected(callers);
  return (["owner", "agent", "capability"] as const).find((each) => expected[each] !== 403) ?? "nobody";
};

test.for(Object.entries(routeTable).filter(([name]) => /^(GET|POST|PUT|PATCH) \/api/.test(name)))(
  "%s: each part of a right call wrong in every known way",
  { timeout: 60_000 },
  async ([name, row]: [string, Row]) => {
    const method = name.slice(0, name.indexOf(" "));
    const right = await row.sample(callers);
    const who = insider(row);
    const [, rightQuery] = right.path.split("?");
    const shots: Shot[] = [
      ...(right.body === undefined ? [] : everySingleMistake(right.body)).map((body) => ({ body })),
      ...(rightQuery === undefined ? [] : everySingleQuery(rightQuery)).map((query) => ({ query })),
    ].map((part) => ({ kind: who, body: undefined, part: undefined, query: undefined, headers: {}, ...part }));
    const failures: string[] = [];
    for (const shot of shots) {
      if (row.usesUp) await callers.forgive();
      // For a new caller each time where the call ends the access it is made with.
      const credentials = row.usesUp ? {} : callers.credentials(who, right.claims);
      await shoot(method, right, shot, credentials).catch((error: Error) =>
        failures.push(`${error.message.slice(0, 200)} ← ${(shot.body ?? shot.query)?.slice(0, 300)}`),
      );
    }
    expect(failures).toEqual([]);
  },
);

test.for(["HEAD", "OPTIONS", "TRACE2", "PROPFIND", "POST", "PUT", "PATCH", "DELETE", "GET"])(
  "%s on every path: an answer, never a failure",
  async (method) => {
    const paths = [
      ...new Set(routesOf(callers.app).map((route) => route.slice(route.indexOf(" ") + 1).replace(":id", "dr_0000000000000000000000"))),
    ];
    for (const path of [
      ...paths.filter((each) => each !== "/api/stream"),
      "/api",
      "/api/",
      "/api//session",
      "/API/session",
      "/api/none",
      "/health/",
      "//",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..%5c..%5cpackage.json",
      "/%00",
      "/%ff",
    ])
      for (const who of ["nobody", "owner"] as const) {
        // Ending the session of the one that the other calls are made as.
        if (path === "/api/session/end" && who === "owner") continue;
        await shoot(
          method,
          { path },
          { kind: who, body: undefined, part: undefined, query: undefined, headers: {} },
          callers.credentials(who),
        );
      }
  },
);
