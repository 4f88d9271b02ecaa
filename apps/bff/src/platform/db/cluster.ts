import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "../errors.ts";

const cache = fileURLToPath(new URL("../../../../../node_modules/.cache/beckon", import.meta.url));
const maker = fileURLToPath(new URL("./make-cluster.ts", import.meta.url));

const engineVersion = () => {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  return (JSON.parse(readFileSync(join(entry, "../../package.json"), "utf8")) as { version: string }).version;
};

/**
 * Makes the folder of a new embedded database. Postgres' own setup takes 2.6 s and 900 MB, so it
 * runs once per checkout, in a process of its own; new folders are copies of that (60 ms).
 * An interrupted start leaves no half-made folder: the copy is renamed into place.
 */
export const ensureCluster = async (dir: string): Promise<void> => {
  if (existsSync(join(dir, "PG_VERSION"))) return;
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new StartError(`${dir} is not empty, but holds no database. Move it away, or restore a dump: npx pnpm@12 beckon restore`);
  const fresh = `${dir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    const template = await templateFolder();
    if (template) await cp(template, fresh, { recursive: true });
    else await makeCluster(fresh);
    rmSync(dir, { recursive: true, force: true });
    renameSync(fresh, dir);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
};

/** The folder to copy, made if need be; nothing where the checkout is another user's. */
const templateFolder = async (): Promise<string | undefined> => {
  const folder = join(cache, `pglite-${engineVersion()}`);
  if (isReadable(folder)) return folder;
  const own = `${folder}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    await makeCluster(own);
    renameSync(own, folder);
    return folder;
  } catch {
    rmSync(own, { recursive: true, force: true });
    // Another start may have been faster.
    return isReadable(folder) ? folder : undefined;
  }
};

const isReadable = (folder: string) => {
  try {
    accessSync(join(folder, "global/pg_control"), constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const makeCluster = (dir: string) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [maker, dir], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said = `${said}${text}`.slice(-2_000)));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const reason = /^\w*Error: .*$/m.exec(said)?.[0] ?? `exit ${code}`;
      reject(new StartError(`The embedded database could not be set up in ${dir} (${reason.slice(0, 200)}).`));
    });
  });
