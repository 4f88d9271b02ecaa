import type { Agent, Session } from "@beckon/contracts/agents";
import type { Outcome } from "@beckon/contracts/outcomes";
import type { Task } from "@beckon/contracts/tasks";
import type { Db } from "../platform/db/database.ts";
import type { OutcomesDeps, TraceKind } from "./outcomes.types.ts";
import { findPulls, type PartRow } from "./parts.repository.ts";
import { isOwnBranch } from "./reverters.ts";
import { findCommits, rootsOf, tracesOf, type CommitRow, type Link, type TraceRow } from "./traces.repository.ts";

type Via = Outcome["sessions"][number]["via"];

/** Everything that is known of one work. */
export type Gathered = {
  parts: readonly PartRow[];
  pulls: readonly PartRow[];
  tasks: readonly Task[];
  /** Of each pull request, by its name; of a work without any under the empty name. */
  commits: ReadonlyMap<string, CommitRow[]>;
  links: readonly Link[];
  sessions: readonly Omit<Session, "recent">[];
  agents: ReadonlyMap<string, Agent>;
};

/** The surest of several ways in which a run is known to have worked on it. */
const surest: readonly Via[] = ["commit", "trailer", "pull_request", "branch", "task", "workflow", "hand"];

export const gather = async (deps: OutcomesDeps, db: Db, parts: readonly PartRow[]): Promise<Gathered> => {
  const workId = parts[0]?.workId ?? "";
  const pulls = parts.filter(({ kind }) => kind === "pull_request");
  const taskIds = parts.filter(({ kind }) => kind === "task").map(({ ref }) => ref);
  const tasks = taskIds.length === 0 ? [] : await deps.tasks.findAll(db, taskIds);
  const since = await mergesBefore(db, pulls);
  const commits = await commitsOf(db, pulls, since);
  const via = new Map<string, Via>();
  const add = (sessionId: string, way: Via) => {
    const before = via.get(sessionId);
    if (!before || surest.indexOf(way) < surest.indexOf(before)) via.set(sessionId, way);
  };
  for (const { sessionId } of tasks) if (sessionId) add(sessionId, "task");
  for (const trace of await tracesOf(db, wantedTraces(parts))) if (isOf(trace, pulls, since)) add(trace.sessionId, trace.kind);
  const all = [...commits.values()].flat();
  for (const { sessionId } of all) if (sessionId) add(sessionId, "commit");
  const named = [...new Set(all.flatMap(({ facts }) => facts.sessions))];
  for (const id of named.length === 0 ? [] : await deps.agents.sessionsNamed(db, named)) add(id, "trailer");
  const roots = await rootsOf(db, [...via.keys()]);
  const links = new Map<string, Link>();
  for (const [id, way] of via) {
    const sessionId = roots.get(id) ?? id;
    const before = links.get(sessionId);
    if (!before || surest.indexOf(way) < surest.indexOf(before.via)) links.set(sessionId, { workId, sessionId, via: way });
  }
  const ids = [...links.keys()];
  const [sessions, found] =
    ids.length === 0 ? [[], []] : [await deps.agents.findSessions(db, ids), await deps.agents.agentsOfSessions(db, ids)];
  if (pulls.length === 0 && ids.length > 0)
    commits.set(
      "",
      (await findCommits(db, { sessions: ids })).filter(({ at }) => isDuring(at, tasks, parts)),
    );
  return {
    ...{ parts, pulls, tasks, commits, sessions },
    // What is gone (the demo fleet's) is linked with nothing.
    links: [...links.values()].filter(({ sessionId }) => sessions.some(({ id }) => id === sessionId)),
    agents: new Map(found.map(({ sessionId, agent }) => [sessionId, agent])),
  };
};

/** A run may work on one task after the other: a commit is of the one that was under way. */
const isDuring = (at: Date, tasks: readonly Task[], parts: readonly PartRow[]): boolean => {
  const accepted = Math.max(0, ...parts.flatMap((part) => part.acceptedAt?.getTime() ?? []));
  const times = tasks.flatMap(({ startedAt, endedAt }) =>
    startedAt ? [{ from: Date.parse(startedAt), to: endedAt ? Date.parse(endedAt) : accepted }] : [],
  );
  return times.length === 0 ? at.getTime() <= accepted : times.some(({ from, to }) => at.getTime() >= from && at.getTime() <= to);
};

/** A branch may be used again: what is of before the merge of the one before is of that one. */
const mergesBefore = async (db: Db, pulls: readonly PartRow[]): Promise<ReadonlyMap<string, Date>> => {
  const branches = pulls.flatMap(({ branch }) => branch ?? []).filter(isOwnBranch);
  const others = branches.length === 0 ? [] : await findPulls(db, { branches });
  return new Map(
    pulls.flatMap(({ ref, branch, acceptedAt }) => {
      const before = others.flatMap((other) =>
        other.ref !== ref && other.branch === branch && other.acceptedAt && (!acceptedAt || other.acceptedAt < acceptedAt)
          ? other.acceptedAt
          : [],
      );
      return before.length === 0 ? [] : [[ref, new Date(Math.max(...before.map((at) => at.getTime())))] as const];
    }),
  );
};

const commitsOf = async (db: Db, pulls: readonly PartRow[], since: ReadonlyMap<string, Date>): Promise<Map<string, CommitRow[]>> => {
  const branches = pulls.flatMap(({ branch }) => branch ?? []).filter(isOwnBranch);
  const shas = pulls
    .flatMap(({ mergeCommit, facts }) => [mergeCommit, facts.kind === "pull_request" ? facts.headSha : undefined])
    .filter((sha) => sha != null);
  const all = pulls.length === 0 ? [] : await findCommits(db, { branches, shas });
  return new Map(
    pulls.map(({ ref, branch, acceptedAt, mergeCommit, facts }) => [
      ref,
      all.filter(
        ({ sha, branches: seen, at }) =>
          sha === mergeCommit ||
          (facts.kind === "pull_request" && sha === facts.headSha) ||
          (branch !== null &&
            isOwnBranch(branch) &&
            seen.includes(branch) &&
            at > (since.get(ref) ?? 0) &&
            (!acceptedAt || at <= acceptedAt)),
      ),
    ]),
  );
};

const wantedTraces = (parts: readonly PartRow[]): { kind: TraceKind; ref: string }[] =>
  parts.flatMap(({ kind, ref, branch }): { kind: TraceKind; ref: string }[] => {
    if (kind === "workflow") return [];
    if (kind !== "pull_request") return [{ kind, ref }];
    return [{ kind, ref }, ...(branch !== null && isOwnBranch(branch) ? [{ kind: "branch" as const, ref: branch }] : [])];
  });

/** Seen in the branch while it was this one's: after the merge before, and not only after its own. */
const isOf = ({ kind, ref, at, lastAt }: TraceRow, pulls: readonly PartRow[], since: ReadonlyMap<string, Date>): boolean =>
  kind !== "branch" ||
  pulls.some(
    (pull) =>
      pull.branch === ref &&
      (!pull.acceptedAt || at <= pull.acceptedAt) &&
      (since.get(pull.ref) === undefined || lastAt > (since.get(pull.ref) as Date)),
  );
