import type { Db } from "../platform/db/database.ts";
import type { Reverter } from "./effective.ts";
import { findPulls, type PartRow } from "./parts.repository.ts";
import { isEveryday } from "./refs.ts";
import { findCommits, type CommitRow } from "./traces.repository.ts";

const deepest = 10;

/** Something that may be taken back, by all the names under which that can be said. */
type Named = { key: string; names: readonly string[] };

export const isOwnBranch = (ref: string) => !ref.startsWith("\n") && !isEveryday(ref.slice(ref.indexOf("\n") + 1));
const isEverydayRef = (ref: string) => isEveryday(ref.slice(ref.indexOf("\n") + 1));

/**
 * What takes back these, what takes that back, and so on. A commit of a pull request is that pull request, once it is
 * merged; one by itself counts when it is in a branch that everything goes through. `own` take back nothing of themselves.
 */
export const loadReverters = async (
  db: Db,
  seeds: readonly Named[],
  own: ReadonlySet<string>,
): Promise<{ of: (key: string) => readonly Reverter[]; pulls: PartRow[] }> => {
  const known = new Map<string, Reverter[]>();
  const reverting = new Map<string, PartRow>();
  let queue = [...seeds];
  for (let step = 0; step < deepest && queue.length > 0; step += 1) {
    const names = queue.flatMap((one) => one.names);
    const pulls = (await findPulls(db, { reverting: names })).filter(({ ref }) => !own.has(ref));
    const commits = await findCommits(db, { reverting: names });
    const hosts =
      commits.length === 0
        ? []
        : await findPulls(db, {
            branches: commits.flatMap(({ branches }) => branches).filter(isOwnBranch),
            mergeCommits: commits.map(({ sha }) => sha),
          });
    const next = new Map<string, Named>();
    for (const { key, names: called } of queue) {
      const found = new Map<string, Reverter>();
      const add = (pull: PartRow) => {
        if (!pull.acceptedAt || own.has(pull.ref)) return;
        found.set(pull.ref, { key: pull.ref, at: pull.acceptedAt, url: pull.facts.url });
        reverting.set(pull.ref, pull);
        next.set(pull.ref, { key: pull.ref, names: [pull.ref, ...(pull.mergeCommit ? [pull.mergeCommit] : [])] });
      };
      for (const pull of pulls) if (pull.reverts !== null && called.includes(pull.reverts)) add(pull);
      for (const commit of commits.filter(({ reverts }) => reverts.some((sha) => called.includes(sha)))) {
        const host = hostOf(commit, hosts);
        if (host) add(host);
        else if (commit.branches.some(isEverydayRef)) {
          found.set(commit.sha, { key: commit.sha, at: commit.at });
          next.set(commit.sha, { key: commit.sha, names: [commit.sha] });
        }
      }
      known.set(key, [...found.values()]);
    }
    queue = await withCommits(
      db,
      [...next.values()].filter(({ key }) => !known.has(key)),
      reverting,
    );
  }
  return { of: (key) => known.get(key) ?? [], pulls: [...reverting.values()] };
};

const hostOf = ({ sha, branches }: CommitRow, hosts: readonly PartRow[]) =>
  hosts.find(({ mergeCommit }) => mergeCommit === sha) ?? hosts.find(({ branch }) => branch !== null && branches.includes(branch));

/** Whoever takes back the one commit of a revert takes back the revert. */
const withCommits = async (db: Db, queue: readonly Named[], pulls: ReadonlyMap<string, PartRow>): Promise<Named[]> => {
  const branches = queue.flatMap(({ key }) => pulls.get(key)?.branch ?? []).filter(isOwnBranch);
  const commits = branches.length === 0 ? [] : await findCommits(db, { branches });
  return queue.map(({ key, names }) => {
    const branch = pulls.get(key)?.branch;
    const own = branch ? commits.filter((commit) => commit.branches.includes(branch)).map(({ sha }) => sha) : [];
    return { key, names: [...names, ...own] };
  });
};
