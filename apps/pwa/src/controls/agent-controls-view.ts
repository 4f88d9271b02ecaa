import type { Session } from "@beckon/contracts/agents";
import type { Command } from "@beckon/contracts/controls";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import { canCancel, shownCommands } from "./command-words.ts";
import { isAlive } from "./process-words.ts";

type Run = Pick<Session, "id" | "endedAt" | "canPause" | "pause" | "takes" | "turn">;
/** `runs`: the one that was heard of last comes first. */
type Known = { agentId: string; hosts: readonly Host[]; commands: readonly Command[]; runs: readonly Run[]; now: number };

/** What can be done with an agent, and what was asked lately. */
export type AgentControlsView = {
  /** Its processes that live, each with its own commands, newest first. */
  processes: { host: Host; process: ShownProcess; commands: Command[] }[];
  /** Without a process that a machine controls: its runs that can be held at their next step. */
  canPause: boolean;
  canResume: boolean;
  /** Without such a process: the answer to its next call can end its work. */
  canStop: boolean;
  /** The answer to its next call can bring it words of a person, whoever started it. */
  canMessage: boolean;
  /** Its turn is over: the next step comes when it is given work. */
  idle: boolean;
  /** Runs that stand still now. */
  held: Run[];
  /** Commands about what has ended, or at its next step; the machine of each where one does it. */
  commands: { command: Command; host: Host | undefined }[];
};

/** Nothing where there is nothing to do, and nothing was done. */
export function agentControlsView({ agentId, hosts, commands, runs, now }: Known): AgentControlsView | undefined {
  const all = hosts.flatMap((host) =>
    host.processes.filter((process) => process.agentId === agentId).map((process) => ({ host, process })),
  );
  const living = all.filter(({ process }) => isAlive(process));
  const own = new Set(all.map(({ process }) => process.id));
  const about = commands.filter(
    (command) => command.agentId === agentId || (command.processId !== undefined && own.has(command.processId)),
  );
  const processes = living.map(({ host, process }) => ({
    host,
    process,
    commands: shownCommands(
      about.filter(({ processId }) => processId === process.id),
      now,
    ),
  }));
  const shown = new Set(living.map(({ process }) => process.id));
  const rest = shownCommands(
    about.filter(({ processId }) => processId === undefined || !shown.has(processId)),
    now,
  ).map((command) => ({ command, host: hosts.find(({ id }) => id === command.hostId) }));
  // A machine does it at once; only where there is none it waits for a step.
  const running = runs.filter(({ endedAt }) => endedAt === undefined);
  const open = living.length > 0 ? [] : running;
  const hears = running.find(({ takes }) => takes?.includes("message"));
  const stands = ({ pause }: Run) => pause?.state === "requested" || pause?.state === "held";
  const held = open.filter(({ pause }) => pause?.state === "held");
  // What is only asked for is taken back where it is followed.
  const followed = rest.some(({ command }) => command.kind === "pause" && canCancel(command));
  // The server holds the run that was heard of last.
  const next = open.find((run) => run.canPause === true);
  const view: AgentControlsView = {
    processes,
    canPause: next !== undefined && !stands(next),
    canResume: held.length > 0 || (!followed && open.some(stands)),
    canStop: open.some(({ takes }) => takes?.includes("stop")),
    canMessage: hears !== undefined,
    idle: (hears ?? running[0])?.turn?.open === false,
    held,
    commands: rest,
  };
  return processes.length > 0 || view.canPause || view.canResume || view.canStop || view.canMessage || rest.length > 0 ? view : undefined;
}
