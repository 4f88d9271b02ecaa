import { spawn } from "node:child_process";
import { label, unitName } from "./service-files.ts";
import type { Env, Machine } from "./plan-service.ts";

const timeoutMs = 30_000;

/** The words of one call, and whether its failing matters. */
type Call = { words: string[]; may?: "fail" };

/** Reads the new file, and runs it from now on and after each login; one that runs already is started anew. */
export const startCalls = ({ platform, uid }: Pick<Machine, "platform" | "uid">, unit: string): Call[] =>
  platform === "darwin"
    ? [{ words: ["launchctl", "bootout", `gui/${uid}/${label}`], may: "fail" }, { words: ["launchctl", "bootstrap", `gui/${uid}`, unit] }]
    : [
        { words: ["systemctl", "--user", "daemon-reload"] },
        { words: ["systemctl", "--user", "enable", unitName] },
        { words: ["systemctl", "--user", "restart", unitName] },
      ];

/** Ends the runner, and starts it no more; the file is still there. */
export const stopCalls = ({ platform, uid }: Pick<Machine, "platform" | "uid">): Call[] =>
  platform === "darwin"
    ? [{ words: ["launchctl", "bootout", `gui/${uid}/${label}`], may: "fail" }]
    : [{ words: ["systemctl", "--user", "disable", "--now", unitName], may: "fail" }];

/** After the file is gone. */
export const forgetCalls = ({ platform }: Pick<Machine, "platform">): Call[] =>
  platform === "darwin" ? [] : [{ words: ["systemctl", "--user", "daemon-reload"], may: "fail" }];

/** What a person types where this process may not. */
export const asCommand = (calls: readonly Call[]): string =>
  calls
    .filter(({ may }) => may !== "fail")
    .map(({ words }) => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" "))
    .join(" && ");

/** Makes the calls one after the other; answers why one of them failed, in one line. */
export async function makeCalls(calls: readonly Call[], env: Env): Promise<string | undefined> {
  for (const { words, may } of calls) {
    const problem = await make(words, env);
    if (problem !== undefined && may !== "fail") return problem;
  }
  return undefined;
}

function make([program = "", ...words]: string[], env: Env): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { env, stdio: ["ignore", "ignore", "pipe"], timeout: timeoutMs });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(0, 10_000)));
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? `there is no ${program} here` : `${program}: ${error.message}`),
    );
    child.once("close", (code) => {
      const [line] = said.split("\n").filter((one) => one.trim() !== "");
      resolve(code === 0 ? undefined : `${program}: ${line?.slice(0, 200) ?? `exit code ${code}`}`);
    });
  });
}
