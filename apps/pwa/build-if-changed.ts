import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

// Run by `pnpm start`: builds the app when anything it is made of changed, else returns at once.

const here = import.meta.dirname;
const root = join(here, "../..");
const dist = join(here, "dist");
const stampFile = join(dist, ".stamp");
const inputs = [
  "apps/pwa/*.{ts,json,html}",
  "apps/pwa/{src,service-worker,public,build}/**/*",
  "packages/{ui,contracts,metrics,agent-setup}/{src,assets}/**/*",
  "packages/{ui,contracts,metrics,agent-setup}/*.json",
  "pnpm-lock.yaml",
  "tsconfig.base.json",
];

/** One hash over the names and contents of all inputs. Tests are none: they are not in the app. */
function hashInputs(): string {
  const hash = createHash("sha256");
  const entries = globSync(inputs, { cwd: root, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort())
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function builtFrom(): string {
  return existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
}

/** Builds beside the old app and swaps them whole, so that a failed build leaves what was there. */
function rebuild(stamp: string): void {
  const next = join(here, `.dist-${process.pid}`);
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, "build/build.ts"), next], {
    encoding: "utf8",
    // Started by tests or by `start`, it is the same app.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    const reason = firstError(`${stderr}\n${stdout}`);
    console.error(`The app could not be built: ${reason} Run \`node apps/pwa/build/build.ts /tmp/beckon-build\` to see all of it.`);
    process.exit(1);
  }
  writeFileSync(join(next, ".stamp"), stamp);
  const old = `${next}-old`;
  mkdirSync(dist, { recursive: true });
  renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
  console.log(`Built the app in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

/** The line that names the fault, with the one after it, where the bundler says what and where. */
function firstError(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const at = Math.max(
    0,
    lines.findIndex((line) => /error/i.test(line)),
  );
  return lines.slice(at, at + 2).join(" ") || "no reason given.";
}

const stamp = hashInputs();
if (builtFrom() !== stamp) rebuild(stamp);
