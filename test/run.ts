import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tellFailures, type Failure, type TestRun } from "./support/failures.ts";
import { ensureMonitoringTools } from "./support/monitoring-tools.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ensureBrowsers } from "./support/system-packages.ts";

/** `pnpm test`: checks, then every test project. Arguments go to vitest (`pnpm test --project node decide`). */
const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
process.env.TMPDIR = scratchFolder();

const missing = [...ensureBrowsers(), ...ensureMonitoringTools()];
for (const name of missing)
  console.log(`skipped, because ${name} is not installed and cannot be installed without asking: the tests that drive it`);
if (missing.length > 0 && process.env.CI) {
  console.error("CI does not skip: install what is named above.");
  process.exit(1);
}

const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const run = (script: string, scriptArgs: string[]) =>
  spawnSync(process.execPath, [script, ...scriptArgs], { cwd: root, stdio: "inherit" }).status ?? 1;
const testsOf = (projects: string[]) => ["run", "--config", join(root, "test/vitest.config.ts"), ...projects];
if (args.length > 0) process.exit(run(vitest, testsOf(args)));

const checked = run(join(root, "test/check.ts"), []);
if (checked !== 0) process.exit(checked);
// Once, before two runs would do it side by side.
const built = run(join(root, "apps/pwa/build-if-changed.ts"), []);
if (built !== 0) process.exit(built);

/** Journeys are one after the other, for they time real browsers; what they leave of the machine is for all other tests. */
const start = (name: string, projects: string[], shown: "at once" | "at the end") => {
  const told = join(reports, name);
  const child = spawn(process.execPath, [vitest, ...testsOf(projects)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TEST_FAILURES: told, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
  });
  const said: Buffer[] = [];
  const hear = (chunk: Buffer) => {
    said.push(chunk);
    if (shown === "at once") process.stdout.write(chunk);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise<TestRun>((resolve) =>
    child.once("close", (code) => {
      const output = Buffer.concat(said).toString();
      if (shown === "at the end") process.stdout.write(output);
      const failures = existsSync(told) ? (JSON.parse(readFileSync(told, "utf8")) as Failure[]) : undefined;
      resolve({ name, status: code ?? 1, failures, said: output });
    }),
  );
};
const reports = mkdtempSync(join(process.env.TMPDIR, "beckon-failures-"));
const runs = await Promise.all([
  start("journeys", ["--project", "journeys"], "at the end"),
  start("others", ["--project", "!journeys"], "at once"),
]);
rmSync(reports, { recursive: true });
for (const line of tellFailures(runs)) console.log(line);
process.exitCode = runs.find(({ status }) => status !== 0)?.status ?? 0;
