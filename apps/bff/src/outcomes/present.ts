import type { Outcome } from "@beckon/contracts/outcomes";
import type { Db } from "../platform/db/database.ts";
import { costsOf, noCost } from "./costs.ts";
import { isOwnBranch } from "./reverters.ts";
import type { OutcomeRow } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { partsOfWorks, type PartRow } from "./parts.repository.ts";
import { findCommits, linksOf, type CommitRow } from "./traces.repository.ts";

const mostCommits = 50;

/** Outcomes as people see them: with their runs, their commits and what they cost by now. */
export const present = async (deps: OutcomesDeps, db: Db, rows: readonly OutcomeRow[]): Promise<Outcome[]> => {
  if (rows.length === 0) return [];
  const workIds = rows.map(({ workId }) => workId);
  const links = Map.groupBy(await linksOf(db, workIds), ({ workId }) => workId);
  const parts = Map.groupBy(await partsOfWorks(db, workIds), ({ workId }) => workId);
  const sessionIds = [...new Set([...links.values()].flat().map(({ sessionId }) => sessionId))];
  const { byOutcome, shared } = await costsOf(deps, db, { only: sessionIds });
  const shares = new Map(shared.map(({ sessionId, outcomes }) => [sessionId, outcomes.length]));
  const agents = new Map(
    (await deps.agents.find(db, [...new Set(rows.flatMap(({ agentId }) => agentId ?? []))])).map((one) => [one.id, one.name]),
  );
  const commits = await commitsFor(db, [...parts.values()].flat(), sessionIds);
  const rework = await reworkOf(deps, db, rows);
  return rows.map((row): Outcome => {
    const own = parts.get(row.workId) ?? [];
    const linked = links.get(row.workId) ?? [];
    const agent = row.agentId === null ? undefined : agents.get(row.agentId);
    return {
      id: row.id,
      source: row.source,
      title: row.title,
      ...some("url", row.url),
      taskType: row.taskType,
      acceptedAt: row.acceptedAt.toISOString(),
      acceptedBy: row.acceptedBy,
      ...(row.agentId !== null && agent !== undefined ? { agent: { id: row.agentId, name: agent } } : {}),
      ...{ ...some("role", row.role), ...some("team", row.team), ...some("model", row.model), ...some("project", row.project) },
      parts: own.map(toPart),
      sessions: linked.map(({ sessionId, via }) => ({ id: sessionId, via, share: shares.get(sessionId) ?? 1 })),
      commits: commits(
        own,
        linked.map(({ sessionId }) => sessionId),
      ),
      cost: byOutcome.get(row.id) ?? noCost(),
      hours: row.p10 === null || row.p50 === null || row.p90 === null ? null : { p10: row.p10, p50: row.p50, p90: row.p90 },
      ...some("grade", row.grade),
      ...some("basis", row.basis),
      agentShare: row.agentShare,
      agentShareFrom: row.agentShareFrom,
      counterfactual: row.counterfactual as Outcome["counterfactual"],
      durability: {
        d: row.d,
        state: row.state,
        ...row.durability,
        ...(row.checkedAt ? { checkedAt: row.checkedAt.toISOString() } : {}),
        ...(row.nextAt ? { nextAt: row.nextAt.toISOString() } : {}),
      },
      ...some("reworkMicros", rework.get(row.id)),
      ...some("reviewMinutes", row.reviewMinutes),
      ...some("declaredReviewMinutes", row.given.declaredReviewMinutes),
      ...(row.holdOut ? { holdOut: true } : {}),
      ...some("withdrawn", row.withdrawn),
      ...(row.demo ? { demo: true } : {}),
      version: row.version,
    };
  });
};

export const presentOne = async (deps: OutcomesDeps, db: Db, row: OutcomeRow): Promise<Outcome> =>
  (await present(deps, db, [row]))[0] as Outcome;

const some = <K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

const toPart = ({ kind, ref, facts, acceptedAt }: PartRow): Outcome["parts"][number] => ({
  kind,
  ref,
  ...(facts.title ? { title: facts.title } : {}),
  ...(facts.url?.startsWith("https://") ? { url: facts.url } : {}),
  ...(acceptedAt ? { acceptedAt: acceptedAt.toISOString() } : {}),
});

const commitsFor = async (db: Db, parts: readonly PartRow[], sessions: readonly string[]) => {
  const all = await findCommits(db, {
    branches: parts.flatMap(({ branch }) => branch ?? []).filter(isOwnBranch),
    shas: parts.flatMap(({ mergeCommit }) => mergeCommit ?? []),
    sessions,
  });
  const isOf = ({ sha, branches, sessionId, at }: CommitRow, own: readonly PartRow[], linked: readonly string[]) => {
    const pulls = own.filter(({ kind }) => kind === "pull_request");
    if (pulls.length === 0) return sessionId !== null && linked.includes(sessionId);
    return pulls.some(
      ({ mergeCommit, branch, acceptedAt }) =>
        sha === mergeCommit || (branch !== null && isOwnBranch(branch) && branches.includes(branch) && (!acceptedAt || at <= acceptedAt)),
    );
  };
  return (own: readonly PartRow[], linked: readonly string[]): Outcome["commits"] =>
    all
      .filter((commit) => isOf(commit, own, linked))
      .slice(0, mostCommits)
      .map(({ sha, sessionId, at }) => ({ sha, at: at.toISOString(), ...(sessionId ? { sessionId } : {}) }));
};

/** Runs that took it back and did nothing else. */
const reworkOf = async (deps: OutcomesDeps, db: Db, rows: readonly OutcomeRow[]): Promise<Map<string, number>> => {
  const ids = [...new Set(rows.flatMap(({ reworkSessions }) => reworkSessions))];
  const used = new Map((await deps.usage.bySession(db, { ids })).map((one) => [one.sessionId, one]));
  return new Map(
    rows.flatMap(({ id, reworkSessions }) => {
      const known = reworkSessions.flatMap((session) => used.get(session) ?? []).filter(({ priced }) => priced > 0);
      return known.length === 0 ? [] : [[id, known.reduce((sum, { micros }) => sum + micros, 0)] as const];
    }),
  );
};
