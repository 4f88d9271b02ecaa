import type { Work } from "../platform/db/database.ts";
import type { OutcomeFact, OutcomesDeps, PullTold } from "./outcomes.types.ts";
import { findPulls, findParts } from "./parts.repository.ts";
import { branchRef, isEveryday, readMessage } from "./refs.ts";
import {
  deleteIncident,
  findCommits,
  linksOfSessions,
  placeCommits,
  saveCommit,
  saveIncident,
  saveTrace,
  type CommitRow,
} from "./traces.repository.ts";
import { join, tellPart } from "./works.ts";

type Of<W extends OutcomeFact["what"]> = Extract<OutcomeFact, { what: W }>;

const worksOf = (rows: readonly { workId: string }[]) => [...new Set(rows.map(({ workId }) => workId))];

/** A pull request, as GitHub tells of it. Those that it takes back, and theirs, are looked at again. */
export const applyPull = async (deps: OutcomesDeps, work: Work, pull: PullTold): Promise<string[]> => {
  const { ref, mergedAt, mergedBy, mergeCommit, reverts, tasks, ...facts } = pull;
  const now = deps.clock();
  const part = await tellPart(
    work,
    {
      kind: "pull_request",
      ref,
      facts,
      branch: branchRef(pull.repository, pull.head),
      ...(mergedAt ? { accepted: { at: new Date(mergedAt), by: mergedBy ?? "GitHub" } } : {}),
      ...(mergeCommit && mergedAt ? { mergeCommit } : {}),
      ...(reverts ? { reverts } : {}),
    },
    now,
  );
  const own = isEveryday(pull.head) ? [] : await findCommits(work.db, { branches: [branchRef(pull.repository, pull.head)] });
  const named = [...new Set([...tasks, ...own.flatMap((commit) => commit.facts.tasks)])];
  const joined = await joinTasks(work, { kind: "pull_request", ref }, named, now);
  return [
    joined ?? part.workId,
    ...worksOf(
      await touchedByRevert(
        work,
        [ref],
        [mergeCommit, reverts].filter((one) => one !== undefined),
      ),
    ),
  ];
};

/** Tasks are the same work as what names them; a task that nobody told of is known from then on. */
const joinTasks = async (work: Work, key: { kind: "pull_request"; ref: string }, tasks: readonly string[], now: Date) => {
  let joined: string | undefined;
  for (const ref of tasks) {
    const task = { kind: "task" as const, ref };
    if ((await findParts(work.db, [task])).length === 0) await tellPart(work, { ...task, facts: { kind: "task", title: "" } }, now);
    joined = await join(work, key, task, now);
  }
  return joined;
};

const deepest = 10;

/** What is taken back by these, and by what takes these back: a word on the last changes the first. */
const touchedByRevert = async (work: Work, keys: readonly string[], targets: readonly string[]) => {
  const found = new Map<string, { workId: string }>();
  const seen = new Set(keys);
  let wanted = [...new Set([...keys, ...targets])];
  for (let step = 0; step < deepest && wanted.length > 0; step += 1) {
    for (const key of wanted) seen.add(key);
    const commits = await findCommits(work.db, { shas: wanted });
    const pulls = await findPulls(work.db, {
      refs: wanted,
      mergeCommits: wanted,
      branches: commits.flatMap(({ branches }) => branches),
    });
    for (const pull of pulls) found.set(pull.ref, pull);
    wanted = [...pulls.flatMap(({ reverts, ref }) => [reverts, ref]), ...commits.flatMap(({ reverts }) => reverts)].filter(
      (key): key is string => key !== null && !seen.has(key),
    );
  }
  return [...found.values()];
};

/** Commits, as GitHub or their run tells of them. */
export const applyCommits = async (deps: OutcomesDeps, work: Work, fact: Of<"commits">): Promise<string[]> => {
  const { repository = "", branch, sessionId } = fact;
  const branches = branch === undefined ? [] : [branchRef(repository, branch)];
  const keys: string[] = [];
  for (const { sha, at, message, byAgent } of fact.commits) {
    const { reverts, title, picks, tasks, sessions } = readMessage(message);
    const row: CommitRow = {
      sha,
      at: new Date(at),
      sessionId: sessionId ?? null,
      byAgent,
      branches,
      reverts,
      facts: { title, picks, tasks, sessions },
    };
    await saveCommit(work.db, row);
    keys.push(sha, ...reverts);
  }
  const known = await findCommits(work.db, { shas: keys });
  const pulls = await findPulls(work.db, {
    branches: known.flatMap((commit) => commit.branches).filter(isOwnBranch),
    mergeCommits: keys,
  });
  const tasks = known.filter(({ sha }) => !pulls.some(({ mergeCommit }) => mergeCommit === sha)).flatMap(({ facts }) => facts.tasks);
  for (const { ref } of tasks.length > 0 ? pulls : []) await joinTasks(work, { kind: "pull_request", ref }, tasks, deps.clock());
  const reverted = keys.length > fact.commits.length ? await touchedByRevert(work, keys, []) : [];
  const now = await findPulls(work.db, { refs: pulls.map(({ ref }) => ref) });
  const parts = [...now, ...reverted, ...(await workOfSessions(work, [sessionId]))];
  return worksOf(parts);
};

const isOwnBranch = (ref: string) => !ref.startsWith("\n") && !isEveryday(ref.slice(ref.indexOf("\n") + 1));

/** Works without a pull request take the commits of their runs. */
const workOfSessions = async (work: Work, ids: readonly (string | undefined)[]): Promise<{ workId: string }[]> => {
  return linksOfSessions(
    work.db,
    ids.filter((id) => id !== undefined),
  );
};

/** A run was seen in a branch, with a pull request, at a task. */
export const applyTrace = async (work: Work, { sessionId, kind, ref, at }: Of<"trace">): Promise<string[]> => {
  const when = new Date(at);
  await saveTrace(work.db, { sessionId, kind, ref, at: when, lastAt: when });
  if (kind === "branch") {
    const placed = await placeCommits(work.db, { sessionId, repository: ref.slice(0, ref.indexOf("\n")) });
    return worksOf(await findPulls(work.db, { branches: [ref, ...placed.flatMap(({ branches }) => branches)].filter(isOwnBranch) }));
  }
  const part = kind === "pull_request" || kind === "task" || kind === "hand" ? { kind, ref } : undefined;
  return part ? worksOf(await findParts(work.db, [part])) : [];
};

/** An issue with the label `incident` that names pull requests; without the label it names none any more. */
export const applyIncident = async (work: Work, { pulls, issue, title, at, on }: Of<"incident">): Promise<string[]> => {
  const before = await deleteIncident(work.db, issue);
  if (on) for (const pull of pulls) await saveIncident(work.db, { pull, issue, title, at: new Date(at) });
  return worksOf(await findPulls(work.db, { refs: [...new Set([...before, ...pulls])] }));
};
