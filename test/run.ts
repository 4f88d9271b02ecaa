import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowsers } from "./support/system-packages.ts";

/** `pnpm test`: checks, then every test project. Arguments go to vitest (`pnpm test --project node decide`). */
const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const args = process.argv.slice(2);

const missing = ensureBrowsers();
for (const name of missing)
  console.log(`skipped, because ${name} is not installed and cannot be installed without asking: the tests that drive it`);
if (missing.length > 0 && process.env.CI) {
  console.error("CI does not skip: install the browsers named above.");
  process.exit(1);
}

const run = (script: string, scriptArgs: string[]) =>
  spawnSync(process.execPath, [script, ...scriptArgs], { cwd: root, stdio: "inherit" }).status ?? 1;

if (args.length === 0) {
  const status = run(join(root, "test/check.ts"), []);
  if (status !== 0) process.exit(status);
}
const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
process.exit(run(vitest, ["run", "--config", join(root, "test/vitest.config.ts"), ...args]));
