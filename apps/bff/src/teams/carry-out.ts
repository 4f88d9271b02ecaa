import { DomainError } from "../platform/errors.ts";
import type { Work } from "../platform/db/database.ts";
import { giveBack } from "./give-back.ts";
import { giveTask } from "./give-task.ts";
import { deleteUnasked, membersOf, putAsked, updateMember, type MemberRow } from "./members.repository.ts";
import { roomsOf } from "./rooms.ts";
import { spread } from "./spread.ts";
import { findTeams, lockTeam, type TeamRow } from "./teams.repository.ts";
import { startSeconds, tendQueue, type Act, type TeamsDeps } from "./teams.types.ts";

/** A place that was refused is asked for again then, where the team is kept at strength. */
const refusedMs = 60_000;
const stopSeconds = 60;

/**
 * Does what was decided and written down. Each act has a key of its own, so whoever does it twice, here or in another
 * process, does it once.
 */
export const carryOut =
  (deps: TeamsDeps) =>
  async (teamId: string, act: Act): Promise<void> => {
    if (act.kind === "start") return start(deps, teamId, act);
    if (act.kind === "give_back") return giveBack(deps, teamId, act);
    if (act.kind === "task") return giveTask(deps, teamId, act.by);
    const { hostId, processId, key } = act.kind === "stop" ? act : { hostId: "", processId: "", key: "" };
    const done =
      act.kind === "stop"
        ? deps.controls.requestAs(
            { by: act.by, callerId: teamId },
            { kind: "stop", hostId, processId, count: 1, reason: "Its team is dissolved", timeoutSeconds: stopSeconds },
            key,
          )
        : deps.controls.cancelAs(act.by, act.commandId);
    // Somebody else is about it, or it has ended meanwhile: the next look tells.
    await done.catch(expected);
  };

export const expected = (error: unknown): undefined => {
  if (!(error instanceof DomainError)) throw error;
  return undefined;
};

type Start = Extract<Act, { kind: "start" }>;

const start = async (deps: TeamsDeps, teamId: string, act: Start): Promise<void> => {
  const { db } = deps.database;
  const [team] = await findTeams(db, [teamId]);
  const member = (await membersOf(db, [teamId])).find(({ id }) => id === act.memberId);
  if (!team || !member) return;
  const place = await placeOf(deps, member);
  if ("why" in place) return refused(deps, { team, act, why: place.why });
  try {
    const { commands } = await deps.controls.requestAs(
      { by: act.by, callerId: teamId },
      { kind: "start", ...place, count: 1, reason: `Team ${team.name}`, timeoutSeconds: startSeconds },
      `${member.id}/${act.attempt}`,
    );
    const [command] = commands;
    if (command) await noteAsked(deps, { team, act, place, command });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await refused(deps, { team, act, why: error.detail ?? error.message });
  }
};

type Place = { hostId: string; profile: string };

/** Where it runs; found now for one that had no place before. */
const placeOf = async (deps: TeamsDeps, { hostId, profile, wish }: MemberRow): Promise<Place | { why: string }> => {
  if (hostId !== null && profile !== null) return { hostId, profile };
  const { places, short } = spread([{ ...wish, count: 1 }], await roomsOf(deps, deps.database.db));
  return places[0] ? { hostId: places[0].hostId, profile: places[0].profile } : { why: short[0]?.why ?? "There is no place for it." };
};

type Asked = { id: string; processId?: string | undefined; subject: string };

const noteAsked = (
  deps: TeamsDeps,
  { team, act, place, command }: { team: TeamRow; act: Start; place: Place; command: Asked },
): Promise<void> =>
  deps.database.transaction(async (work) => {
    await lockTeam(work.db, team.id);
    const member = await memberIn(work, team.id, act.memberId);
    if (!member) return;
    const { memberId, attempt, by } = act;
    await putAsked(work.db, {
      ...{ memberId, attempt, teamId: team.id, by, askedAt: deps.clock() },
      ...{ commandId: command.id, processId: command.processId ?? null, agentName: command.subject },
    });
    if (member.attempt > attempt) return;
    const first = member.attempt < attempt || member.starts < attempt;
    await updateMember(work.db, memberId, {
      ...place,
      attempt,
      ...(first ? { starts: member.starts + 1, state: "starting", problem: null, agentName: command.subject, agentId: null } : {}),
    });
    await deps.feed.append(work, { kind: "team", entityId: team.id });
  });

const memberIn = async (work: Work, teamId: string, memberId: string) =>
  (await membersOf(work.db, [teamId])).find(({ id }) => id === memberId);

/** It was not asked for: the place stays open, with the reason. */
const refused = (deps: TeamsDeps, { team, act: { memberId, attempt }, why }: { team: TeamRow; act: Start; why: string }): Promise<void> =>
  deps.database.transaction(async (work) => {
    const now = await lockTeam(work.db, team.id);
    if (!now || !(await deleteUnasked(work.db, { memberId, attempt }))) return;
    const nextTryAt = now.keep && now.state === "active" ? new Date(deps.clock().getTime() + refusedMs) : null;
    await updateMember(work.db, memberId, { attempt: attempt - 1, state: "waiting", problem: why, nextTryAt });
    if (nextTryAt) await deps.jobs.enqueue(work, tendQueue, { id: team.id }, { startAfter: nextTryAt });
    await deps.feed.append(work, { kind: "team", entityId: team.id });
  });
