import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { showDifference } from "../../connect/show-difference.ts";
import { workingDirectory } from "../../environment.ts";
import { CliError, exitCode } from "../../errors.ts";
import { printJson, say } from "../../output.ts";
import { installService, removeService } from "./install-service.ts";
import type { Outcome } from "./install-service.ts";
import { planService } from "./plan-service.ts";
import type { Machine, ServiceFile } from "./plan-service.ts";

/** `beckon host install`, also with `--remove`. */
export async function runInstall(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { config: { type: "string" }, remove: { type: "boolean" }, "dry-run": { type: "boolean" }, json: { type: "boolean" } },
  });
  if (values.remove && (values.config !== undefined || values["dry-run"])) throw new CliError("--remove stands alone");
  const machine: Machine = { platform: process.platform, home: homedir(), env: process.env, uid: process.getuid?.() ?? 0 };
  if (machine.platform !== "linux" && machine.platform !== "darwin") throw new CliError("beckon host needs Linux or macOS");
  if (values.remove) {
    const outcome = await removeService(machine);
    return values.json ? tellJson(outcome) : tellRemoved(outcome);
  }
  const plan = planService(machine, resolve(workingDirectory(), values.config ?? "beckon.config.yaml"));
  if (!values.json) show(plan, machine.env.BECKON_TOKEN?.trim() ?? "");
  if (values["dry-run"]) return values.json ? tellJson({ files: plan.map(({ path }) => path), left: [], running: false }) : exitCode.ok;
  const outcome = await installService(machine, plan);
  return values.json ? tellJson(outcome) : tellInstalled(outcome, machine);
}

function show(plan: readonly ServiceFile[], token: string): void {
  for (const { path, text } of plan) {
    const before = textOf(path);
    if (before !== text) showDifference({ path, before, after: text, secrets: [token] });
  }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

function tellJson(outcome: Outcome): number {
  printJson(outcome);
  return exitCode.ok;
}

function tellInstalled({ files, running, why, next }: Outcome, { platform }: Machine): number {
  for (const file of files) say(`wrote ${file}`);
  if (!running) say(`it could not be started from here (${why}). Start it: ${next}`);
  else
    say(
      platform === "darwin"
        ? "it runs now, and after each login"
        : "it runs now, and after each login; what it says: journalctl --user -u beckon-host",
    );
  if (platform === "linux") say("so that it runs without a login too: loginctl enable-linger");
  return exitCode.ok;
}

function tellRemoved({ files, left }: Outcome): number {
  for (const file of files) say(`removed ${file}`);
  for (const file of left) say(`left ${file}: it was changed since`);
  say("its processes go on; beckon host finds them again");
  return exitCode.ok;
}
