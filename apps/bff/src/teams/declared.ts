import type { HostTeam } from "@beckon/contracts/hosts";
import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { deleteMember, insertMembers, membersOf, updateMember } from "./members.repository.ts";
import { deleteTeam, insertTeam, lockDeclared, updateTeam, type TeamRow } from "./teams.repository.ts";
import { tendQueue, type TeamsDeps } from "./teams.types.ts";

type Host = { id: string; name: string };

/** A machine's configuration names these teams: each is shown, and starts nothing until a person has switched it on. */
export const declared =
  (deps: Pick<TeamsDeps, "clock" | "feed" | "jobs" | "audit">) =>
  async (work: Work, host: Host, told: readonly HostTeam[]): Promise<void> => {
    const before = await lockDeclared(work.db, host.id);
    const actor: Actor = { kind: "agent", name: host.name };
    // Of two of one name the first counts.
    const wanted = new Map(told.toReversed().map((one) => [one.name, one]));
    for (const row of before) if (!wanted.has(row.name)) await drop(deps, work, { row, actor });
    for (const one of wanted.values()) {
      const row = before.find(({ name }) => name === one.name);
      const id = row?.id ?? (await add(deps, work, { host, one }));
      const changed = await putMembers(work, { id, host, one, now: deps.clock() });
      if (row && !changed && !row.undeclared && row.restartsPerHour === one.restartsPerHour) continue;
      await updateTeam(work.db, id, { undeclared: false, restartsPerHour: one.restartsPerHour });
      await deps.audit.append(work, {
        actor,
        action: "team.declared",
        subject: id,
        detail: { name: one.name, members: one.members.map(({ profile, strength }) => `${strength} ${profile}`) },
      });
      await deps.feed.append(work, { kind: "team", entityId: id });
      if (row?.state === "active") await deps.jobs.enqueue(work, tendQueue, { id });
    }
  };

type Deps = Pick<TeamsDeps, "clock" | "feed" | "jobs" | "audit">;

const add = async (deps: Deps, work: Work, { host, one }: { host: Host; one: HostTeam }): Promise<string> => {
  const now = deps.clock();
  const id = newId("tm", now.getTime());
  await insertTeam(work.db, {
    ...{
      id,
      name: one.name,
      origin: "config",
      hostId: host.id,
      state: "off",
      keep: false,
      restartsPerHour: one.restartsPerHour,
      createdAt: now,
    },
    searchText: [one.name, host.name, ...one.members.map(({ profile }) => profile)].join("\n").toLowerCase(),
  });
  return id;
};

/** What runs goes on; it is kept no more. One that nobody had switched on is forgotten. */
const drop = async (deps: Deps, work: Work, { row, actor }: { row: TeamRow; actor: Actor }): Promise<void> => {
  if (row.state === "off") {
    await deleteTeam(work.db, row.id);
    await deps.feed.append(work, { kind: "team", entityId: row.id, deleted: true });
    return;
  }
  if (row.undeclared) return;
  await updateTeam(work.db, row.id, { undeclared: true, keep: false });
  await deps.audit.append(work, { actor, action: "team.declared_no_more", subject: row.id, detail: { name: row.name } });
  await deps.feed.append(work, { kind: "team", entityId: row.id });
};

type Putting = { id: string; host: Host; one: HostTeam; now: Date };

/** So many places of each profile; whether there were others before. A place too many stays while somebody is in it. */
const putMembers = async (work: Work, { id, host, one, now }: Putting): Promise<boolean> => {
  const all = await membersOf(work.db, [id]);
  const strengths = new Map<string, number>();
  for (const { profile, strength } of one.members) strengths.set(profile, (strengths.get(profile) ?? 0) + strength);
  let changed = false;
  for (const member of all) {
    const left = strengths.get(member.profile ?? "") ?? 0;
    strengths.set(member.profile ?? "", left - 1);
    const surplus = left <= 0;
    if (surplus && member.starts === 0 && member.attempt === 0) {
      await deleteMember(work.db, member.id);
      changed = true;
    } else if (surplus !== member.surplus) {
      await updateMember(work.db, member.id, { surplus });
      changed = true;
    }
  }
  let place = Math.max(-1, ...all.map((member) => member.place));
  const fresh = [...strengths].flatMap(([profile, left]) =>
    Array.from({ length: Math.max(0, left) }, () => ({
      ...{ id: newId("mb", now.getTime()), teamId: id, place: (place += 1), wish: { profile, hostId: host.id } },
      ...{ profile, hostId: host.id, state: "waiting" as const },
    })),
  );
  await insertMembers(work.db, fresh);
  return changed || fresh.length > 0;
};
