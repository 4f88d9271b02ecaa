import type { Db } from "../platform/db/database.ts";
import type { Room } from "./spread.ts";
import type { TeamsDeps } from "./teams.types.ts";

/** Every machine with the places that are free there. */
export const roomsOf = async ({ hosts, controls }: Pick<TeamsDeps, "hosts" | "controls">, db: Db): Promise<Room[]> => {
  const rooms: Room[] = [];
  for (const { id, name, connected, profiles } of await hosts.all(db)) {
    const used = await controls.inUse(db, id);
    rooms.push({
      ...{ id, name, connected },
      profiles: profiles.map((one) => ({ name: one.name, role: one.role, free: Math.max(0, one.most - (used.get(one.name) ?? 0)) })),
    });
  }
  return rooms;
};
