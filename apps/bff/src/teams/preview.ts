import type { TeamPreview, TeamWish } from "@beckon/contracts/teams";
import { roomsOf } from "./rooms.ts";
import { spread } from "./spread.ts";
import type { TeamsDeps } from "./teams.types.ts";

/** What would run where now, and what would not, and why. */
export const preview =
  (deps: Pick<TeamsDeps, "database" | "hosts" | "controls">) =>
  async (wishes: readonly TeamWish[]): Promise<TeamPreview> => {
    const { db } = deps.database;
    const rooms = await roomsOf(deps, db);
    const { places, short } = spread(wishes, rooms);
    const hosts = new Map((await deps.hosts.all(db)).map((host) => [host.id, host]));
    const groups = Map.groupBy(places, ({ wish, hostId, profile }) => JSON.stringify([wish, hostId, profile]));
    return {
      places: [...groups.values()].flatMap((group) => {
        const [{ wish, hostId, profile: name }] = group as [(typeof group)[number]];
        const host = hosts.get(hostId);
        const profile = host?.profiles.find((one) => one.name === name);
        const free = rooms.find(({ id }) => id === hostId)?.profiles.find((one) => one.name === name)?.free ?? 0;
        if (!host || !profile) return [];
        const { role, command, folder, worktree } = profile;
        return [
          {
            wish,
            count: group.length,
            hostId,
            hostName: host.name,
            profile: name,
            ...(role ? { role } : {}),
            command,
            folder,
            worktree,
            free,
          },
        ];
      }),
      short,
    };
  };
