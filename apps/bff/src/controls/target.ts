import type { Agent, Session } from "@beckon/contracts/agents";
import type { CommandInput } from "@beckon/contracts/controls";
import { hostNotFound, processNotFound } from "../hosts/hosts.errors.ts";
import type { KnownProcess } from "../hosts/hosts.types.ts";
import { agentNotFound } from "../agents/agents.errors.ts";
import { notPossible } from "./controls.errors.ts";
import type { ControlsDeps } from "./controls.types.ts";

/** How a command gets to where it acts: to processes of machines, to a run that is held at its next step, or is told there. */
export type Target =
  | { via: "host"; processes: KnownProcess[]; one: boolean }
  | { via: "step"; agent: Agent; session: Pick<Session, "id"> }
  | { via: "said"; agent: Agent; session: Pick<Session, "id" | "key"> };

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
  const running = items.filter(({ endedAt }) => endedAt === undefined);
  if (kind === "message") return said(agent, running, kind);
  const processes = await deps.hosts.live(db, { sessionIds: items.map(({ id }) => id) });
  if (processes.length > 0) return { via: "host", processes, one: false };
  if (kind === "stop") return said(agent, running, kind);
  if (kind !== "pause" && kind !== "resume")
    throw notPossible({ detail: `No runner started ${agent.name}: it can be started again only where it runs.` });
  const session = kind === "pause" ? running.find(({ canPause }) => canPause === true) : await heldOf(deps, running);
  if (session) return { via: "step", agent, session };
  throw notPossible({
    detail:
      kind === "resume"
        ? "It is not paused."
        : `No runner started ${agent.name}, and none of its runs waits for Beckon before it acts: it cannot be held.`,
  });
};

/** The run that was heard of last of those whose calls can be answered with it. */
const said = (agent: Agent, running: readonly Omit<Session, "recent">[], kind: "message" | "stop"): Target => {
  const session = running.find(({ takes }) => takes?.includes(kind));
  if (session) return { via: "said", agent, session };
  if (running.length === 0) throw notPossible({ detail: `${agent.name} has no run that goes on.` });
  throw notPossible({
    detail:
      kind === "message"
        ? `No call of ${agent.name} has been heard whose answer reaches its model: no hook of its that can carry words, and no tool of Beckon.`
        : `No runner started ${agent.name}, and no call of its has been heard whose answer could end its work.`,
  });
};

/** The newest of these runs that stands still, or is to. */
const heldOf = async ({ pauses }: ControlsDeps, runs: readonly Omit<Session, "recent">[]) =>
  (await pauses.beside(runs.map((run) => ({ ...run, recent: [] })))).find(
    ({ pause }) => pause?.state === "requested" || pause?.state === "held",
  );
