import { isDeepStrictEqual } from "node:util";
import type { Work } from "../platform/db/database.ts";
import { listBaselines, measuredHours } from "./baselines.repository.ts";
import { drawUp, type Shared } from "./draw-up.ts";
import { gather, type Gathered } from "./gather.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { findByWorks, insertOutcome, updateOutcome, type OutcomeRow } from "./outcomes.repository.ts";
import { findPulls, partsOfWorks } from "./parts.repository.ts";
import { wordsOf } from "./type-words.ts";
import { linksOf, replaceLinks } from "./traces.repository.ts";

/**
 * Puts these works' outcomes to what is known by now; says whether any is other than before. In whatever order things are
 * told, and however often, the outcome is the same. Under the lock of the works.
 */
export const settle = async (deps: OutcomesDeps, work: Work, workIds: readonly string[]): Promise<boolean> => {
  if (workIds.length === 0) return false;
  const declared = await listBaselines(work.db);
  const shared: Shared = { declared, measured: await measuredHours(work.db), words: wordsOf(declared), now: deps.clock() };
  const told = await partsOfWorks(work.db, workIds);
  const reverted = await findPulls(work.db, { refs: told.flatMap(({ reverts }) => reverts ?? []) });
  const after = [...new Set(reverted.map(({ workId }) => workId))].filter((id) => !workIds.includes(id));
  const parts = Map.groupBy([...told, ...(await partsOfWorks(work.db, after))], ({ workId }) => workId);
  let changed = false;
  // Whose runs are whose first: what was taken back counts the runs of what took it.
  const known = new Map<string, Gathered>();
  for (const [workId, own] of parts) {
    const found = await gather(deps, work.db, own);
    known.set(workId, found);
    const links = found.links.map((link) => ({ ...link, workId })).toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
    if (isDeepStrictEqual(await linksOf(work.db, [workId]), links)) continue;
    await replaceLinks(work.db, workId, links);
    changed = true;
  }
  const rows = new Map((await findByWorks(work.db, [...parts.keys()])).map((row) => [row.workId, row]));
  for (const [workId, found] of known) {
    const before = rows.get(workId);
    const row = await drawUp(deps, work.db, { known: found, before, shared });
    if (row && (await save(work, row, before))) changed = true;
  }
  return changed;
};

const save = async (work: Work, row: OutcomeRow, before: OutcomeRow | undefined): Promise<boolean> => {
  if (!before) await insertOutcome(work.db, row);
  else if (isDeepStrictEqual(plain(row), plain(before))) return false;
  else await updateOutcome(work.db, row.id, { ...row, version: before.version + 1 });
  return true;
};

/** As it is kept: a value without anything is not there. */
const plain = (row: OutcomeRow): unknown => JSON.parse(JSON.stringify(row));
