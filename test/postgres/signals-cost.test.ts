import { createRequire } from "node:module";
import type { Signal } from "@beckon/contracts/signals";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test, vi } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp } from "../support/test-app.ts";

/** The driver that the server uses. */
const driver = createRequire(new URL("../../apps/bff/src/platform/db/postgres.ts", import.meta.url))("pg") as {
  Client: { prototype: { query(config: Config): unknown } };
};

test("what known runs tell next takes five statements, however many tell it, and none of the three is parsed again", async () => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  const database = await openPostgres({ url, logger: createLogger("silent"), max: 4 });
  await database.migrate();
  const now = { at: new Date("2026-11-21T06:00:00.000Z") };
  const app = await createTestApp({ database, clock: () => now.at });
  stack.defer(() => app.close());
  const agent = await app.token("agent", "Cost");
  let made = 0;
  const event = (run: number): Signal => ({
    id: `e${(made += 1)}`,
    source: "test",
    session: `run-${run}`,
    at: now.at.toISOString(),
    kind: "tool.ended",
    data: { tool: "Bash", ok: true },
  });
  const tell = (runs: number) =>
    Promise.all(Array.from({ length: runs }, (_, run) => app.services.signals.append({ id: agent.id, name: "Cost" }, [event(run)])));
  await tell(30);
  await tell(30);
  const query = vi.spyOn(driver.Client.prototype, "query");
  stack.defer(() => query.mockRestore());
  await app.services.signals.append(
    { id: agent.id, name: "Cost" },
    Array.from({ length: 30 }, (_, run) => event(run)),
  );
  const own = transactions(query.mock.calls as unknown as [Config][], query.mock.contexts).filter((texts) =>
    texts.includes("insert_signals"),
  );
  // Places in the feed are told a few times a second, whatever comes.
  expect(own.map((texts) => texts.filter((text) => !/insert into change|pg_notify/.test(text)))).toEqual([
    ["begin", "lock_versions", "insert_signals", "save_sessions", "commit"],
  ]);
});

type Config = string | { text: string; name?: string };

/** What went out on each connection, from `begin` to `begin`; prepared statements by their name. */
const transactions = (calls: [Config][], clients: unknown[]): string[][] => {
  const sent = calls.map(([config], at) => ({
    client: clients[at],
    text: typeof config === "string" ? config : (config.name ?? config.text),
  }));
  return [...Map.groupBy(sent, ({ client }) => client).values()].flatMap((all) => {
    const groups: string[][] = [[]];
    for (const { text } of all) {
      if (text === "begin") groups.push([]);
      groups.at(-1)?.push(text);
    }
    return groups;
  });
};
