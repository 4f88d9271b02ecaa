import type { Outcome } from "@beckon/contracts/outcomes";
import type { Db } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { hoursOf, type Declared, type Estimate } from "./baseline.ts";
import { findEstimates, findHoldOuts, type BaselineRow } from "./baselines.repository.ts";
import { judge, type Landed } from "./durability.ts";
import type { Gathered } from "./gather.ts";
import { estimateOf } from "./on-tasks.ts";
import { findingsOf, type OutcomeRow } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import type { PartRow } from "./parts.repository.ts";
import { loadReverters } from "./reverters.ts";
import { taskTypeOf, type TypeWords } from "./task-type.ts";
import { incidentsOf, linksOf } from "./traces.repository.ts";

export type Shared = {
  declared: readonly BaselineRow[];
  measured: ReadonlyMap<string, number[]>;
  words: TypeWords;
  now: Date;
};
type Drawing = { known: Gathered; before: OutcomeRow | undefined; shared: Shared };

const all = 1_000_000;

/** The outcome of a work, from everything that is known of it; none as long as nobody accepted it, or no agent took part. */
export const drawUp = async (deps: OutcomesDeps, db: Db, { known, before, shared }: Drawing): Promise<OutcomeRow | undefined> => {
  const first = firstAccepted(known);
  if (!first && !before) return undefined;
  const acceptedAt = first?.acceptedAt ?? (before as OutcomeRow).acceptedAt;
  const given = before?.given ?? {};
  const { parts, pulls, tasks } = known;
  const lead = first ?? parts[0];
  const title = given.title ?? titleOf(lead, known) ?? before?.title ?? "";
  const isHeldOut =
    (
      await findHoldOuts(
        db,
        tasks.map(({ id }) => id),
      )
    ).length > 0;
  const taskType = given.taskType ?? typeOf(known, shared.words);
  const who = await whoOf(deps, db, known);
  const hours = hoursOf({
    given: given.hours,
    measured: isHeldOut ? [] : (shared.measured.get(taskType) ?? []),
    estimates: await estimatesOf(db, known),
    declared: declaredOf(shared.declared, taskType),
    beganAt: beganAt(known) ?? acceptedAt,
  });
  const stands = await durabilityOf(db, known, { acceptedAt, now: shared.now, id: before?.id });
  const url = parts.map(({ facts }) => facts.url).find((one) => one?.startsWith("https://"));
  const share = shareOf(known);
  return {
    ...(before ?? fresh(known, shared.now)),
    workId: parts[0]?.workId ?? (before as OutcomeRow).workId,
    source: first?.kind ?? (before as OutcomeRow).source,
    title,
    url: url ?? null,
    taskType,
    acceptedAt,
    acceptedBy: first?.acceptedBy ?? (before as OutcomeRow).acceptedBy,
    ...who,
    p10: hours?.triple.p10 ?? null,
    p50: hours?.triple.p50 ?? null,
    p90: hours?.triple.p90 ?? null,
    grade: hours?.grade ?? null,
    basis: hours?.basis ?? null,
    ...(given.agentShare !== undefined
      ? { agentShare: given.agentShare, agentShareFrom: "person" as const }
      : isHeldOut
        ? { agentShare: 0, agentShareFrom: "hold_out" as const }
        : share),
    counterfactual: given.counterfactual ?? all,
    ...stands,
    reviewMinutes: reviewOf(pulls),
    holdOut: isHeldOut,
    searchText: [title, taskType, who.project, ...parts.map(({ ref, facts }) => `${ref} ${facts.title}`)]
      .join(" ")
      .toLowerCase()
      .slice(0, 4_000),
  };
};

const fresh = ({ parts }: Gathered, now: Date) => ({
  id: newId("oc", now.getTime()),
  ...{ given: {}, withdrawn: null, mergedInto: null, callerId: null, idempotencyKey: null, inputHash: null },
  demo: parts.some(({ demo }) => demo),
  version: 1,
});

/** The first part that somebody accepted. A revert is nobody's result, and what people merged by themselves is not the agents'. */
const firstAccepted = ({ parts, links, tasks }: Gathered): (PartRow & { acceptedAt: Date; acceptedBy: string }) | undefined => {
  const byAgents = links.length > 0 || tasks.some(({ agent }) => agent !== undefined);
  const counts = ({ kind, facts, reverts }: PartRow) =>
    kind !== "pull_request" || (reverts === null && facts.kind === "pull_request" && !facts.isRevert && (byAgents || facts.byAgent));
  const accepted = parts.filter(
    (part): part is PartRow & { acceptedAt: Date; acceptedBy: string } => part.acceptedAt !== null && counts(part),
  );
  return accepted.toSorted((a, b) => a.acceptedAt.getTime() - b.acceptedAt.getTime() || (a.kind + a.ref < b.kind + b.ref ? -1 : 1))[0];
};

const titleOf = (lead: PartRow | undefined, { tasks }: Gathered): string | undefined =>
  (lead?.kind === "task" ? tasks.find(({ id }) => id === lead.ref)?.title : undefined) ??
  (lead?.facts.title || undefined)?.slice(0, 300).toWellFormed();

const typeOf = ({ pulls, tasks, parts }: Gathered, words: TypeWords): string => {
  const facts = pulls.flatMap((pull) => (pull.facts.kind === "pull_request" ? pull.facts : []));
  const said = parts.flatMap((part) => (part.facts.kind === "pull_request" ? [] : (part.facts.taskType ?? [])));
  return (
    said[0] ??
    taskTypeOf(
      {
        labels: [...facts.flatMap(({ labels }) => labels), ...tasks.flatMap(({ labels }) => labels)],
        titles: [...facts.map(({ title }) => title), ...tasks.map(({ title }) => title), ...parts.map((part) => part.facts.title)],
        branches: facts.map(({ head }) => head),
      },
      words,
    )
  );
};

/** Whose it is: of the run that told most of its commits, the first of those that told as many. */
const whoOf = async (deps: OutcomesDeps, db: Db, { sessions, agents, tasks, commits, parts, pulls }: Gathered) => {
  const told = [...commits.values()].flat();
  const count = (id: string) => told.filter(({ sessionId }) => sessionId === id).length;
  const [main] = sessions.toSorted((a, b) => count(b.id) - count(a.id) || (a.startedAt + a.id < b.startedAt + b.id ? -1 : 1));
  const agent = main && agents.get(main.id);
  const [task] = tasks;
  const runs = sessions.flatMap(({ id, startedAt }) => {
    const name = agents.get(id)?.name;
    return name === undefined ? [] : [{ sessionId: id, agent: name, at: new Date(startedAt) }];
  });
  const teams = runs.length === 0 ? undefined : await deps.teamsOf(db, runs);
  const [pull] = pulls;
  const repository = pull?.facts.kind === "pull_request" ? pull.facts.repository.split("/").at(-1) : undefined;
  const own = parts.flatMap(({ facts }) => (facts.kind === "pull_request" ? [] : (facts.project ?? [])))[0];
  return {
    agentId: agent?.id ?? task?.agent?.id ?? null,
    role: agent?.role ?? task?.role ?? null,
    team: (main && teams?.get(main.id)) ?? [...(teams?.values() ?? [])][0] ?? null,
    model: main?.model ?? main?.usage.models[0] ?? task?.model ?? null,
    project: main?.project ?? task?.project ?? own ?? repository ?? null,
  };
};

const estimatesOf = async (db: Db, known: Gathered): Promise<Estimate[]> => {
  const kept = new Map(
    (
      await findEstimates(
        db,
        known.tasks.map(({ id }) => id),
      )
    ).map((row) => [row.taskId, row]),
  );
  const began = beganAt(known);
  return known.tasks.flatMap((task): Estimate[] => {
    const row = kept.get(task.id);
    const said = { by: row?.setBy ?? undefined, setAt: row?.setAt ?? undefined };
    const lockedAt = row?.lockedAt ?? (row?.setAt && began && row.setAt < began ? began : undefined);
    if (row?.hours && lockedAt) return [{ hours: row.hours, ...said, lockedAt }];
    if (row?.hours) return [{ hours: row.hours, ...said }];
    const { estimate } = estimateOf(task);
    return estimate ? [{ hours: estimate }] : [];
  });
};

const declaredOf = (rows: readonly BaselineRow[], taskType: string): Declared[] =>
  rows.filter((row) => row.taskType === taskType).map(({ hours, setAt, setBy }) => ({ hours, setAt, by: setBy.name ?? setBy.kind }));

/** When work on it began: its first run, or the first start of a task. */
const beganAt = ({ sessions, tasks }: Gathered): Date | undefined => {
  const starts = [...sessions.map(({ startedAt }) => startedAt), ...tasks.flatMap(({ startedAt }) => startedAt ?? [])];
  return starts.length === 0 ? undefined : new Date(Math.min(...starts.map((at) => Date.parse(at))));
};

const shareOf = ({ commits, pulls }: Gathered): { agentShare: number; agentShareFrom: Outcome["agentShareFrom"] } => {
  const merges = new Set(pulls.flatMap(({ mergeCommit }) => mergeCommit ?? []));
  const written = [...commits.values()].flat().filter(({ sha }) => !merges.has(sha));
  const ours = written.filter(({ byAgent, sessionId, facts }) => byAgent || sessionId !== null || facts.sessions.length > 0);
  // Where no commit says so the run is known by its branch: people's names stand on what their agents commit.
  if (ours.length === 0) return { agentShare: all, agentShareFrom: "assumed" };
  return { agentShare: Math.floor((all * ours.length) / written.length), agentShareFrom: "commits" };
};

const reviewOf = (pulls: readonly PartRow[]): number | null => {
  const minutes = pulls.flatMap(({ facts, acceptedAt }) =>
    facts.kind === "pull_request" && facts.openedAt && acceptedAt
      ? Math.max(0, Math.round((acceptedAt.getTime() - Date.parse(facts.openedAt)) / 60_000))
      : [],
  );
  return minutes.length === 0 ? null : Math.max(...minutes);
};

const durabilityOf = async (db: Db, { pulls, commits, parts }: Gathered, of: { acceptedAt: Date; now: Date; id: string | undefined }) => {
  const merged = pulls.filter(({ acceptedAt }) => acceptedAt !== null);
  const landed: Landed[] =
    pulls.length > 0
      ? merged.map(({ ref, mergeCommit }) => ({
          key: ref,
          mergeCommit: mergeCommit ?? undefined,
          commits: (commits.get(ref) ?? []).map(({ sha }) => sha),
        }))
      : (commits.get("") ?? []).length > 0
        ? [{ commits: (commits.get("") ?? []).map(({ sha }) => sha) }]
        : [];
  const seeds = landed.flatMap((one) => [
    ...(one.key ? [{ key: one.key, names: [one.key] }] : []),
    ...[one.mergeCommit, ...one.commits].flatMap((sha) => (sha ? [{ key: sha, names: [sha] }] : [])),
  ]);
  const reverters = await loadReverters(db, seeds, new Set(pulls.map(({ ref }) => ref)));
  const incidents = await incidentsOf(
    db,
    pulls.map(({ ref }) => ref),
  );
  const found = of.id ? (await findingsOf(db, [of.id])).map(({ finding }) => finding) : [];
  const { d, state, incident, evidence, checkedAt, nextAt, writtenDownAt } = judge({
    ...{ acceptedAt: of.acceptedAt, now: of.now, landed, findings: found, incidents },
    revertersOf: reverters.of,
  });
  const rework = await linksOf(
    db,
    [...new Set(reverters.pulls.map(({ workId }) => workId))].filter((id) => !parts.some(({ workId }) => workId === id)),
  );
  return {
    ...{ d, state, durability: { incident, evidence } },
    checkedAt: checkedAt ?? null,
    nextAt: nextAt ?? null,
    writtenDownAt: writtenDownAt ?? null,
    reworkSessions: [...new Set(rework.map(({ sessionId }) => sessionId))].toSorted(),
  };
};
