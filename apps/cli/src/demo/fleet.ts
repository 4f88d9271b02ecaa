import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AgentOrder } from "./agent.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Persona } from "./personas.ts";

const program = fileURLToPath(import.meta.resolve("./agent.ts"));
const graceMs = 3_000;
/** Of the demo's own time, until somebody starts an ended process again: long enough to be seen as gone. */
const restartSeconds = { ended: 120, vanished: 900 };

type Member = { persona: Persona; token: string };
type Options = {
  url: string;
  members: readonly Member[];
  order: Pick<AgentOrder, "agents" | "seed" | "speed">;
  /** A line for the person. */
  tell(line: string): void;
};

/**
 * Runs each agent of the demo as a process, and starts one that ended again after a while. `over`
 * resolves when the server takes none of them any more: the demo was removed.
 */
export const startFleet = ({ url, members, order, tell }: Options) => {
  const running = new Set<ChildProcess>();
  const timers = new Set<NodeJS.Timeout>();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let stopped = false;

  const start = (index: number, run: number): void => {
    const { persona, token } = members[index] as Member;
    const child = spawn(process.execPath, [program, JSON.stringify({ ...order, index, run } satisfies AgentOrder)], {
      env: { ...process.env, BECKON_URL: url, BECKON_TOKEN: token },
      stdio: ["pipe", "ignore", "pipe"],
    });
    running.add(child);
    child.stdin.on("error", () => undefined);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter(Boolean)) tell(line);
    });
    const ended = (code: number | null) => {
      running.delete(child);
      if (!stopped) follow(persona.name, code, () => start(index, run + 1));
      if (running.size === 0 && timers.size === 0) resolve();
    };
    child.once("error", () => ended(exitCodes.broken));
    child.once("exit", ended);
  };

  const follow = (name: string, code: number | null, startAgain: () => void): void => {
    if (code === exitCodes.removed) return forgetRestarts();
    if (code === exitCodes.stopped || code === exitCodes.broken) return;
    const seconds = code === exitCodes.ended ? restartSeconds.ended : restartSeconds.vanished;
    tell(code === exitCodes.ended ? `${name} ended with an error` : `${name} died in the middle of its work`);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        startAgain();
      },
      (seconds * 1_000) / order.speed,
    );
    timers.add(timer);
  };

  const forgetRestarts = (): void => {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  for (const index of members.keys()) start(index, 1);

  return {
    over,
    /** Resolves when the last process is gone: asked first, then made to. */
    stop: async (): Promise<void> => {
      forgetRestarts();
      if (running.size === 0) return;
      for (const child of running) {
        child.stdin?.end();
        child.kill("SIGTERM");
      }
      const force = setTimeout(() => {
        for (const child of running) child.kill("SIGKILL");
      }, graceMs);
      await over;
      clearTimeout(force);
    },
  };
};
