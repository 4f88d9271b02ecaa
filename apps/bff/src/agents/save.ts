import type { Session } from "@beckon/contracts/agents";
import type { Work } from "../platform/db/database.ts";
import { noteAgents, type AgentRow } from "./agents.repository.ts";
import type { SignalHead } from "./agents.types.ts";
import type { KnownSessions } from "./known-sessions.ts";
import type { OpenSession } from "./locate.ts";
import type { SessionFeed } from "./session-feed.ts";
import { saveSessions, toMinute, type SessionRow } from "./sessions.repository.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** An agent's last sign is for people: to the quarter of a minute is enough, and a write per signal is not. */
const noteEveryMs = 15_000;

type Changes = {
  changed: readonly OpenSession[];
  /** What the signals said of each session's agent. */
  heads: ReadonlyMap<OpenSession, SignalHead>;
  taken: number;
  now: Date;
};
type Deps = { feed: ChangeFeed; sessionFeed: SessionFeed; known: KnownSessions };

/** Writes what a batch changed: the sessions, the agents' last signs, and their places in the feed. */
export const save = async (work: Work, deps: Deps, { changed, heads, taken, now }: Changes): Promise<void> => {
  const rows = changed.map(({ row, lastSignalAt, endedAt, state }): SessionRow => ({
    ...row,
    lastSignalAt,
    activeAt: toMinute(lastSignalAt),
    endedAt: endedAt ?? null,
    state,
  }));
  saveSessions(work, rows);

  const seen = new Map<string, Parameters<typeof noteAgents>[1][number]>();
  const told = new Set<string>();
  for (const open of changed) {
    const { agent } = open;
    const head = heads.get(open);
    if (tellsNews(agent, head)) told.add(agent.id);
    else if (!open.isNew && now.getTime() - agent.lastSeenAt.getTime() < noteEveryMs) continue;
    seen.set(agent.id, { ...seen.get(agent.id), id: agent.id, at: now, ...head });
  }
  await noteAgents(
    work.db,
    [...seen.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  await deps.feed.append(work, ...[...seen.keys()].map((entityId) => ({ kind: "agent" as const, entityId })));
  await deps.sessionFeed.append(
    work,
    rows.map(({ id }) => id),
  );
  work.afterCommit(() => {
    const kept = rows.map((row, index) => ({
      row: { ...row, version: row.version + 1 },
      agent: noted((changed[index] as OpenSession).agent, seen, now),
    }));
    deps.known.giveBack(
      kept.filter(({ agent }) => !told.has(agent.id)),
      taken,
    );
  });
};

const tellsNews = (agent: AgentRow, head: SignalHead | undefined) =>
  head !== undefined &&
  ((head.vendor !== undefined && head.vendor !== agent.vendor) ||
    (head.role !== undefined && head.role !== agent.role) ||
    (head.host !== undefined && agent.host === ""));

const noted = (agent: AgentRow, seen: ReadonlyMap<string, unknown>, now: Date): AgentRow =>
  seen.has(agent.id) ? { ...agent, lastSeenAt: now } : agent;

/** The row as people see it; `recent` is read from the signals where it is shown. */
export const toSession = (row: SessionRow): Omit<Session, "recent"> => {
  const { closed: _, told: __, place: ___, ...state } = row.state;
  return {
    ...state,
    id: row.id,
    key: row.key,
    agentId: row.agentId,
    ...(row.parentId ? { parentId: row.parentId } : {}),
    lastSignalAt: row.lastSignalAt.toISOString(),
    ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  };
};
