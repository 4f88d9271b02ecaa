import { leaderOfRecord, Refused, watchedOf } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { holdMembers } from "./hold-members.ts";
import { hasEnded } from "./record.ts";

/** Makes a process and all that belongs to it stand still, or go on; the process table is asked whether it does. */
export async function holdProcess(acting: Acting, { id, still }: { id: string; still: boolean }): Promise<string> {
  const { machine, table, wait } = acting;
  const watched = watchedOf(acting, id);
  machine.look(watched);
  const { record } = watched;
  if (hasEnded(record)) throw new Refused("it has ended");
  if (!record.leader || record.state === "stopping") throw new Refused(`it is ${record.state}`);
  const { members, others } = await holdMembers({ table, leader: leaderOfRecord(record), still, wait });
  machine.look(watched);
  if (members === 0) throw new Refused("it has ended meanwhile");
  if (others > 0) throw new Refused(`${others} of its ${members} processes ${still ? "do not stand still" : "do not go on"}`);
  const now = still ? ["stands still", "stand still"] : ["goes on", "go on"];
  return members === 1 ? `its process ${now[0]}` : `all ${members} of its processes ${now[1]}`;
}
