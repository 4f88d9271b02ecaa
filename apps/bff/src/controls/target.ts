import type { Agent, Session } from "@beckon/contracts/agents";
import type { CommandInput } from "@beckon/contracts/controls";
import { hostNotFound, processNotFound } from "../hosts/hosts.errors.ts";
import type { KnownProcess } from "../hosts/hosts.types.ts";
import { agentNotFound } from "../agents/agents.errors.ts";
import { notPossible } from "./controls.errors.ts";
import type { ControlsDeps } from "./controls.types.ts";

/** How a command gets to where it acts: to processes of machines, or to a run that is held at its next step. */
export type Target = { via: "host"; processes: KnownProcess[]; one: boolean } | { via: "step"; agent: Agent; session: Pick<Session, "id"> };

/** Runs of one agent that are looked through. */
const mostRuns = 200;

/** What is meant; throws 404 where there is none such, and 409 with words where nothing of it can be done. */
export const findTarget = async (deps: ControlsDeps, input: CommandInput): Promise<Target> => {
  const { agentId, hostId, processId } = input;
  if (hostId !== undefined && processId !== undefined)
    return { via: "host", processes: [await findProcess(deps, hostId, processId)], one: true };
  return findAgent(deps, agentId as string, input.kind);
};

const findProcess = async ({ hosts, database: { db } }: ControlsDeps, hostId: string, processId: string): Promise<KnownProcess> => {
  const process = await hosts.processOf(db, hostId, processId);
  if (process) return process;
  throw (await hosts.known(db, [hostId])).length > 0 ? processNotFound() : hostNotFound();
};

const findAgent = async (deps: ControlsDeps, agentId: string, kind: CommandInput["kind"]): Promise<Target> => {
  const { db } = deps.database;
  const [agent] = await deps.agents.find(db, [agentId]);
  if (!agent) throw agentNotFound();
  const { items } = await deps.agents.sessions({ agent: agentId, limit: mostRuns });
  const processes = await deps.hosts.live(db, { sessionIds: items.map(({ id }) => id) });
  if (processes.length > 0) return { via: "host", processes, one: false };
  if (kind !== "pause" && kind !== "resume")
    throw notPossible({ detail: `No runner started ${agent.name}: it can be stopped and restarted only where it runs.` });
  const running = items.filter(({ endedAt }) => endedAt === undefined);
  const session = kind === "pause" ? running.find(({ canPause }) => canPause === true) : await heldOf(deps, running);
  if (session) return { via: "step", agent, session };
  throw notPossible({
    detail:
      kind === "resume"
        ? "It is not paused."
        : `No runner started ${agent.name}, and none of its runs waits for Beckon before it acts: it cannot be held.`,
  });
};

/** The newest of these runs that stands still, or is to. */
const heldOf = async ({ pauses }: ControlsDeps, runs: readonly Omit<Session, "recent">[]) =>
  (await pauses.beside(runs.map((run) => ({ ...run, recent: [] })))).find(
    ({ pause }) => pause?.state === "requested" || pause?.state === "held",
  );
