import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@beckon/bff/platform/db/database.ts";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { cache, schemaKey } from "./prepared-database.ts";

let template: Promise<Blob> | undefined;

/**
 * The migrated, empty database: made once per schema, kept on disk, safe when many workers start at
 * once. Not packed: unpacking took longer than reading (385 against 310 ms for each database).
 */
const loadTemplate = async (): Promise<Blob> => {
  const file = join(cache, `${schemaKey()}.tar`);
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    const fresh = await openPglite({});
    await fresh.migrate();
    const dump = await (fresh.dump as () => Promise<Blob>)();
    await fresh.close();
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, Buffer.from(await dump.arrayBuffer()));
    renameSync(partial, file);
  }
  return new Blob([readFileSync(file)], { type: "application/x-tar" });
};

/** Engines whose test is over, emptied: to open one anew takes longer than most tests. */
const idle: Database[] = [];

/**
 * Rows go, sequences begin again; what the migrations and the job queue laid down stays. What was never written to is
 * left alone. A table that has grown is cut off: deleted rows keep their room, and the next tests would walk through it.
 */
const empty = async (engine: Database): Promise<void> => {
  await engine.executeSql(`
    do $$ declare part record; begin
      set local session_replication_role = replica;
      for part in
        select format('%I.%I', schema.nspname, own.relname) as name, pg_table_size(own.oid) > 128 * 1024 as grown
        from pg_class own join pg_namespace schema on schema.oid = own.relnamespace
        where own.relkind = 'r' and pg_relation_size(own.oid) > 0 and (schema.nspname = 'public'
          or (schema.nspname = 'jobs' and own.relname not in ('version', 'queue')))
      loop
        if part.grown then execute 'truncate ' || part.name || ' cascade';
        else execute 'delete from ' || part.name;
        end if;
      end loop;
      for part in select schemaname as schema, sequencename as name, start_value from pg_sequences
        where schemaname = 'public' and last_value is not null
      loop perform setval(format('%I.%I', part.schema, part.name), part.start_value, false); end loop;
    end $$`);
};

/** A migrated, empty database in memory, of the test's own until it closes it. */
export const openTestDatabase = async (): Promise<Database> => {
  template ??= loadTemplate();
  const engine = idle.pop() ?? (await openPglite({ from: await template }));
  const listening: (() => void)[] = [];
  const { proxy: db, revoke } = Proxy.revocable(engine.db, {});
  let open = true;
  // What a test left running must not reach the next one's rows.
  const whileOpen =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      open ? run(...args) : Promise.reject(new Error("the database is closed"));
  const follow =
    <A>(add: (listener: A) => () => void) =>
    (listener: A) => {
      const stop = add(listener);
      listening.push(stop);
      return stop;
    };
  return {
    ...engine,
    db,
    transaction: whileOpen(engine.transaction) as Database["transaction"],
    snapshot: whileOpen(engine.snapshot) as Database["snapshot"],
    executeSql: whileOpen(engine.executeSql),
    ping: whileOpen(engine.ping),
    onWake: follow(engine.onWake),
    onGap: follow(engine.onGap),
    close: async () => {
      if (!open) return;
      open = false;
      revoke();
      for (const stop of listening) stop();
      await empty(engine);
      idle.push(engine);
    },
  };
};
