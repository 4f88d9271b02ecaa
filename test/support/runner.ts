import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endMarked } from "../../apps/cli/src/testing/marked-processes.ts";
import { beckon } from "./command-line.ts";

type Options = { url: string; token: string; name?: string; profiles: unknown[]; teams?: unknown[] };

/** A machine with a folder of its own; runners come and go, and what they have started ends with the test. */
export const openMachine = ({ url, token, name = "devbox", profiles, teams = [] }: Options) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "beckon-machine-")));
  const config = join(folder, "beckon.config.yaml");
  writeFileSync(config, JSON.stringify({ host: { name, profiles }, teams }));
  const running = new Set<ReturnType<typeof beckon>>();
  const started = new Set<string>();
  return {
    folder,
    /** The runner, as its unit file would start it. */
    start: () => {
      const runner = beckon(["host", "--config", config, "--json"], { BECKON_URL: url, BECKON_TOKEN: token, BECKON_STATE_DIR: "" });
      running.add(runner);
      void runner.finished.then(() => running.delete(runner));
      return runner;
    },
    /** Ends with the test, whatever becomes of it. */
    remember: (...ids: string[]) => ids.forEach((id) => started.add(id)),
    [Symbol.asyncDispose]: async () => {
      for (const runner of running) {
        runner.child.kill("SIGKILL");
        await runner.finished;
      }
      await endMarked(started);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};
