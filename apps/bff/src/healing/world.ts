import type { HealingEvidence } from "@beckon/contracts/healing";
import type { LivenessState } from "@beckon/metrics/liveness";
import type { ProcessState } from "@beckon/contracts/hosts";

/* What is known at one instant, as diagnosis takes it. Instants are ISO-8601. */

/** Somebody wants something of it: who, and since when. */
export type Wanted = { by: string; at: string };

export type AgentFact = {
  id: string;
  name: string;
  host?: string;
  role?: string;
  vendor?: string;
  state: LivenessState;
  /** What the state is evidence of, and since when. */
  since: string;
  /** When something of itself came here last, by this server's clock; what its machine's runner says is not that. */
  heardAt?: string;
  /** Its clock beside ours, as its newest word tells: more than nothing is ahead. Absent: it told nothing lately. */
  skewMs?: number;
  /** In the middle of a turn, or of a call. */
  busy: boolean;
  waitingSince?: string;
  paused?: Wanted;
  /** A limit was hit, and no work was seen since. */
  limit?: { what: string; at: string };
  /** Its end was told, and nothing of it lives. */
  dead?: { at: string; failed: boolean };
  /** The task that its run names. */
  taskId?: string;
};

export type ProcessFact = {
  id: string;
  hostId: string;
  host: string;
  profile: string;
  /** Its machine can start that profile still. */
  startable: boolean;
  agent: string;
  agentId?: string;
  role?: string;
  state: ProcessState;
  pid?: number;
  startedAt: string;
  endedAt?: string;
  exitCode?: number;
  signal?: string;
  problem?: string;
  restarts: number;
  cpu?: number;
  memoryBytes?: number;
  lastOutputAt?: string;
  lastLine?: string;
  underWay?: Wanted & { kind: string };
  paused?: Wanted;
  stopped?: Wanted;
};

export type HostFact = { id: string; name: string; connected: boolean; lastSeenAt: string; skewMs?: number };

export type TaskFact = {
  id: string;
  title: string;
  status: string;
  agentId?: string;
  agent?: string;
  role?: string;
  /** Its agent is known no more. */
  agentGone: boolean;
  /** The run that worked on it has ended. */
  runEndedAt?: string;
  startedAt?: string;
  updatedAt: string;
  version: number;
  /** It stands in a file, which says what becomes of it. */
  inFile: boolean;
};

/** All attempts at one task that did not succeed. `id`: the first of them. */
export type FailedTask = {
  id: string;
  newest: { id: string; title: string; status: string };
  failures: readonly { agent: string; error: string; at: string }[];
};

export type HandOff = { id: string; from: string; to?: string; toId?: string; taskId?: string; at: string; timedOut?: boolean };
export type Pattern = { id: string; template: string; count: number; firstAt: string; lastAt: string; agents: readonly string[] };

export type World = {
  now: string;
  demo: boolean;
  maintenance: boolean;
  agents: readonly AgentFact[];
  processes: readonly ProcessFact[];
  hosts: readonly HostFact[];
  tasks: readonly TaskFact[];
  failed: readonly FailedTask[];
  handOffs: readonly HandOff[];
  patterns: readonly Pattern[];
};

/** What an agent of a machine is known by, whatever process it is at the moment. */
export const agentKeyOf = ({ hostId, agent }: Pick<ProcessFact, "hostId" | "agent">): string => `${hostId}/${agent}`;

export const isAlive = ({ state }: Pick<ProcessFact, "state">): boolean => state !== "exited" && state !== "failed";

/** The agents that a process is: the one that its machine told of, and those of its name that work there. */
export const kinOf = ({ agents }: Pick<World, "agents">, process: Pick<ProcessFact, "agentId" | "agent" | "host">): AgentFact[] =>
  agents.filter(
    ({ id, name, host }) => id === process.agentId || (name === process.agent && (host === undefined || host === process.host)),
  );

const longest = 300;
/** One piece of evidence; what others wrote in it is cut. */
export const seen = (what: string, where: string, at?: string): HealingEvidence => ({
  what: what.length > longest ? `${what.slice(0, longest - 1).toWellFormed()}…` : what,
  where,
  ...(at === undefined ? {} : { at }),
});

export const ageMs = (now: string, at: string): number => Date.parse(now) - Date.parse(at);
/** The latest of these moments. */
export const latest = (...moments: readonly (string | undefined)[]): string | undefined =>
  moments
    .filter((at) => at !== undefined)
    .reduce<string | undefined>((a, b) => (a === undefined || Date.parse(b) > Date.parse(a) ? b : a), undefined);
/** Oldest first; of the same moment by id, so that no order of the evidence counts. */
export const inTime =
  <T>(of: (one: T) => { at: string; id: string }) =>
  (a: T, b: T): number => {
    const [one, other] = [of(a), of(b)];
    return Date.parse(one.at) - Date.parse(other.at) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
  };
