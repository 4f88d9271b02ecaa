import type { Command } from "@beckon/contracts/controls";
import type { KnownHost, KnownProcess } from "../hosts/hosts.types.ts";
import type { Work } from "../platform/db/database.ts";
import { dissolving } from "./dissolving.ts";
import { insertStart, membersOf, startsToSee, updateMember, updateStart, type MemberRow, type StartRow } from "./members.repository.ts";
import { stepMember, type MemberStep } from "./member-step.ts";
import { givenUpQuestion } from "./question-words.ts";
import { insertQuestion } from "./questions.repository.ts";
import { readStart, type Seen } from "./read-start.ts";
import { lockTeam, type TeamRow } from "./teams.repository.ts";
import { hourMs, itself, tendQueue, type Act, type TeamsDeps } from "./teams.types.ts";

/** One team with all that is known of it now; locked. */
export type Sight = {
  team: TeamRow;
  members: MemberRow[];
  starts: StartRow[];
  seen: ReadonlyMap<StartRow, Seen>;
  processes: ReadonlyMap<string, KnownProcess>;
  commands: readonly Command[];
  hosts: ReadonlyMap<string, KnownHost>;
  now: Date;
};
export type Looked = { acts: Act[]; questions: string[] };

/** Writes down what became of a team, and says what is to be done now. */
export const look = async (deps: TeamsDeps, work: Work, id: string): Promise<Looked> => {
  const team = await lockTeam(work.db, id);
  if (!team || team.state === "off" || team.state === "dissolved") return { acts: [], questions: [] };
  const sight = await see(deps, work, team);
  const told = await noteStarts(deps, work, sight);
  const own = team.state === "dissolving" ? await dissolving(deps, work, sight) : await active(deps, work, sight);
  if (told || own.changed) await deps.feed.append(work, { kind: "team", entityId: id });
  return own;
};

const see = async (deps: TeamsDeps, work: Work, team: TeamRow): Promise<Sight> => {
  const now = deps.clock();
  const members = await membersOf(work.db, [team.id]);
  const starts = await startsToSee(work.db, team.id, new Date(now.getTime() - hourMs));
  const ids = starts.flatMap(({ processId }) => processId ?? []);
  const processes = new Map((await deps.hosts.processes(work.db, ids)).map((process) => [process.id, process]));
  const commands = await deps.controls.ofProcesses(work.db, ids);
  const byProcess = Map.groupBy(commands, ({ processId }) => processId);
  const seen = new Map(
    starts.map((start) => {
      const { commandId, processId } = start;
      const process = processId === null ? undefined : processes.get(processId);
      return [start, readStart({ commandId, process, commands: byProcess.get(processId ?? "") ?? [], now })];
    }),
  );
  const hosts = new Map((await deps.hosts.all(work.db)).map((host) => [host.id, host]));
  return { team, members, starts, seen, processes, commands, hosts, now };
};

/** What is known of the starts now and was not before. */
const noteStarts = async (deps: TeamsDeps, work: Work, { members, starts, seen }: Sight): Promise<boolean> => {
  let told = false;
  for (const start of starts) {
    const { startedAt, sessionId, end } = seen.get(start) as Seen;
    const changes = {
      startedAt: startedAt ?? start.startedAt,
      sessionId: sessionId ?? start.sessionId,
      endedAt: end?.at ?? null,
      failed: end?.failed ?? null,
      words: end?.words ?? null,
    };
    if (isSame(start, changes)) continue;
    await updateStart(work.db, start, changes);
    if (changes.sessionId !== null && changes.sessionId !== start.sessionId) {
      const [found] = await deps.agents.agentsOfSessions(work.db, [changes.sessionId]);
      const member = members.find(({ id, attempt }) => id === start.memberId && attempt === start.attempt);
      if (found && member) {
        member.agentId = found.agent.id;
        await updateMember(work.db, member.id, { agentId: found.agent.id });
      }
    }
    Object.assign(start, changes);
    told = true;
  }
  return told;
};

const isSame = <T extends object>(row: T, changes: Partial<T>): boolean =>
  Object.entries(changes).every(([name, value]) => {
    const before = row[name as keyof T];
    return before instanceof Date && value instanceof Date ? before.getTime() === value.getTime() : before === value;
  });

const active = async (deps: TeamsDeps, work: Work, sight: Sight): Promise<Looked & { changed: boolean }> => {
  const { team, members, starts, seen, hosts, now } = sight;
  const maintenance = (await deps.maintenance?.(work.db)) ?? false;
  const some = [...hosts.values()].some(({ connected }) => connected);
  const found: Looked & { changed: boolean } = { acts: [], questions: [], changed: false };
  for (const member of members) {
    const own = starts.filter(({ memberId }) => memberId === member.id);
    const last = own.find(({ attempt }) => attempt === member.attempt);
    const unasked = last && last.commandId === null && last.endedAt === null;
    if (unasked) {
      // Whoever wrote it down did not come to ask for it.
      if (!maintenance) found.acts.push({ kind: "start", memberId: member.id, attempt: last.attempt, by: last.by });
      continue;
    }
    const connected = member.hostId === null ? some : (hosts.get(member.hostId)?.connected ?? false);
    const past = own.flatMap(({ attempt, askedAt, endedAt, failed }) =>
      endedAt && attempt > member.forgiven ? { askedAt, endedAt, failed: failed ?? false } : [],
    );
    const step = stepMember({ team, member, seen: last && seen.get(last), past, connected, maintenance, now });
    if (await take(deps, work, { sight, member, step, found })) found.changed = true;
  }
  if (needsTask(team, members)) found.acts.push({ kind: "task", by: team.by ?? itself(`team ${team.name}`) });
  return found;
};

type Taking = { sight: Sight; member: MemberRow; step: MemberStep; found: Looked };

const take = async (deps: TeamsDeps, work: Work, { sight: { team, now }, member, step, found }: Taking): Promise<boolean> => {
  const { changes, start, giveUp } = step;
  if (start) {
    const attempt = member.attempt + 1;
    const by = member.due && team.by && team.origin === "person" && member.starts === 0 ? team.by : itself(`team ${team.name}`);
    await insertStart(work.db, { memberId: member.id, attempt, teamId: team.id, by, askedAt: now });
    await updateMember(work.db, member.id, { attempt, state: "starting", problem: null, due: false, nextTryAt: null });
    found.acts.push({ kind: "start", memberId: member.id, attempt, by });
    return true;
  }
  if (giveUp) {
    const question = givenUpQuestion({ team, member, giveUp, now });
    if (await insertQuestion(work.db, question)) found.questions.push(question.key);
  }
  if (isSame(member, changes)) return false;
  await updateMember(work.db, member.id, changes);
  if (changes.nextTryAt && changes.nextTryAt.getTime() !== member.nextTryAt?.getTime())
    await deps.jobs.enqueue(work, tendQueue, { id: team.id }, { startAfter: changes.nextTryAt });
  return true;
};

const lives = new Set(["running", "paused"]);
const needsTask = (team: TeamRow, members: readonly MemberRow[]): boolean =>
  (team.taskWanted !== null && team.taskId === null) ||
  (team.taskId !== null && team.taskMember === null && members.some(({ agentId, state }) => agentId !== null && lives.has(state)));
