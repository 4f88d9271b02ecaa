import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kinds, openCallers, routesOf, type Callers, type Kind } from "./support/callers.ts";
import { mutated, rawBody } from "./support/junk.ts";
import { headers, pathPart, query } from "./support/junk-requests.ts";
import { routeTable, type Row } from "./support/route-table.ts";
import { shooting, type Shot } from "./support/shoot.ts";

const seed = 20_261_121;
const numRuns = 40;

let callers: Callers;
const shoot = shooting(() => callers);
beforeAll(async () => {
  callers = await openCallers();
});
afterAll(() => callers.close());

const kind = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...kinds) },
  { weight: 5, arbitrary: fc.constantFrom<Kind>("owner", "operator", "agent", "admin", "local", "capability", "host") },
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
