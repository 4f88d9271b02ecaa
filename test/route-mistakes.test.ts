import { afterAll, beforeAll, expect, test } from "vitest";
import { openCallers, type Callers, type Kind } from "./support/callers.ts";
import { everySingleMistake } from "./support/junk.ts";
import { everySingleQuery } from "./support/junk-requests.ts";
import { routeTable, type Row } from "./support/route-table.ts";
import { shooting, type Shot } from "./support/shoot.ts";

let callers: Callers;
const shoot = shooting(() => callers);
beforeAll(async () => {
  callers = await openCallers();
});
afterAll(() => callers.close());

/** Who gets farthest into a route. */
const insider = (row: Row): Kind => {
  const expected = row.expected(callers);
  return (["owner", "agent", "host", "capability"] as const).find((each) => expected[each] !== 403) ?? "nobody";
};

test.for(Object.entries(routeTable).filter(([name]) => /^(GET|POST|PUT|PATCH) \/api/.test(name)))(
  "%s: each part of a right call wrong in every known way",
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
