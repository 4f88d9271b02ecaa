import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import type { HostFact, ProcessFact, Wanted } from "./world.ts";

const wanted = (command: Command, at = command.requestedAt): Wanted => ({ by: command.by.name ?? "somebody", at });
const isOpen = ({ endedAt }: Command) => endedAt === undefined;

/** Processes as their machines told of them, with what people want of each. */
export const processFacts = (hosts: readonly Host[], standing: readonly Command[]): ProcessFact[] => {
  const commands = Map.groupBy(standing, ({ processId = "" }) => processId);
  return hosts.flatMap((host) =>
    host.processes.map((process): ProcessFact => {
      const own = commands.get(process.id) ?? [];
      const done = (kind: Command["kind"]) => own.find((one) => one.kind === kind && !isOpen(one));
      const open = own.find(isOpen);
      const [pause, resume, restart, stop] = [done("pause"), done("resume"), done("restart"), done("stop")];
      const goesOn =
        [resume, restart]
          .map((one) => one?.requestedAt ?? "")
          .toSorted()
          .at(-1) ?? "";
      const { role, agentId, pid, endedAt, exitCode, signal, problem, cpu, memoryBytes, lastOutputAt, output } = process;
      return {
        id: process.id,
        hostId: host.id,
        host: host.name,
        profile: process.profile,
        startable: host.profiles.some(({ name }) => name === process.profile),
        agent: process.agent,
        state: process.state,
        startedAt: process.startedAt,
        restarts: process.restarts,
        ...(agentId === undefined ? {} : { agentId }),
        ...(role === undefined ? {} : { role }),
        ...(pid === undefined ? {} : { pid }),
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(exitCode === undefined ? {} : { exitCode }),
        ...(signal === undefined ? {} : { signal }),
        ...(problem === undefined ? {} : { problem }),
        ...(cpu === undefined ? {} : { cpu }),
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        ...(lastOutputAt === undefined ? {} : { lastOutputAt }),
        ...(output.length > 0 ? { lastLine: output.at(-1) as string } : {}),
        ...(open ? { underWay: { ...wanted(open), kind: open.kind } } : {}),
        ...(pause && pause.requestedAt > goesOn ? { paused: wanted(pause) } : {}),
        // What a person stopped, and did not start again, is as it should be.
        ...(stop && stop.requestedAt > (restart?.requestedAt ?? "") ? { stopped: wanted(stop) } : {}),
      };
    }),
  );
};

/**
 * Machines, and how wrong their clocks are: what one tells must not lie after its word came, nor may what was asked for
 * here have begun before that.
 */
export const hostFacts = (hosts: readonly Host[], standing: readonly Command[]): HostFact[] =>
  hosts.map(({ id, name, connected, lastSeenAt, processes }) => {
    const told = processes
      .flatMap(({ startedAt, endedAt, lastOutputAt }) => [startedAt, endedAt, lastOutputAt])
      .flatMap((at) => (at === undefined ? [] : Date.parse(at)));
    const ahead = Math.max(0, ...told.map((at) => at - Date.parse(lastSeenAt)));
    const behind = standing
      .filter(({ kind, hostId, endedAt }) => hostId === id && kind === "start" && endedAt !== undefined)
      .flatMap(({ processId, requestedAt }) => {
        const begun = processes.find((one) => one.id === processId && one.restarts === 0)?.startedAt;
        return begun === undefined ? [] : Date.parse(requestedAt) - Date.parse(begun);
      });
    const late = Math.max(0, ...behind);
    const skewMs = ahead > late ? ahead : -late;
    return { id, name, connected, lastSeenAt, ...(skewMs === 0 ? {} : { skewMs }) };
  });
