import { isDeepStrictEqual } from "node:util";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { collisionsAt, deleteCollisions, saveCollisions, type CollisionRow } from "./collisions.repository.ts";
import type { CollisionsDeps, Editor, Mark, Party } from "./collisions.types.ts";
import type { EditedFileRow } from "./edits.repository.ts";
import { meetings, type Meeting } from "./meet.ts";
import { loadSessions, parentsOf, type KnownSession } from "./session-places.ts";

const mostLines = 50;
const mostParties = 50;

export type Files = {
  /** Everybody who edited one of these files between `from` and `to`. */
  rows: readonly EditedFileRow[];
  /** Keys that files had before, where that has changed: their meetings move. */
  former: ReadonlyMap<string, string>;
  keys: readonly string[];
  from: Date;
  to: Date;
};

/** Makes the meetings in these files what their edits say. The places are locked by whoever calls. */
export const settle = async (deps: CollisionsDeps, work: Work, { rows, former, keys, from, to }: Files): Promise<void> => {
  const byKey = Map.groupBy(rows, ({ key }) => key);
  const busy = keys.filter((key) => new Set(byKey.get(key)?.map(({ sessionId }) => sessionId)).size > 1);
  const moved = [...former.keys()];
  if (busy.length + moved.length === 0) return;
  const known = await collisionsAt(work.db, [...new Set([...keys, ...moved])], from, to);
  const current = (key: string) => former.get(key) ?? key;
  const existing = Map.groupBy(known, ({ key }) => current(key));
  const sessions = await loadSessions(
    deps,
    work.db,
    busy.flatMap((key) => (byKey.get(key) ?? []).map(({ sessionId }) => sessionId)),
  );
  const agents = new Map(
    (await deps.agents.find(work.db, [...new Set([...sessions.values()].map(({ agentId }) => agentId))])).map((agent) => [agent.id, agent]),
  );
  const now = deps.clock();
  const saved: CollisionRow[] = [];
  const gone: string[] = [];
  for (const key of new Set([...busy, ...existing.keys()])) {
    const own = byKey.get(key) ?? [];
    const before = [...(existing.get(key) ?? [])];
    for (const meeting of meetings(editorsOf(own, sessions))) {
      const same = before.filter((row) => row.startedAt.getTime() <= meeting.lastAt && row.lastAt.getTime() >= meeting.from);
      for (const row of same) before.splice(before.indexOf(row), 1);
      const [first, ...others] = same;
      gone.push(...others.map(({ id }) => id));
      const parties = meeting.sessionIds
        .flatMap((id) =>
          partyOf(
            own.filter(({ sessionId }) => sessionId === id),
            meeting,
            { session: sessions.get(id), agents },
          ),
        )
        .slice(0, mostParties);
      const row = rowOf(first?.id ?? newId("cl", now.getTime()), { meeting, parties, own, key, now });
      if (first && first.startedAt < from) row.startedAt = first.startedAt;
      if (!isDeepStrictEqual(row, first)) saved.push(row);
    }
    // What began before the time that was looked at cannot be judged by it.
    gone.push(...before.filter((row) => row.startedAt >= from && row.lastAt <= to).map(({ id }) => id));
  }
  await saveCollisions(work.db, saved);
  await deleteCollisions(work.db, gone);
  await deps.feed.append(work, ...[...saved.map(({ id }) => id), ...gone].map((entityId) => ({ kind: "collision" as const, entityId })));
};

/** A run may name one file in several ways: below its folder, and by its full path. It is one editor all the same. */
const editorsOf = (rows: readonly EditedFileRow[], sessions: ReadonlyMap<string, KnownSession>): Editor[] =>
  [...Map.groupBy(rows, ({ sessionId }) => sessionId)].map(([sessionId, own]) => {
    const session = sessions.get(sessionId);
    const [first] = own as [EditedFileRow];
    return {
      sessionId,
      agentId: session?.agentId ?? first.agentId,
      parents: parentsOf(sessionId, sessions),
      spot: first.spot ?? "",
      marks: own.flatMap(({ marks }) => marks),
      endedAt: session?.endedAt === undefined ? undefined : Date.parse(session.endedAt),
    };
  });

type Known = { session: KnownSession | undefined; agents: ReadonlyMap<string, { id: string; name: string; host?: string | undefined }> };

const partyOf = (rows: readonly EditedFileRow[], meeting: Meeting, { session, agents }: Known): Party[] => {
  const [first] = rows;
  const agent = session && agents.get(session.agentId);
  if (!first || !session) return [];
  // Only what belongs to this meeting: the edits of one stretch of time.
  const isOwn = ({ at }: Mark) => at >= meeting.from && at <= meeting.lastAt;
  const marks = rows.flatMap((row) => row.marks.filter(isOwn)).toSorted((a, b) => a.at - b.at);
  const dropped = rows.reduce((sum, row) => sum + (row.marks[0] && isOwn(row.marks[0]) ? row.edits - row.marks.length : 0), 0);
  const lines = marks.flatMap((mark) => mark.lines ?? []).slice(-mostLines);
  const worktree = first.worktree ?? undefined;
  return [
    {
      sessionId: session.id,
      agentId: session.agentId,
      name: agent?.name ?? session.agentId,
      ...(agent?.host ? { host: agent.host } : {}),
      ...(worktree ? { worktree } : {}),
      ...(session.branch ? { branch: session.branch } : {}),
      firstAt: new Date(marks[0]?.at ?? first.firstAt).toISOString(),
      lastAt: new Date(marks.at(-1)?.at ?? first.lastAt).toISOString(),
      edits: marks.length + dropped,
      ...(lines.length > 0 ? { lines } : {}),
    },
  ];
};

const rowOf = (
  id: string,
  { meeting, parties, own, key, now }: { meeting: Meeting; parties: Party[]; own: readonly EditedFileRow[]; key: string; now: Date },
): CollisionRow => {
  // By the remote, else by the topmost folder that anybody works in, whoever came first.
  const [named] = own.toSorted((a, b) => Number(b.remote) - Number(a.remote) || (a.repository < b.repository ? -1 : 1)) as [EditedFileRow];
  return {
    id,
    key,
    repository: named.repository,
    path: named.path,
    kind: meeting.kind,
    parties: parties.toSorted((a, b) => (a.firstAt + a.sessionId < b.firstAt + b.sessionId ? -1 : 1)),
    sessionIds: parties.map(({ sessionId }) => sessionId),
    agentIds: [...new Set(parties.map(({ agentId }) => agentId))].toSorted(),
    startedAt: new Date(meeting.startedAt),
    lastAt: new Date(meeting.lastAt),
    openUntil: new Date(meeting.openUntil),
    shown: meeting.openUntil > now.getTime(),
    demo: own.some(({ demo, sessionId }) => demo && meeting.sessionIds.includes(sessionId)),
  };
};
