import type { Team, TeamInput, TeamWish } from "@beckon/contracts/teams";
import type { z } from "zod";
import type { teamInput } from "@beckon/contracts/teams";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { taskNotFound } from "../tasks/tasks.errors.ts";
import { insertMembers, type NewMember } from "./members.repository.ts";
import { present } from "./present.ts";
import { roomsOf } from "./rooms.ts";
import { spread } from "./spread.ts";
import { noPlace } from "./teams.errors.ts";
import { findByKey, findTeams, insertTeam, type TeamRow } from "./teams.repository.ts";
import { defaultRestarts, tendQueue, type TeamsDeps } from "./teams.types.ts";

type Made = { team: Team; created: boolean };
type Input = z.output<typeof teamInput>;

/**
 * Makes a team and begins to start it. The same key again is the same team. Where nobody at all could be started, nothing
 * is made; who alone could not is a member that says why.
 */
export const make =
  (deps: TeamsDeps, tend: (id: string) => Promise<void>) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<Made> => {
    const callerId = caller.kind === "device" ? caller.deviceId : caller.kind === "token" ? caller.tokenId : "";
    const asked = { callerId, key, inputHash: sha256(JSON.stringify(input)) };
    const before = await replayed(deps, asked);
    if (before) return before;
    if (input.taskId !== undefined && (await deps.tasks.findAll(deps.database.db, [input.taskId])).length === 0) throw taskNotFound();
    const id = newId("tm", deps.clock().getTime());
    const made = await deps.database.transaction((work) => write(deps, work, { id, caller, input, asked }));
    if (!made) return (await replayed(deps, asked)) as Made;
    await tend(id);
    return { team: await one(deps, id), created: true };
  };

type Asked = { callerId: string; key: string | undefined; inputHash: string };

const replayed = async (deps: TeamsDeps, { callerId, key, inputHash }: Asked): Promise<Made | undefined> => {
  const row = key === undefined ? undefined : await findByKey(deps.database.db, { callerId, key });
  if (!row) return undefined;
  if (row.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new team." });
  return { team: await one(deps, row.id), created: false };
};

export const one = async (deps: Pick<TeamsDeps, "database" | "hosts" | "tasks" | "budgets">, id: string): Promise<Team> =>
  (await present(deps)(deps.database.db, await findTeams(deps.database.db, [id])))[0] as Team;

type Writing = { id: string; caller: Caller; input: Input; asked: Asked };

const write = async (deps: TeamsDeps, work: Work, { id, caller, input, asked }: Writing): Promise<TeamRow | undefined> => {
  const now = deps.clock();
  const actor = actorOf(caller);
  const { places, short } = spread(input.members, await roomsOf(deps, work.db));
  if (places.length === 0) throw noPlace({ detail: [...new Set(short.map(({ why }) => why))].join(" ") });
  const row = await insertTeam(work.db, {
    ...{ id, name: input.name, origin: "person", state: "active", keep: input.keep, restartsPerHour: defaultRestarts },
    ...(input.task ? { taskWanted: input.task } : {}),
    ...(input.taskId ? { taskId: input.taskId } : {}),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...{ by: actor, callerId: asked.callerId, idempotencyKey: asked.key ?? null, inputHash: asked.inputHash },
    ...{ createdAt: now, startedAt: now },
    searchText: searchTextOf(input),
  });
  if (!row) return undefined;
  const profileRole = await rolesOf(deps, work);
  const wanted = input.members.flatMap((wish, index): Omit<NewMember, "place">[] => {
    const { count, ...one } = wish;
    const mine = places.filter((place) => place.wish === index);
    return Array.from({ length: count }, (_, at) => {
      const place = mine[at];
      return {
        ...{ id: newId("mb", now.getTime()), teamId: id, wish: one, due: place !== undefined, state: "waiting" },
        ...roleOf(wish, place && profileRole(place.hostId, place.profile)),
        ...(place
          ? { hostId: place.hostId, profile: place.profile }
          : { profile: one.profile ?? null, problem: short.find((each) => each.wish === index)?.why ?? null }),
      };
    });
  });
  await insertMembers(
    work.db,
    wanted.map((member, place) => ({ ...member, place })),
  );
  if (input.budgetMicros !== undefined)
    await deps.budgets.setOfTeam(work, { teamId: id, name: input.name, since: now, micros: input.budgetMicros, by: actor });
  await deps.audit.append(work, {
    actor,
    action: "team.started",
    subject: id,
    detail: {
      name: input.name,
      members: input.members.map(({ count, role, profile }) => `${count} ${profile ?? role}`),
      ...(input.budgetMicros === undefined ? {} : { budgetMicros: input.budgetMicros }),
      ...(input.keep ? { keep: true } : {}),
      ...(input.reason ? { reason: input.reason } : {}),
    },
  });
  await deps.feed.append(work, { kind: "team", entityId: id });
  await deps.jobs.enqueue(work, tendQueue, { id });
  return row;
};

const rolesOf = async ({ hosts }: Pick<TeamsDeps, "hosts">, work: Work) => {
  const all = await hosts.all(work.db);
  return (hostId: string, profile: string) => all.find(({ id }) => id === hostId)?.profiles.find(({ name }) => name === profile)?.role;
};
const roleOf = (wish: TeamWish, profileRole: string | undefined) => {
  const role = profileRole ?? wish.role;
  return role === undefined ? {} : { role };
};

const searchTextOf = ({ name, members, reason }: TeamInput): string =>
  [name, ...members.flatMap(({ role, profile }) => [role ?? "", profile ?? ""]), reason ?? ""].join("\n").toLowerCase();
