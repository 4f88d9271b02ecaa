import type { Logger } from "../platform/logger.ts";
import type { SessionPlace } from "../usage/usage.types.ts";

/** Whose account something was booked to since the last look. */
export type Touched = { agents: ReadonlySet<string>; projects: ReadonlySet<string> };

/** Looking takes at most one part in so many of the time, and comes at most so often. */
const share = 20;
const least = { ms: 100, mostMs: 5_000 };
/** What is still to be told to the phones, and nothing new comes. */
const laterMs = 2_000;

/**
 * Looks at budgets right after usage was booked: at once, and while more comes, again and again, however much that is.
 * What a process that dies has not looked at the next look of any other sees, for all is counted from the ledger.
 */
export const createWatch = (options: { look: (touched: Touched) => Promise<{ later: boolean }>; logger: Logger }) => {
  let agents = new Set<string>();
  let projects = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let notBefore = 0;
  let stopped = false;

  const run = async (): Promise<void> => {
    const touched = { agents, projects };
    [agents, projects] = [new Set(), new Set()];
    const begun = performance.now();
    let later = false;
    try {
      ({ later } = await options.look(touched));
    } catch (error) {
      if (!stopped) options.logger.warn({ err: error }, "budgets could not be looked at; they are looked at again in a minute");
    }
    const took = performance.now() - begun;
    notBefore = performance.now() + Math.min(Math.max(took * share, least.ms), least.mostMs);
    if (later && agents.size === 0) {
      [agents, projects] = [new Set([...touched.agents, ...agents]), new Set([...touched.projects, ...projects])];
      notBefore = Math.max(notBefore, performance.now() + laterMs);
    }
  };

  const arm = (): void => {
    if (stopped || timer || running || agents.size === 0) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        running = run().finally(() => {
          running = undefined;
          arm();
        });
      },
      Math.max(0, notBefore - performance.now()),
    );
    timer.unref();
  };

  return {
    note: (places: readonly SessionPlace[]): void => {
      for (const { agentId, project, demo } of places) {
        if (demo) continue;
        agents.add(agentId);
        if (project !== undefined) projects.add(project.slice(0, 200));
      }
      arm();
    },
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
