import type { Work } from "../platform/db/database.ts";
import type { Fact, Reaction } from "../signals/reactions.ts";
import { openKeysOf } from "./collisions.repository.ts";
import type { CollisionsDeps, FilePlace, SessionPlace } from "./collisions.types.ts";
import { adopt, editOf, placed, withEdits, type Edit } from "./drafts.ts";
import { countEdits, editsAt, editsOfSessions, keepNewest, lockPlaces, saveEdits, type EditedFileRow } from "./edits.repository.ts";
import { placeOf } from "./file-place.ts";
import { rehome } from "./rehome.ts";
import { loadSessions, sessionPlace } from "./session-places.ts";
import { settle } from "./settle.ts";

const mostFiles = 2_000;
/** Who edited a file so long before or after is looked at: longer than agents go on at one file without a pause. */
const viewMs = 12 * 3_600_000;

/** Edits make runs meet; where a run works, and that it ended, may come later. Groups without any of this cost nothing. */
export const reactionOf = (deps: CollisionsDeps): Reaction => ({
  kinds: new Set(["file.edited", "session.started", "session.described", "session.ended"] as const),
  apply: async (work, facts) => {
    const edits = facts.flatMap((fact) => editOf(fact) ?? []);
    // Also of runs that edited nothing: where a run works, its sub-agents do.
    const moved = sessionIds(facts.filter(tellsPlace));
    const ended = sessionIds(facts.filter(({ signal, open }) => signal.kind === "session.ended" && open.state.files.length > 0));
    if (edits.length + moved.length + ended.length === 0) return;
    await apply(deps, work, { edits, moved, ended });
  },
  rehome: rehome(deps, viewMs),
});

const sessionIds = (facts: readonly Fact[]) => [...new Set(facts.map(({ open }) => open.row.id))];

const tellsPlace = ({ signal }: Fact) =>
  (signal.kind === "session.started" && signal.data.cwd !== undefined) ||
  // A run works where the one works that it belongs to; and two that belong together may take turns.
  ((signal.kind === "session.started" || signal.kind === "session.described") &&
    (signal.data.repository ?? signal.data.root ?? signal.data.parentSession) !== undefined);

type News = { edits: readonly Edit[]; moved: readonly string[]; ended: readonly string[] };

const apply = async (deps: CollisionsDeps, work: Work, { edits, moved, ended }: News): Promise<void> => {
  const former = moved.length > 0 ? await editsOfSessions(work.db, moved) : [];
  const { places, parentOf } = await placesOf(deps, work, { edits, former });
  const endings = ended.length > 0 ? await openKeysOf(work.db, ended) : [];
  const wanted = edits.map((edit) => places(edit.fact.open.row.id, edit.told));
  const replaced = former
    .map((row) => ({ row, place: places(row.sessionId, row.told), parentId: parentOf(row.sessionId) }))
    .filter(({ row, place, parentId }) => isOther(row, place) || row.parentId !== parentId);
  if (edits.length + replaced.length + endings.length === 0) return;

  const all = [...wanted, ...replaced.map(({ place }) => place)].flatMap((place) => place ?? []);
  const keys = new Set([...all.map(({ key }) => key), ...replaced.flatMap(({ row }) => row.key ?? []), ...endings.map(({ key }) => key)]);
  const spots = new Set([...all.map(({ spot }) => spot), ...replaced.flatMap(({ row }) => row.spot ?? [])]);
  const times = [
    ...edits.map(({ mark }) => mark.at),
    ...replaced.flatMap(({ row }) => [row.firstAt.getTime(), row.lastAt.getTime()]),
    ...endings.flatMap(({ startedAt, lastAt }) => [startedAt.getTime(), lastAt.getTime()]),
  ];
  const [from, to] = [new Date(Math.min(...times) - viewMs), new Date(Math.max(...times) + viewMs)];
  const own = [...edits.map(({ fact, file }) => ({ sessionId: fact.open.row.id, file })), ...replaced.map(({ row }) => row)];
  const rows = new Map<string, EditedFileRow>();
  const read = async (asked: { keys: string[]; spots: string[]; own: typeof own }) => {
    await lockPlaces(work.db, [...asked.keys, ...asked.spots]);
    for (const row of await editsAt(work.db, { ...asked, from, to })) if (!rows.has(nameOf(row))) rows.set(nameOf(row), row);
  };
  await read({ keys: [...keys], spots: [...spots], own });
  const before = new Map(rows);

  for (const [name, same] of Map.groupBy(edits, ({ fact, file }) => nameOf({ sessionId: fact.open.row.id, file }))) {
    const [one] = same as [Edit];
    rows.set(name, withEdits(rows.get(name), same, places(one.fact.open.row.id, one.told)));
  }
  for (const { row, place, parentId } of replaced) {
    const now = rows.get(nameOf(row));
    if (now) rows.set(nameOf(row), { ...now, ...placed(place), parentId });
  }
  for (let round = 0; round < 3; round += 1) {
    for (const row of adopt([...rows.values()])) rows.set(nameOf(row), row);
    const found = [...rows.values()].flatMap(({ key }) => (key !== null && !keys.has(key) ? [key] : []));
    if (found.length === 0) break;
    for (const key of found) keys.add(key);
    await read({ keys: [...new Set(found)], spots: [], own: [] });
  }

  const changed = [...rows].filter(([name, row]) => row !== before.get(name)).map(([, row]) => row);
  const fresh = changed.filter((row) => !before.has(nameOf(row)));
  await saveEdits(work.db, changed);
  if (fresh.length > 0) await bound(work, fresh);
  await settle(deps, work, { rows: [...rows.values()], keys: [...keys], former: renamed(before, rows), from, to });
};

const nameOf = ({ sessionId, file }: { sessionId: string; file: string }) => `${sessionId} ${file}`;

const isOther = (row: EditedFileRow, place: FilePlace | undefined) =>
  // A key that was taken from somebody who knew the repository stays until this run knows it itself.
  row.spot !== (place?.spot ?? null) ||
  row.remote !== (place?.remote ?? false) ||
  (row.remote && row.key !== place?.key) ||
  // The folder that it works in became known, by which the file is named.
  (row.key === row.spot && row.repository !== (place?.repository ?? ""));

/** Where each run's files lie. Runs that stand alone are known already; sub-agents are asked for with those they work for. */
const placesOf = async (
  deps: CollisionsDeps,
  work: Work,
  { edits, former }: { edits: readonly Edit[]; former: readonly EditedFileRow[] },
) => {
  const opens = new Map(edits.map(({ fact }) => [fact.open.row.id, fact.open]));
  // An agent whose machine is told for the first time has it only from the next group on.
  const told = new Map(edits.flatMap(({ fact: { open, signal } }) => (signal.agent?.host ? [[open.row.id, signal.agent.host]] : [])));
  const unknown = [
    ...[...opens.values()]
      .filter(({ row, state, agent }) => row.parentId !== null && (state.root === undefined || agent.host === ""))
      .map(({ row }) => row.id),
    ...former.map(({ sessionId }) => sessionId),
  ];
  const sessions = unknown.length > 0 ? await loadSessions(deps, work.db, unknown) : new Map<string, never>();
  const missing = [...sessions.values()].map(({ agentId }) => agentId);
  const hosts = new Map(
    (missing.length > 0 ? await deps.agents.find(work.db, [...new Set(missing)]) : []).map(({ id, host }) => [id, host]),
  );
  const cache = new Map<string, SessionPlace>();
  const placeOfSession = (id: string): SessionPlace => {
    const session = sessions.get(id);
    if (session) return sessionPlace(id, sessions, hosts);
    const open = opens.get(id);
    const { cwd, repository, root, worktree } = open?.state ?? {};
    return { host: open?.agent.host || told.get(id), machine: id, cwd, repository, root, worktree };
  };
  return {
    places: (id: string, path: string): FilePlace | undefined => {
      const place = cache.get(id) ?? placeOfSession(id);
      cache.set(id, place);
      return placeOf(place, path);
    },
    parentOf: (id: string): string | null => sessions.get(id)?.parentId ?? null,
  };
};

/** Files that took the key of a repository that became known: from which, to which. */
const renamed = (before: ReadonlyMap<string, EditedFileRow>, now: ReadonlyMap<string, EditedFileRow>): Map<string, string> => {
  const names = new Map<string, string>();
  for (const [name, { key }] of before) {
    const after = now.get(name)?.key;
    if (key !== null && after && after !== key) names.set(key, after);
  }
  return names;
};

const bound = async (work: Work, fresh: readonly EditedFileRow[]) => {
  const ids = [...new Set(fresh.map(({ sessionId }) => sessionId))];
  const full = [...(await countEdits(work.db, ids))].filter(([, count]) => count > mostFiles).map(([id]) => id);
  if (full.length > 0) await keepNewest(work.db, full, mostFiles);
};
