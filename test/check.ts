import { spawn, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

/** `pnpm check`: format, lint with import rules, types and dead code, as many at once as there are cores. One line each when all is well. */
const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => `${root}/node_modules/.bin/${name}`;
/** The longest first, so that all end at about the same time. */
const projects = [
  "apps/pwa",
  "apps/pwa/service-worker",
  "test",
  "apps/bff",
  "packages/contracts",
  "apps/cli",
  "packages/metrics",
  "packages/agent-client",
  "packages/ui",
  "packages/agent-setup",
];

const checks: [name: string, command: string, args: string[]][] = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", ["--deny-warnings"]],
  // One checker each: several of one project infer the same large types again, and the projects are what runs side by side.
  ...projects.map((project): [string, string, string[]] => [`types ${project}`, "tsc", ["-p", project, "--checkers", "1"]]),
  ["dead code", "knip", ["--no-progress"]],
];

const running = new Set<ChildProcess>();
/** A checker that goes on after its caller is gone would take the machine from whatever comes next. */
const leave = () => {
  for (const child of running) child.kill("SIGKILL");
  process.exit(1);
};
process.once("SIGTERM", leave);
process.once("SIGINT", leave);

const runCheck = ([name, command, args]: (typeof checks)[number]) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(bin(command), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => void (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => void (output += chunk));
    child.on("error", (error) => void (output += error.message));
    child.on("close", (code) => {
      running.delete(child);
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });

const results: boolean[] = [];
const left = checks.values();
const worker = async () => {
  for (const check of left) results.push(await runCheck(check));
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
process.exit(results.every(Boolean) ? 0 : 1);
