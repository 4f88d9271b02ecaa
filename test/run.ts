import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "./support/scratch.ts";
import { ensureBrowsers } from "./support/system-packages.ts";

/** `pnpm test`: checks, then every test project. Arguments go to vitest (`pnpm test --project node decide`). */
const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
process.env.TMPDIR = scratchFolder();

const missing = ensureBrowsers();
for (const name of missing)
  console.log(`skipped, because ${name} is not installed and cannot be installed without asking: the tests that drive it`);
if (missing.length > 0 && process.env.CI) {
  console.error("CI does not skip: install the browsers named above.");
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
const start = (projects: string[], output: "inherit" | "pipe") => {
  const child = spawn(process.execPath, [vitest, ...testsOf(projects)], { cwd: root, stdio: ["ignore", output, output] });
  const said: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => void said.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => void said.push(chunk));
  return new Promise<{ status: number; said: Buffer }>((resolve) =>
    child.once("close", (code) => resolve({ status: code ?? 1, said: Buffer.concat(said) })),
  );
};
const [journeys, others] = await Promise.all([start(["--project", "journeys"], "pipe"), start(["--project", "!journeys"], "inherit")]);
process.stdout.write(journeys.said);
process.exit(journeys.status || others.status);
