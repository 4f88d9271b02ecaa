import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));

export type Finished = { code: number | null; stdout: string; stderr: string };

/** `beckon …` as a process of its own, as an agent runs it. */
export const beckon = (args: string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  const finished = new Promise<Finished>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  return { child, finished, said: () => stdout + stderr };
};
