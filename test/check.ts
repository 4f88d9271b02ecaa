import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** `pnpm check`: format, lint with import rules, types and dead code, side by side. One line each when all is well. */
const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => `${root}/node_modules/.bin/${name}`;
const projects = [
  "packages/contracts",
  "packages/ui",
  "packages/metrics",
  "packages/agent-setup",
  "packages/agent-client",
  "apps/bff",
  "apps/cli",
  "apps/pwa",
  "apps/pwa/service-worker",
  "test",
];

const checks: [name: string, command: string, args: string[]][] = [
  ["format", "oxfmt", ["--check", "."]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ...projects.map((project): [string, string, string[]] => [`types ${project}`, "tsc", ["-p", project]]),
  ["dead code", "knip", ["--no-progress"]],
];

const runCheck = ([name, command, args]: (typeof checks)[number]) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(bin(command), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => void (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => void (output += chunk));
    child.on("error", (error) => void (output += error.message));
    child.on("close", (code) => {
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name}`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });

const results = await Promise.all(checks.map(runCheck));
process.exit(results.every(Boolean) ? 0 : 1);
