import type { Work } from "../platform/db/database.ts";
import type { Looked, Sight } from "./look.ts";
import { updateMember, updateStart, type MemberRow, type StartRow } from "./members.repository.ts";
import { openQuestions, updateQuestion } from "./questions.repository.ts";
import { updateTeam } from "./teams.repository.ts";
import { itself, type Act, type TeamsDeps } from "./teams.types.ts";

/** A stop of which nothing came is asked for again no sooner than this. */
const againMs = 30_000;

/** Ends what is left of a team; when nothing is, the team is over. */
export const dissolving = async (deps: TeamsDeps, work: Work, sight: Sight): Promise<Looked & { changed: boolean }> => {
  const { team, members, starts, seen } = sight;
  const by = team.dissolvedBy ?? itself(`team ${team.name}`);
  const acts: Act[] = [];
  let changed = false;
  let open = false;
  for (const member of members) {
    const own = starts.filter(({ memberId }) => memberId === member.id);
    let busy = false;
    for (const start of own) {
      const act = await ending(work, sight, start);
      busy ||= act !== "over";
      if (typeof act === "object") acts.push({ ...act, by });
    }
    const last = own.find(({ attempt }) => attempt === member.attempt);
    const state = (last && seen.get(last)?.state) ?? (member.state === "starting" ? "waiting" : member.state);
    const problem = await problemOf(sight, last, busy);
    if (state !== member.state || problem !== member.problem || member.nextTryAt !== null) {
      await updateMember(work.db, member.id, { state, problem, nextTryAt: null, due: false });
      changed = true;
    }
    if (!busy && givesBack(sight, member)) acts.push({ kind: "give_back", memberId: member.id, by });
    open ||= busy || givesBack(sight, member);
  }
  if (open) return { acts, questions: [], changed };
  await finish(deps, work, sight);
  return { acts, questions: [], changed: true };
};

const givesBack = ({ team }: Sight, { gaveBack, starts }: MemberRow): boolean =>
  team.dissolveTasks === "requeue" && !gaveBack && starts > 0;

type Unsigned = { kind: "stop"; hostId: string; processId: string; key: string } | { kind: "cancel"; commandId: string };

/** What ends one start; `wait` while somebody is about it, `over` when nothing of it is left. */
const ending = async (
  work: Work,
  { processes, commands, hosts, seen, now }: Sight,
  start: StartRow,
): Promise<Unsigned | "wait" | "over"> => {
  const { commandId, processId, memberId, attempt, stops } = start;
  if (seen.get(start)?.end) return "over";
  if (commandId === null || processId === null) {
    await updateStart(work.db, start, { endedAt: now, failed: false, words: "Not asked for any more." });
    return "over";
  }
  const process = processes.get(processId);
  const own = commands.filter((command) => command.processId === processId);
  if (!process) return own.find(({ id }) => id === commandId)?.state === "requested" ? { kind: "cancel", commandId } : "wait";
  const asked = own.findLast(({ kind }) => kind === "stop");
  if (asked && asked.endedAt === undefined) return "wait";
  if (asked?.endedAt && (now.getTime() - Date.parse(asked.endedAt) < againMs || !hosts.get(process.hostId)?.connected)) return "wait";
  await updateStart(work.db, start, { stops: stops + 1 });
  return { kind: "stop", hostId: process.hostId, processId, key: `${memberId}/${attempt}/stop/${stops + 1}` };
};

/** Why it still runs, where a stop came to nothing. */
const problemOf = async ({ commands, seen }: Sight, last: StartRow | undefined, busy: boolean): Promise<string | null> => {
  if (!last) return null;
  if (!busy) return seen.get(last)?.end?.words ?? null;
  const stop = commands.findLast(({ kind, processId }) => kind === "stop" && processId === last.processId);
  if (stop && stop.endedAt === undefined) return "Asked to end.";
  return stop?.state === "failed" || stop?.state === "expired" ? `It was not stopped: ${stop.result ?? stop.state}` : null;
};

const finish = async (deps: TeamsDeps, work: Work, { team, members, now }: Sight): Promise<void> => {
  const declared = team.origin === "config" && !team.undeclared;
  await updateTeam(work.db, team.id, { state: declared ? "off" : "dissolved", endedAt: now });
  for (const { id, surplus, attempt } of members)
    await updateMember(work.db, id, declared && !surplus ? { held: false, forgiven: attempt } : { held: false });
  for (const { key } of await openQuestions(work.db, [team.id])) await updateQuestion(work.db, key, { open: false });
  await deps.budgets.onTeamOver(work, team.id);
  await deps.audit.append(work, {
    actor: team.dissolvedBy ?? itself(`team ${team.name}`),
    action: "team.dissolved",
    subject: team.id,
    detail: { name: team.name, tasks: team.dissolveTasks, givenBack: team.givenBack },
  });
};
