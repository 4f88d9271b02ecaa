import type { Signal } from "@beckon/contracts/signals";
import type { OpenSession } from "../agents/locate.ts";
import type { Fact, Reaction } from "../signals/reactions.ts";
import type { OutcomeFact, OutcomesDeps } from "./outcomes.types.ts";
import { branchRef, isEveryday, isSha, pullRefOf } from "./refs.ts";
import { createLately, tell } from "./tell.ts";

/** Where runs were seen and what they told of their commits; GitHub's own word of both comes by another way. */
export const createReaction = (deps: OutcomesDeps): Reaction => {
  const isNews = createLately();
  return {
    kinds: new Set<Signal["kind"]>(["session.started", "session.described", "commit.made", "pull_request.changed"]),
    apply: (work, facts) =>
      tell(
        deps,
        work,
        facts.filter(({ signal }) => signal.source !== "github").flatMap((fact) => read(fact, isNews)),
      ),
    rehome: (work, moved) =>
      tell(
        deps,
        work,
        moved.flatMap(({ sessionId, parentId }) => (parentId ? [{ what: "family" as const, sessionId, parentId }] : [])),
      ),
    opened: (work, runs) => tell(deps, work, runs.flatMap(familyOf)),
  };
};

const familyOf = ({ row }: OpenSession): OutcomeFact[] =>
  row.parentId ? [{ what: "family", sessionId: row.id, parentId: row.parentId }] : [];

const read = ({ signal, open }: Fact, isNews: (key: string) => boolean): OutcomeFact[] => {
  const sessionId = open.row.id;
  const placed = signal.kind === "session.started" || signal.kind === "session.described" ? signal.data : undefined;
  const { repository } = open.state;
  // As this very word has it: several of one batch may each tell of another branch.
  const branch = placed?.branch ?? open.state.branch;
  const seen = (name: string | undefined): OutcomeFact[] => {
    if (repository === undefined || name === undefined || isEveryday(name)) return [];
    const ref = branchRef(repository, name);
    return isNews(`${sessionId}\n${ref}`) ? [{ what: "trace", sessionId, kind: "branch", ref, at: signal.at }] : [];
  };
  const tasks =
    signal.task?.startsWith("tk_") && isNews(`${sessionId}\n${signal.task}`) ? [taskTrace(sessionId, signal.task, signal.at)] : [];
  if (signal.kind === "commit.made") {
    const { sha, message = "" } = signal.data;
    const own = signal.data.branch ?? branch;
    if (!isSha(sha)) return seen(own);
    const commits = [{ sha, at: signal.at, message, byAgent: false }];
    return [
      ...seen(own),
      ...tasks,
      { what: "commits", sessionId, commits, ...(repository ? { repository } : {}), ...(own ? { branch: own } : {}) },
    ];
  }
  if (signal.kind === "pull_request.changed") {
    const ref = pullRefOf(signal.data.url);
    return ref && isNews(`${sessionId}\n${ref}`) ? [{ what: "trace", sessionId, kind: "pull_request", ref, at: signal.at }] : [];
  }
  return [...seen(branch), ...tasks];
};

const taskTrace = (sessionId: string, ref: string, at: string): OutcomeFact => ({ what: "trace", sessionId, kind: "task", ref, at });
