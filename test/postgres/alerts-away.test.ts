import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp } from "../support/test-app.ts";

/** A way to the database that can be cut. */
const startWay = async (port: number) => {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (at: number) => new Promise<void>((done) => server.listen(at, "127.0.0.1", done));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  return {
    port: own,
    cut: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
    mend: () => listen(own),
  };
};

test("the database goes away in between and comes back: looks go on by themselves, nothing is told twice", async () => {
  await using database = await createDatabase(inject("postgres").port);
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const url = new URL(database.url);
  const way = await startWay(Number(url.port));
  url.port = String(way.port);
  const app = await createTestApp({ database: await openPostgres({ url: url.href, logger: createLogger("silent") }), jobs: true });
  try {
    const agent = await app.token("agent", "Builder");
    await agent("PUT", "/api/workflows/a", {
      name: "Orders",
      status: "running",
      startedAt: new Date(Date.now() - 90_000_000).toISOString(),
    });
    expect(await app.services.alerts.evaluate()).toBe(true);
    way.cut();
    await expect(app.services.alerts.evaluate()).rejects.toThrow();
    // What was looked at while nothing could be read is not taken for good news.
    const rows = async () => sql`select state, count, paged_times from alert`;
    expect(await rows()).toMatchObject([{ state: "firing", count: 1 }]);
    await way.mend();
    const looks = async () => (await sql`select slot::int as slot from alert_evaluation order by slot`).map(({ slot }) => slot as number);
    const before = (await looks()).length;
    await expect.poll(async () => (await looks()).length, { interval: 500 }).toBeGreaterThan(before);
    const all = await looks();
    expect(new Set(all).size).toBe(all.length);
    expect(await rows()).toMatchObject([{ state: "firing", count: 1, paged_times: 1 }]);
  } finally {
    await app.close();
    way.cut();
    await sql.end();
  }
});
