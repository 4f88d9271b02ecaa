import { randomUUID } from "node:crypto";
import { startEngine } from "@beckon/bff/platform/db/pglite-engine.ts";
import postgres from "postgres";
import { temporaryFolder, type Engine } from "./bff.ts";

const table = `
  create table plain_signal (key uuid primary key, session_id text not null, at timestamptz(3) not null, received_at timestamptz(3) not null,
    kind text not null, source text not null, task text, data jsonb not null);
  create index on plain_signal (session_id, at, key);
  create index on plain_signal using brin (received_at);`;
const insert = `insert into plain_signal select * from
  unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::jsonb[])`;

/** A signal as the bench reports it; every one is of one of fifty runs. */
export const benchSignal = (index: number) => ({
  id: `tool-end:${index}`,
  source: "bench",
  session: `run-${index % 50}`,
  at: new Date().toISOString(),
  kind: "tool.ended",
  data: { callId: `call-${index}`, tool: "Bash", command: `pnpm test --filter shop-${index}`, ok: true, durationMs: 1_200 },
});

const columnsOf = (from: number, size: number) => {
  const rows = Array.from({ length: size }, (_, index) => benchSignal(from + index));
  const column = <T>(of: (row: ReturnType<typeof benchSignal>) => T) => rows.map(of);
  return [
    column(() => randomUUID()),
    column(({ session }) => session),
    column(({ at }) => at),
    column(({ at }) => at),
    column(({ kind }) => kind),
    column(({ source }) => source),
    column(() => null),
    column(({ data }) => JSON.stringify(data)),
  ];
};

/** The least that storing signals can be: the same rows, batched, into a table of the same columns and indexes, on one connection. */
export const openPlain = async ({ engine, size }: { engine: Engine; size: number }) => {
  const folder = temporaryFolder();
  const database = engine.databaseUrl ? await openServer(engine.databaseUrl) : await openEngine(folder.path);
  let next = 0;
  return {
    store: () => database.insert(columnsOf((next += size), size)),
    [Symbol.asyncDispose]: async () => {
      await database.close();
      folder[Symbol.dispose]();
    },
  };
};

const openServer = async (url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(table);
  return {
    insert: async (columns: unknown[][]) => void (await sql.unsafe(insert, columns as never[])),
    close: async () => {
      await sql.unsafe("drop table plain_signal");
      await sql.end();
    },
  };
};

const openEngine = async (folder: string) => {
  const database = await startEngine({ dir: `${folder}/plain` });
  await database.exec(table);
  return {
    insert: async (columns: unknown[][]) => void (await database.query(insert, columns)),
    close: () => database.close(),
  };
};
