import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import postgres from "postgres";
import { startBare } from "./bare.ts";
import { caller } from "./http-client.ts";
import type { Add } from "./figures.ts";
import { ended, settledMB, startNode } from "./processes.ts";
import { timed } from "./stats.ts";

const firstLine = async (child: ChildProcess) => {
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line")) as [string];
  return line;
};

/** What this machine takes for the like, measured in the same run: no figure below can be better than these. */
export const measureBaseline = async (add: Add, options: { databaseUrl: string }) => {
  add({ name: "empty Node process, start to end", unit: "ms", values: await timed(7, async () => ended(startNode(["-e", "0"]))) });

  const started: number[] = [];
  const resident: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const bare = await startBare();
    const call = caller(bare.origin);
    started.push(bare.readyMs);
    resident.push(await settledMB(bare.pid, 4_000));
    if (index === 0) {
      await timed(300, () => call("GET", "/"));
      add({ name: "bare node:http server, one round trip", unit: "ms", values: await timed(1_000, () => call("GET", "/")) });
    }
    await bare.stop();
  }
  add({ name: "bare node:http server, start to first answer", unit: "ms", values: started });
  add({ name: "bare node:http server, memory", unit: "MB", values: resident });

  const sql = postgres(options.databaseUrl, { max: 1, onnotice: () => undefined });
  await sql`create table if not exists bench_baseline (id serial primary key, text text)`;
  add({
    name: "Postgres, one INSERT committed",
    unit: "ms",
    values: await timed(200, () => sql`insert into bench_baseline (text) values ('a line of text')`),
  });
  await sql`drop table bench_baseline`;
  await sql.end();

  await measureEngine(add);
};

/** The embedded engine with nothing of ours: how long it takes to open a folder, and what it holds. */
const measureEngine = async (add: Add) => {
  const readyMs: number[] = [];
  const megabytes: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    const child = startNode(["test/bench/engine-alone.ts"]);
    const ms = Number(await firstLine(child));
    // The first makes the folder that the others open.
    if (index > 0) {
      readyMs.push(ms);
      megabytes.push(await settledMB(child.pid as number, 5_000));
    }
    child.stdin?.end();
    await ended(child);
  }
  add({ name: "embedded engine alone, opens its folder", unit: "ms", values: readyMs, note: "from within a running Node process" });
  add({ name: "embedded engine alone, memory", unit: "MB", values: megabytes, note: "Node and engine, tuned as the server tunes it" });
};
