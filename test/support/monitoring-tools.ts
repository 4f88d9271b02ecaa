import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const tools = { prometheus: "prometheus", promtool: "prometheus", "victoria-metrics": "victoria-metrics" } as const;
export type Tool = keyof typeof tools;
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "beckon", "monitoring-tools");

/** Where a tool is: installed on the machine, or unpacked by the tests. */
export const findTool = (tool: Tool): string | undefined =>
  [...(process.env.PATH ?? "").split(":"), "/usr/bin", join(folder, "usr/bin")]
    .map((place) => join(place, tool))
    .find((file) => existsSync(file));

/**
 * Unpacks what is missing from Debian's packages, without installing them: installed they would run as services on this
 * machine. Needs no root, only lists of packages. Returns the tools that could not be had; their tests say that they are skipped.
 */
export const ensureMonitoringTools = (): Tool[] => {
  const missing = () => (Object.keys(tools) as Tool[]).filter((tool) => findTool(tool) === undefined);
  if (missing().length === 0 || spawnSync("apt-get", ["--version"]).status !== 0) return missing();
  const packages = [...new Set(missing().map((tool) => tools[tool]))];
  const scratch = `${folder}.${process.pid}`;
  mkdirSync(scratch, { recursive: true });
  const download = () =>
    spawnSync("apt-get", ["download", "-qq", ...packages], { cwd: scratch, stdio: "ignore", timeout: 120_000 }).status === 0;
  console.log(`Unpacking for the tests: ${packages.join(", ")}`);
  if (!download() && process.getuid?.() === 0) {
    spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore", timeout: 120_000 });
    download();
  }
  for (const file of readdirSync(scratch).filter((name) => name.endsWith(".deb"))) {
    execFileSync("dpkg-deb", ["-x", join(scratch, file), scratch]);
    rmSync(join(scratch, file));
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(scratch, folder);
  return missing();
};
