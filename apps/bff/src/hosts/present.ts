import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import type { Db } from "../platform/db/database.ts";
import type { HostRow } from "./hosts.repository.ts";
import { endedFor, most, silentAfterMs, type HostsDeps, type KnownHost, type KnownProcess } from "./hosts.types.ts";
import { shownProcesses, type ProcessHead, type ShownRow } from "./processes.repository.ts";

/** Whether its runner has been heard of lately, and has not said that it ends. */
export const isConnected = ({ left, lastSeenAt }: Pick<HostRow, "left" | "lastSeenAt">, now: Date): boolean =>
  !left && now.getTime() - lastSeenAt.getTime() < silentAfterMs;

/** Machines as people see them, each with what runs there and what ended in the last day. */
export const present =
  ({ clock, agents }: Pick<HostsDeps, "clock" | "agents">) =>
  async (db: Db, rows: readonly HostRow[]): Promise<Host[]> => {
    const now = clock();
    const since = new Date(now.getTime() - endedFor.shownMs);
    const shown = new Map<string, ShownRow[]>();
    for (const { id } of rows) shown.set(id, await shownProcesses(db, id, { since, limit: most.shown }));
    const runs = [...shown.values()].flat().flatMap(({ sessionId }) => sessionId ?? []);
    const agentOf = new Map((await agents.findSessions(db, runs)).map(({ id, agentId }) => [id, agentId]));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      platform: row.platform,
      version: row.version,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      connected: isConnected(row, now),
      profiles: row.profiles,
      ...(row.run ? { run: true } : {}),
      processes: (shown.get(row.id) ?? []).map((process) => toShown(process, agentOf)),
    }));
  };

const toShown = (row: ShownRow, agentOf: ReadonlyMap<string, string>): ShownProcess => {
  const agentId = row.sessionId === null ? undefined : agentOf.get(row.sessionId);
  return {
    id: row.id,
    profile: row.profile,
    agent: row.agent,
    ...(row.role === null ? {} : { role: row.role }),
    ...(row.vendor === null ? {} : { vendor: row.vendor }),
    state: row.state,
    ...(row.pid === null ? {} : { pid: row.pid }),
    folder: row.folder,
    startedAt: row.startedAt.toISOString(),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
    ...(row.exitCode === null ? {} : { exitCode: row.exitCode }),
    ...(row.signal === null ? {} : { signal: row.signal }),
    ...(row.problem === null ? {} : { problem: row.problem }),
    restarts: row.restarts,
    ...(row.cpu === null ? {} : { cpu: row.cpu }),
    ...(row.memoryBytes === null ? {} : { memoryBytes: row.memoryBytes }),
    ...(row.lastOutputAt === null ? {} : { lastOutputAt: row.lastOutputAt.toISOString() }),
    output: row.lastLine === null ? [] : [row.lastLine],
    ...(agentId === undefined || row.sessionId === null ? {} : { agentId, sessionId: row.sessionId }),
  };
};

/** For other slices. */
export const toKnownHost = (row: HostRow, now: Date): KnownHost => ({
  id: row.id,
  name: row.name,
  tokenId: row.tokenId,
  profiles: row.profiles,
  connected: isConnected(row, now),
  lastSeenAt: row.lastSeenAt,
});

export const toKnownProcess = (row: ProcessHead): KnownProcess => ({
  id: row.id,
  hostId: row.hostId,
  profile: row.profile,
  agent: row.agent,
  state: row.state,
  startedAt: row.startedAt,
  ...(row.sessionId === null ? {} : { sessionId: row.sessionId }),
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt, end: endWords(row) }),
});

const endWords = ({ problem, signal, exitCode }: ProcessHead): string =>
  problem ?? (signal === null ? (exitCode === null ? "ended" : `exit code ${exitCode}`) : `killed by ${signal}`);
