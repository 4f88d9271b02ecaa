import type { Work } from "../platform/db/database.ts";
import { counted, rankOf } from "./channels.ts";
import { isUsed, needsPrice, toEntries } from "./entries.ts";
import { addEntries, addToRollups, entriesOf, lockSessions, saveSessions } from "./ledger.repository.ts";
import { createPriceBook } from "./price-book.ts";
import { listOverrides } from "./prices.repository.ts";
import { createTally } from "./rollups.ts";
import { addCounts, addSums, noSums, pickSums } from "./sums.ts";
import type { BookedSession, Entry, SessionPlace, Standing, UsageSignal, UsageTotals } from "./usage.types.ts";

/** More models than this of one session are not named. */
const mostModels = 20;

/**
 * Books what is new, in the transaction that stores the signals. Every session of `places` that has
 * booked anything is brought to its place by the way: what was booked elsewhere moves.
 */
export const apply = async (
  work: Work,
  fresh: readonly UsageSignal[],
  places: ReadonlyMap<string, SessionPlace>,
): Promise<ReadonlyMap<string, UsageTotals>> => {
  const used = fresh.filter(isUsed);
  const price = createPriceBook(used.some(needsPrice) ? await listOverrides(work.db) : []);
  const added = Map.groupBy(toEntries(used, places, price), ({ sessionId }) => sessionId);
  const wanted = new Map([...added.keys()].map((id) => [id, standingOf(placeOf(places, id))]));
  for (const [id, place] of places) wanted.set(id, standingOf(place));

  const before = await lockSessions(work.db, wanted, new Set(added.keys()));
  const changes = before
    .map((session) => planChange(session, wanted.get(session.sessionId) as Standing, added.get(session.sessionId) ?? []))
    .filter(({ moves, added: news }) => moves || news.length > 0);
  const moved = changes.filter(({ moves }) => moves).map(({ before: { sessionId } }) => sessionId);
  const stored = Map.groupBy(moved.length === 0 ? [] : await entriesOf(work.db, moved), ({ sessionId }) => sessionId);
  await addEntries(work.db, [...added.values()].flat());

  const tally = createTally();
  const after = changes.map((change) => {
    const old = stored.get(change.before.sessionId) ?? [];
    const all = change.moves ? merge(old, change.added) : change.added;
    tally.add({ entries: old, standing: change.before, rank: change.before.rank }, -1);
    tally.add({ entries: all, standing: change.standing, rank: change.rank }, 1);
    return settle(change, all);
  });
  await addToRollups(work.db, tally.rows());
  await saveSessions(work.db, after);
  return new Map(after.map((session) => [session.sessionId, totalsOf(session)]));
};

const placeOf = (places: ReadonlyMap<string, SessionPlace>, sessionId: string): SessionPlace => {
  const place = places.get(sessionId);
  if (!place) throw new Error(`usage of ${sessionId}, but not whose it is`);
  return place;
};

/** As long as an index takes it, whatever its letters are. */
const mostOfProject = 200;

const standingOf = ({ agentId, role = "", project = "", payment, demo = false }: SessionPlace): Standing => ({
  agentId,
  role,
  project: project.slice(0, mostOfProject).toWellFormed(),
  payment: payment ?? "",
  demo,
});

type Change = { before: BookedSession; standing: Standing; rank: number; added: Entry[]; moves: boolean };

/** What was booked moves when it stands elsewhere from now on, or a better channel puts it aside. */
const planChange = (before: BookedSession, standing: Standing, added: Entry[]): Change => {
  const rank = Math.max(before.rank, ...added.map(rankOf));
  const moves = before.rank > 0 && (rank !== before.rank || !sameStanding(before, standing));
  return { before, standing, rank, added, moves };
};

const sameStanding = (a: Standing, b: Standing) =>
  a.agentId === b.agentId && a.role === b.role && a.project === b.project && a.payment === b.payment;

const merge = (old: readonly Entry[], added: readonly Entry[]): Entry[] => {
  const rows = new Map(old.map((entry) => [`${entry.at} ${entry.key}`, { ...entry }]));
  for (const entry of added) {
    const row = rows.get(`${entry.at} ${entry.key}`);
    if (row) addCounts(row, entry);
    else rows.set(`${entry.at} ${entry.key}`, { ...entry });
  }
  return [...rows.values()];
};

const unbooked = { told: null, firstAt: null, lastAt: null };

/** The session's row afterwards: made anew of everything when it moved, else of what came to it. */
const settle = ({ before, standing, rank, moves }: Change, entries: readonly Entry[]): BookedSession => {
  const sums = moves ? noSums() : pickSums(before);
  const models = new Set(moves ? [] : before.models);
  let { told, firstAt, lastAt }: Pick<BookedSession, "told" | "firstAt" | "lastAt"> = moves ? unbooked : before;
  for (const entry of entries) {
    const own = counted(entry, rank);
    if (!own) continue;
    addSums(sums, own);
    if (entry.model !== "" && models.size < mostModels) models.add(entry.model);
    told = told === null || told === entry.payment ? entry.payment : "mixed";
    firstAt = Math.min(firstAt ?? entry.at, entry.at);
    lastAt = Math.max(lastAt ?? entry.at, entry.at);
  }
  return { sessionId: before.sessionId, ...standing, rank, told, models: [...models], firstAt, lastAt, ...sums };
};

const totalsOf = ({
  calls,
  input,
  output,
  cacheRead,
  cacheWrite,
  reasoning,
  micros,
  priced,
  unpriced,
  models,
}: BookedSession): UsageTotals => ({
  calls,
  tokens: { input, output, cacheRead, cacheWrite, ...(reasoning > 0 ? { reasoning } : {}) },
  costMicros: priced > 0 ? micros : null,
  unpriced,
  models: models.toSorted(),
});
