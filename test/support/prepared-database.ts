import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Beside other things that are made once of one schema. */
export const cache = join(root, "node_modules/.cache/beckon-test");
const maker = fileURLToPath(new URL("./make-database.ts", import.meta.url));

/** Names the schema: another one, or other packages, are another name. */
export const schemaKey = (): string => {
  const hash = createHash("sha256").update(readFileSync(join(root, "pnpm-lock.yaml")));
  const migrations = join(root, "apps/bff/migrations");
  for (const file of readdirSync(migrations)
    .filter((name) => name.endsWith(".sql"))
    .toSorted())
    hash.update(readFileSync(join(migrations, file)));
  return hash.digest("hex").slice(0, 24);
};

/** Migrated, with its queues: what a server finds that has been started before. */
export const makeDatabase = (target: string): void => {
  execFileSync(process.execPath, [maker, target], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
};

/** As `pnpm start` has it: compiling is half of what a start costs, and hundreds of servers start. */
export const compiled = join(root, "node_modules/.cache/beckon");

/**
 * Puts an embedded database into a data folder that has none. Migrating is as much again as starting, and says the same
 * each time; where a first start is what is tested, it is not called.
 */
export const prepareDataFolder = (dataDir: string): void => {
  const target = join(dataDir, "pg");
  if (existsSync(target)) return;
  const prepared = join(cache, `${schemaKey()}.pg`);
  if (!existsSync(prepared)) {
    const partial = `${prepared}.${process.pid}`;
    mkdirSync(cache, { recursive: true });
    makeDatabase(partial);
    try {
      renameSync(partial, prepared);
    } catch {
      // Another worker was faster.
      rmSync(partial, { recursive: true, force: true });
    }
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  cpSync(prepared, target, { recursive: true });
};
