import type { Signal } from "@beckon/contracts/signals";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp } from "../support/test-app.ts";

test("two processes that are told at once of two runs in one file find one collision, whichever commits first", async () => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  const now = new Date("2026-11-21T10:00:00.000Z");
  const open = async (migrate: boolean) => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 6 });
    if (migrate) await database.migrate();
    const app = await createTestApp({ database, clock: () => now });
    stack.defer(() => app.close());
    return app;
  };
  const one = await open(true);
  const two = await open(false);
  const tokens = [await one.token("agent", "One"), await one.token("agent", "Two")];
  const fact = (index: number, round: number, kind: string, data: object): Signal =>
    ({
      id: `${kind}-${index}-${round}`,
      source: "test",
      session: `run-${index}-${round}`,
      agent: { name: `agent-${index}`, host: `machine-${index}` },
      at: new Date(now.getTime() - 60_000 * (index + 1)).toISOString(),
      kind,
      data,
    }) as Signal;
  const rounds = 30;
  await Promise.all(
    Array.from({ length: rounds }, (_, round) =>
      [one, two].map((app, index) =>
        app.services.signals.append({ id: tokens[index]?.id as string, name: "x" }, [
          fact(index, round, "session.started", { root: `/r${index}`, repository: "github.com/acme/race" }),
          fact(index, round, "file.edited", { path: `/r${index}/f${round}` }),
        ]),
      ),
    ).flat(),
  );
  const person = await one.pair();
  const { body } = await person("GET", "/api/collisions?limit=200");
  expect(body.items.map(({ path, parties }: { path: string; parties: object[] }) => [path, parties.length]).toSorted()).toEqual(
    Array.from({ length: rounds }, (_, round) => [`f${round}`, 2]).toSorted(),
  );
});
