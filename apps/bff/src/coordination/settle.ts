import type { Work } from "../platform/db/database.ts";
import { attemptsOf } from "./attempts.ts";
import { findCases, lockNames, saveCases } from "./cases.repository.ts";
import { attemptsOfCases, deleteAttempts, saveAttempts, type CoordinationRow } from "./coordination.repository.ts";
import type { Attempt, Case, CoordinationDeps, Telling, Word } from "./coordination.types.ts";
import { homesOf } from "./homes.ts";
import { idOf, linksOf, saidOf, type Cases } from "./linked.ts";
import type { Pulse } from "./pulse.ts";
import { createTally } from "./rollups.ts";
import { addToRollups } from "./rollups.repository.ts";
import { isSame, toRow } from "./to-row.ts";
import { addWord, caseKey, lockOf } from "./words.ts";

export type SettleDeps = Pick<CoordinationDeps, "agents" | "clock" | "firstEnds"> & { pulse: Pulse };

type RehomedCases = { cases: readonly Case[]; became: ReadonlyMap<string, string> };
const nobody: RehomedCases = { cases: [], became: new Map() };

/**
 * Takes words in and brings attempts and sums to what all words now say, in the caller's transaction. `again`: matters
 * to look at although nothing new was told, because time passed. `rehomed`: matters whose words say something else now,
 * locked by whoever calls, and which agent another one became. Answers the rows of the matters it looked at.
 */
export const settle = async (
  deps: SettleDeps,
  work: Work,
  { tellings, again = [], rehomed = nobody }: { tellings: readonly Telling[]; again?: readonly Case[]; rehomed?: RehomedCases },
): Promise<CoordinationRow[]> => {
  if (tellings.length + again.length + rehomed.cases.length === 0) return [];
  if (tellings.length + again.length > 0)
    await lockNames(work.db, [...tellings, ...again.map(({ name, ownerId }) => ({ name, owner: { id: ownerId } }))].map(lockOf));
  const cases = await open(work, tellings, again);
  const news = await takeIn(deps, work, tellings, cases);
  for (const one of rehomed.cases) {
    cases.set(idOf(one), one);
    news.add(one.key);
  }
  const looked = new Set([...news, ...again.map(({ key }) => key)]);
  await addLinked(work, looked, cases);
  await saveCases(
    work.db,
    [...cases.values()].filter(({ key, words }) => news.has(key) && words.length > 0).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
  );
  return rewrite(deps, work, { looked, cases, became: rehomed.became });
};

const open = async (work: Work, tellings: readonly Telling[], again: readonly Case[]): Promise<Map<string, Case>> => {
  const keys = new Set([...tellings.map(({ name }) => caseKey(name)), ...again.map(({ key }) => key)]);
  return new Map((await findCases(work.db, [...keys])).map((one) => [idOf(one), one]));
};

/** Adds what is new; the keys of matters that changed. */
const takeIn = async (deps: SettleDeps, work: Work, tellings: readonly Telling[], cases: Map<string, Case>): Promise<Set<string>> => {
  const news = new Set<string>();
  const caseOf = ({ name, owner }: Telling) => cases.get(idOf({ key: caseKey(name), ownerId: owner.id }));
  const known = new Set([...cases.values()].map(({ key }) => key));
  const wanted = tellings.filter((one) => !isStale(one, caseOf(one)) && (!one.known || known.has(caseKey(one.name))));
  const parents = await parentsOf(deps, work, wanted);
  const earlier = await endedBefore(
    deps,
    work,
    wanted.filter((one) => !caseOf(one)?.words.some(({ upSession }) => upSession)),
  );
  for (const { name, owner, word } of [...wanted, ...earlier]) {
    const key = caseKey(name);
    const id = idOf({ key, ownerId: owner.id });
    let own = cases.get(id);
    if (!own) cases.set(id, (own = { key, ownerId: owner.id, name, demo: owner.demo ?? false, words: [] }));
    if (addWord(own, { ...word, ...parents.get(word.upSession ?? "") })) news.add(key);
  }
  return news;
};

/** Whose run it is may become known only after the run told of its end, when that said nothing yet. */
const endedBefore = async ({ firstEnds }: SettleDeps, work: Work, tellings: readonly Telling[]): Promise<Telling[]> => {
  const begun = new Map(tellings.flatMap((one) => (one.word.upSession && one.word.session ? [[one.word.session, one] as const] : [])));
  if (begun.size === 0) return [];
  return (await firstEnds(work.db, [...begun.keys()])).map(({ sessionId, at, failed, error }) => {
    const { name, owner, word } = begun.get(sessionId) as Telling;
    const { upSession: _, ...said } = word;
    return { name, owner, word: { ...said, kind: "end", at: at.toISOString(), ok: !failed, ...(error ? { message: error } : {}) } };
  });
};

/** Every sign of a sub-agent's run says that it began: only one that is earlier than all before is news. */
const isStale = ({ word }: Telling, own: Case | undefined) =>
  word.upSession !== undefined && (own?.words ?? []).some(({ kind, at }) => kind === word.kind && at <= word.at);

const parentsOf = async ({ agents }: SettleDeps, work: Work, tellings: readonly Telling[]) => {
  const ids = [...new Set(tellings.flatMap(({ word }) => (word.upSession && !word.upName ? [word.upSession] : [])))];
  const found = ids.length === 0 ? [] : await agents.agentsOfSessions(work.db, ids);
  return new Map(
    found.map(({ sessionId, agent: { id, name, role } }): [string, Partial<Word>] => [
      sessionId,
      { upId: id, upName: name, ...(role ? { upRole: role } : {}) },
    ]),
  );
};

/** What is told of one thing under several names is looked at together. */
const addLinked = async (work: Work, looked: Set<string>, cases: Map<string, Case>) => {
  for (let before = -1; before < looked.size;) {
    before = looked.size;
    const known = new Set([...cases.values()].map(({ key }) => key));
    const links = new Set([...cases.values()].filter(({ key }) => looked.has(key)).flatMap(linksOf));
    for (const one of await findCases(
      work.db,
      [...links].filter((key) => !known.has(key)),
    ))
      cases.set(idOf(one), one);
    for (const key of links) looked.add(key);
  }
};

type Looked = { looked: ReadonlySet<string>; cases: Cases; became: RehomedCases["became"] };

/** The attempts as all words now make them, in place of those that stand; the sums by the difference. */
const rewrite = async (deps: SettleDeps, work: Work, { looked, cases, became }: Looked): Promise<CoordinationRow[]> => {
  const now = deps.clock().getTime();
  const all = [...cases.values()].filter(({ key }) => looked.has(key));
  const before = new Map((await attemptsOfCases(work.db, [...looked])).map((row) => [`${idOf(row)} ${row.n}`, row]));
  const made = homesOf(all).flatMap(({ home, words }) =>
    attemptsOf(saidOf(home, words, cases), now).map((attempt: Attempt, n) => ({ home, attempt, n })),
  );
  const rows = await toRow(deps, work, { made, before, became, now });
  const standing = new Map(rows.map((row) => [`${idOf(row)} ${row.n}`, row]));
  const tally = createTally();
  const changed = rows.filter((row) => {
    const old = before.get(`${idOf(row)} ${row.n}`);
    return !old || !isSame(old, row);
  });
  const gone = [...before.entries()].filter(([id]) => !standing.has(id)).map(([, row]) => row);
  for (const row of [...gone, ...changed.flatMap((row) => before.get(`${idOf(row)} ${row.n}`) ?? [])]) tally.add(row, -1);
  for (const row of changed) tally.add(row, 1);
  await deleteAttempts(
    work.db,
    gone.map(({ id }) => id),
  );
  await saveAttempts(work.db, changed);
  await addToRollups(work.db, tally.rows());
  if (changed.length + gone.length > 0) await deps.pulse.append(work);
  return rows;
};
