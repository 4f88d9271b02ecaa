import type { Actor } from "@beckon/contracts/access";
import type { Command, CommandInput } from "@beckon/contracts/controls";
import { actorOf } from "../access/callers.ts";
import { agentNotFound } from "../agents/agents.errors.ts";
import { hostNotFound } from "../hosts/hosts.errors.ts";
import type { KnownHost, KnownProcess } from "../hosts/hosts.types.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { sha256 } from "../platform/ids.ts";
import { atStep } from "./at-step.ts";
import { findByKey, openCommands, type CommandRow } from "./commands.repository.ts";
import { notPossible, underWay } from "./controls.errors.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert, type Draft } from "./insert.ts";
import { toCommand } from "./present.ts";
import { say } from "./say.ts";
import { start } from "./start.ts";
import { findTarget } from "./target.ts";
import type { WaitingWords } from "./waiting-words.ts";
import { busyWords, unfit } from "./words.ts";

type Deps = ControlsDeps & { waiting: WaitingWords };
type Requested = { commands: Command[]; created: boolean };

/** Takes what a person wants done. The same key again gives the commands of before; for another wish it is refused. */
export const request =
  (deps: Deps) =>
  (caller: Caller, input: CommandInput, key: string | undefined): Promise<Requested> =>
    take(deps, { by: actorOf(caller), callerId: callerIdOf(caller) }, { caller, input, key });

/** Who asks where no call is behind it: by whose word it stands in the audit, and under what name its keys are known. */
export type Wisher = { by: Actor; callerId: string };

/** The same for another slice: of processes on machines alone. */
export const requestAs =
  (deps: Deps) =>
  (wisher: Wisher, input: CommandInput, key: string): Promise<Requested> =>
    take(deps, wisher, { input, key });

type Wish = { caller?: Caller; input: CommandInput; key: string | undefined };

const take = async (deps: Deps, wisher: Wisher, { caller, input, key }: Wish): Promise<Requested> => {
  const asked: Asked = { input, ...wisher, key, inputHash: sha256(JSON.stringify(input)), now: deps.clock() };
  const before = await replayed(deps, asked);
  if (before) return before;
  try {
    return { commands: (await make(deps, caller, asked)).map(toCommand), created: true };
  } catch (error) {
    // The same request at the same instant was faster: what it left is no reason to refuse its twin.
    const twin = await replayed(deps, asked);
    if (twin) return twin;
    throw error;
  }
};

const callerIdOf = (caller: Caller): string => {
  if (caller.kind === "device") return caller.deviceId;
  if (caller.kind === "token") return caller.tokenId;
  throw new Error(`a ${caller.kind} passed a guard for people`);
};

const replayed = async ({ database }: ControlsDeps, { callerId, key, inputHash }: Asked): Promise<Requested | undefined> => {
  const rows = key === undefined ? [] : await findByKey(database.db, { callerId, key });
  if (rows.length === 0) return undefined;
  if (rows.some((row) => row.inputHash !== inputHash)) throw keyReused({ detail: "Use a new key for a new command." });
  return { commands: rows.map(toCommand), created: false };
};

const make = async (deps: Deps, caller: Caller | undefined, asked: Asked): Promise<CommandRow[]> => {
  if (asked.input.kind === "start") return start(deps, asked);
  const target = await findTarget(deps, asked.input);
  await assertTaker(deps, asked.input);
  if (target.via === "host") return onProcesses(deps, asked, target);
  if (!caller) throw notPossible({ detail: "Only a person speaks to a run, or holds it at its next step." });
  return target.via === "said" ? say(deps, asked, target) : atStep(deps, caller, asked, target);
};

/** Whoever shall have the tasks is there. */
const assertTaker = async ({ agents, database }: Deps, { tasks, agentId }: CommandInput): Promise<void> => {
  if (typeof tasks !== "object") return;
  if (tasks.agentId === agentId) throw notPossible({ detail: "Its tasks are its own already." });
  if ((await agents.find(database.db, [tasks.agentId])).length === 0) throw agentNotFound();
};

/** One command for each process that is meant and can take it. */
const onProcesses = async (deps: ControlsDeps, asked: Asked, { processes, one }: { processes: KnownProcess[]; one: boolean }) => {
  const agents = await deps.agents.agentsOfSessions(
    deps.database.db,
    processes.flatMap(({ sessionId }) => sessionId ?? []),
  );
  const agentOf = new Map(agents.map(({ sessionId, agent }) => [sessionId, agent.id]));
  return deps.database.transaction(async (work) => {
    const hosts = await lockHosts(deps, work, processes);
    const drafts: Draft[] = [];
    for (const { id, hostId } of processes) {
      // As it is now: a report may have told of it since.
      const process = await deps.hosts.processOf(work.db, hostId, id);
      const host = hosts.get(hostId) as KnownHost;
      const refusal = process ? unfit(asked.input.kind, process.state) : "It is known no more.";
      if (process && refusal === undefined)
        drafts.push({ ...draftOf(asked, { process, host }), agentId: agentOf.get(process.sessionId ?? "") ?? null });
      else if (one || processes.length === 1) throw notPossible({ detail: refusal as string });
    }
    if (drafts.length === 0) throw notPossible({ detail: "None of its processes can take this now." });
    await assertFree(work, asked, drafts);
    return insert(deps, work, asked, drafts);
  });
};

/** In one order for everybody. */
const lockHosts = async (deps: ControlsDeps, work: Work, processes: readonly KnownProcess[]): Promise<Map<string, KnownHost>> => {
  const hosts = new Map<string, KnownHost>();
  for (const hostId of [...new Set(processes.map((process) => process.hostId))].toSorted()) {
    const host = await deps.hosts.lock(work, hostId);
    if (!host) throw hostNotFound();
    hosts.set(hostId, host);
  }
  return hosts;
};

const draftOf = ({ input }: Asked, { process, host }: { process: KnownProcess; host: KnownHost }): Draft => ({
  kind: input.kind,
  via: "host",
  subject: process.agent,
  target: host.name,
  hostId: host.id,
  processId: process.id,
  profile: process.profile,
  sessionId: process.sessionId ?? null,
});

/** One thing at a time for a process; only a stop may come after something else, for that may never end. */
const assertFree = async (work: Work, { input }: Asked, drafts: readonly Draft[]): Promise<void> => {
  const open = await openCommands(work.db, { processIds: drafts.flatMap(({ processId }) => processId ?? []) });
  const inTheWay = input.kind === "stop" ? open.find(({ kind }) => kind === "stop") : open[0];
  if (inTheWay) throw underWay({ detail: busyWords(inTheWay), extra: { command: toCommand(inTheWay) } });
};
