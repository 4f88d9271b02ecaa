import { setImmediate as otherWork } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { chooseCompiler } from "./optimiser.ts";

/**
 * Measured on Node 24 with PGlite 0.5.16, idle / after 10,000 inserts and a sort of 200,000 rows:
 * as it comes 312 MB / –; buffers of 8 MB 174 / 300 MB; and with the optimising compiler kept away
 * 129 / 226 MB. Temporary and sort memory change nothing worth a line.
 */
const tuning = {
  shared_buffers: "8MB",
  wal_buffers: "1MB",
  // The log would keep 80 MB of used files; they are copied with every dump.
  min_wal_size: "32MB",
  max_wal_size: "128MB",
  TimeZone: "UTC",
};

/** Postgres compiled to WebAssembly, in a folder or in memory; `from` is a tar of a folder. */
export const startEngine = async (options: { dir?: string; from?: Blob }): Promise<PGlite> => {
  chooseCompiler();
  let fatal: string | undefined;
  const onStderr = (line: string) => {
    fatal ??= /(?:FATAL|PANIC):\s*(.+)/.exec(line)?.[1];
    return false;
  };
  try {
    const engine = await PGlite.create({
      ...(options.dir ? { dataDir: options.dir } : {}),
      ...(options.from ? { loadDataDir: options.from } : {}),
      startParams: [...PGlite.defaultStartParams, ...Object.entries(tuning).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      onStderr,
    });
    forgetRowTypes(engine);
    return letOthersIn(engine);
  } catch (error) {
    // The engine dies like a process does; what it said on the way is the reason, not how it ended.
    throw new Error(fatal ?? "the engine does not start on it", { cause: error });
  }
};

/** Types below are Postgres' own kinds of values; above stand the rows of its catalogue's tables and of ours. */
const firstRowType = 10_000;

/**
 * The engine learns to read arrays of every type there is, the rows of every table too, and copies that list of some
 * 700 with each query: a seventh of what a query costs. Nobody reads arrays of rows, nor does the driver of a Postgres server.
 */
const forgetRowTypes = (engine: PGlite) => {
  for (const type of Object.keys(engine.parsers)) if (Number(type) >= firstRowType) delete engine.parsers[Number(type)];
  // Copied once more, without the holes.
  engine.parsers = { ...engine.parsers };
};

/**
 * A query runs on this thread, and the next begins before anything else gets its turn: the queries
 * of a few jobs held up every request for 20 to 80 ms. So each lets other work in before it begins.
 */
const letOthersIn = (engine: PGlite): PGlite => {
  const runAlone = engine._runExclusiveQuery.bind(engine);
  engine._runExclusiveQuery = (run) =>
    runAlone(async () => {
      await otherWork();
      return run();
    });
  return engine;
};
