import { randomUUID } from "node:crypto";
import { hostInput, hostReport } from "@beckon/contracts/hosts";
import type { CommandReport, HostCommand, HostInput, HostProcess, HostReport } from "@beckon/contracts/hosts";
import { startContractServer } from "../../../../packages/agent-client/src/testing/contract-server.ts";

type Reply = { status: number; body?: unknown };

/** Nobody else's on this machine: processes are found by it. */
const nextId = (prefix: string) => `${prefix}_${randomUUID().replaceAll("-", "").slice(0, 22)}`;
export const newProcessId = () => nextId("hp");

/** What a server knows of one host, by the contract: commands are given again until they are reported on. */
export async function startHostServer() {
  const inputs: HostInput[] = [];
  const reports: HostReport[] = [];
  const processes = new Map<string, HostProcess>();
  const told = new Map<string, CommandReport[]>();
  const open = new Map<string, HostCommand>();
  const waiters = new Set<() => void>();
  /** Given with every answer, whatever was reported: a server that has lost what it heard. */
  const stubborn = new Map<string, HostCommand>();
  /** Given in the place of commands, with every answer: what a server that means harm may say. */
  const forged: unknown[] = [];
  let known = false;

  const problem = (status: number, code: string): Reply => ({
    status,
    body: { type: "about:blank", title: code, status, code, requestId: "r" },
  });
  const take = (report: HostReport): void => {
    reports.push(report);
    for (const process of report.processes) {
      const before = processes.get(process.id);
      processes.set(process.id, process.output.length > 0 ? process : { ...process, output: before?.output ?? [] });
    }
    for (const one of report.commands) {
      open.delete(one.id);
      told.set(one.id, [...(told.get(one.id) ?? []), one]);
    }
  };
  const answer = async (path: string, report: HostReport): Promise<Reply> => {
    if (!known) return problem(409, "host.unknown");
    take(report);
    const wait = Number(/wait=(\d+)/.exec(path)?.[1] ?? 0);
    if (wait > 0 && open.size + forged.length === 0) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, wait * 1_000);
        waiters.add(() => (clearTimeout(timer), done()));
      });
    }
    return { status: 200, body: { commands: [...open.values(), ...stubborn.values(), ...forged], unknown: false, refused: [] } };
  };
  const server = await startContractServer(({ method, path, body }) => {
    if (method === "PUT" && path === "/api/hosts/me") {
      inputs.push(hostInput.parse(body));
      known = true;
      return { status: 200, body: {} };
    }
    return method === "POST" && path.startsWith("/api/hosts/me/report") ? answer(path, hostReport.parse(body)) : undefined;
  });
  const wake = () => {
    for (const waiter of waiters) waiter();
    waiters.clear();
  };

  return {
    server,
    inputs,
    reports,
    processes,
    stubborn,
    forged,
    wake,
    /** What the runner said of a command, first to last. */
    told: (id: string): CommandReport[] => told.get(id) ?? [],
    result: (id: string): CommandReport | undefined => told.get(id)?.find(({ state }) => state !== "acknowledged"),
    /** Asks the runner for something; answers the command. */
    ask: (kind: HostCommand["kind"], processId: string, more: Partial<HostCommand> = {}): HostCommand => {
      const command = {
        id: nextId("cm"),
        kind,
        processId,
        graceSeconds: 5,
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
        ...more,
      };
      open.set(command.id, command);
      wake();
      return command;
    },
    /** Loses all it knows of the host, as after another dump was put in its place. */
    forget: () => {
      known = false;
      processes.clear();
      wake();
    },
    [Symbol.asyncDispose]: async () => {
      wake();
      await server.kill();
    },
  };
}
export type HostServer = Awaited<ReturnType<typeof startHostServer>>;
