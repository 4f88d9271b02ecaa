import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { insertChanges, readChanges, readHorizon } from "@beckon/bff/sync/changes.repository.ts";
import { sql } from "drizzle-orm";
import type { Work } from "@beckon/bff/platform/db/database.ts";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";

const gate = () => Promise.withResolvers<void>();

/**
 * The bound of what may be read is the oldest transaction of the whole server, other tests' databases
 * included: what is final now may have to wait for one of theirs.
 */
const sees = (reader: { step(limit?: number): Promise<void>; seen: string[] }, limit?: number) =>
  expect.poll(
    async () => {
      await reader.step(limit);
      return reader.seen.toSorted();
    },
    { interval: 10 },
  );

/** Reads the feed in small steps from a cursor until nothing more comes, as a replica does. */
const follow = (db: Parameters<typeof readChanges>[0], from: bigint) => {
  let at = { xid: from, seq: 0n };
  const seen: string[] = [];
  return {
    seen,
    step: async (limit = 3) => {
      for (;;) {
        const { rows, horizon } = await readChanges(db, at, limit);
        for (const row of rows) seen.push(row.entityId);
        const last = rows.at(-1);
        if (last) at = { xid: last.xid, seq: last.seq };
        else if (horizon > at.xid) at = { xid: horizon, seq: 0n };
        if (rows.length < limit) return;
      }
    },
  };
};

/** Resolves when it stands there. */
const tell = async (work: Work, entityId: string) => {
  insertChanges(work, [{ kind: "agent", entityId }], new Date());
  await work.db.execute(sql`select 1`);
};

test("two transactions that commit in reverse order: a reader in between misses neither", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const database = await openPostgres({ url: server.url, logger: createLogger("silent") });
  await database.migrate();
  const reader = follow(database.db, await readHorizon(database.db));
  const [firstWrote, firstMayCommit] = [gate(), gate()];

  const first = database.transaction(async (work) => {
    await tell(work, "first");
    firstWrote.resolve();
    await firstMayCommit.promise;
  });
  await firstWrote.promise;
  await database.transaction((work) => tell(work, "second"));

  await reader.step();
  expect(reader.seen).toEqual([]);
  firstMayCommit.resolve();
  await first;
  await sees(reader).toEqual(["first", "second"]);
  await database.close();
});

test("the number of the younger transaction is taken first: the elder's later number is not skipped", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const database = await openPostgres({ url: server.url, logger: createLogger("silent") });
  await database.migrate();
  const reader = follow(database.db, await readHorizon(database.db));
  const [elderHasId, youngerWrote, youngerMayCommit] = [gate(), gate(), gate()];

  const elder = database.transaction(async (work) => {
    // Takes its transaction id now, its feed number only after the younger one has taken one.
    await tell(work, "elder-1");
    elderHasId.resolve();
    await youngerWrote.promise;
    await tell(work, "elder-2");
  });
  await elderHasId.promise;
  const younger = database.transaction(async (work) => {
    await tell(work, "younger");
    youngerWrote.resolve();
    await youngerMayCommit.promise;
  });
  await elder;
  // The elder has committed with a number above the younger's, which is still running.
  await sees(reader).toEqual(["elder-1", "elder-2"]);
  youngerMayCommit.resolve();
  await younger;
  await sees(reader).toEqual(["elder-1", "elder-2", "younger"]);
  await database.close();
});

test("any interleaving of transactions, commits, rollbacks and reads: every committed change is seen exactly once", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const database = await openPostgres({ url: server.url, logger: createLogger("silent"), max: 12 });
  await database.migrate();
  const plan = fc.array(fc.record({ slot: fc.integer({ min: 0, max: 4 }), act: fc.constantFrom("write", "commit", "abort", "read") }), {
    minLength: 10,
    maxLength: 40,
  });

  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      const reader = follow(database.db, await readHorizon(database.db));
      const open = new Map<number, { write(id: string): Promise<void>; end(commit: boolean): Promise<void>; ids: string[] }>();
      const committed: string[] = [];
      let count = 0;
      const begin = () => {
        const commands: { id?: string; commit?: boolean; done: () => void }[] = [];
        let ring = gate();
        const ended = database
          .transaction(async (work) => {
            for (;;) {
              const command = commands.shift();
              if (!command) {
                await ring.promise;
                ring = gate();
                continue;
              }
              if (command.id === undefined) {
                if (command.commit) return command.done();
                command.done();
                throw new Error("abort");
              }
              await tell(work, command.id);
              command.done();
            }
          })
          .catch(() => undefined);
        const send = (command: { id?: string; commit?: boolean }) =>
          new Promise<void>((resolve) => {
            commands.push({ ...command, done: resolve });
            ring.resolve();
          });
        const ids: string[] = [];
        return {
          ids,
          write: (id: string) => {
            ids.push(id);
            return send({ id });
          },
          end: async (commit: boolean) => {
            await send({ commit });
            await ended;
            if (commit) committed.push(...ids);
          },
        };
      };
      for (const { slot, act } of steps) {
        if (act === "read") await reader.step(2);
        else if (act === "write") {
          const transaction = open.get(slot) ?? begin();
          open.set(slot, transaction);
          count += 1;
          await transaction.write(`c${count}`);
        } else {
          await open.get(slot)?.end(act === "commit");
          open.delete(slot);
        }
      }
      for (const transaction of open.values()) await transaction.end(true);
      await sees(reader, 2).toEqual(committed.toSorted());
    }),
    { numRuns: 30, seed: 20_261_121 },
  );
  await database.close();
});
