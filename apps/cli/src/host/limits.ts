import { leaderOfRecord } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { endMembers } from "./end-members.ts";
import type { Watched } from "./machine.ts";

const graceMs = 5_000;
const mebibyte = 1_048_576;

/** Ends what has more in memory than its profile allows; why, is told with its end. */
export function createLimits(acting: Acting) {
  const ending = new Set<Watched>();
  const over = (watched: Watched): number | undefined => {
    const { record, figures } = watched;
    const most = acting.config().profiles.find(({ name }) => name === record.profile)?.memoryBytes;
    return most !== undefined && figures !== undefined && figures.memoryBytes > most && record.state === "running" ? most : undefined;
  };
  const end = async (watched: Watched, most: number): Promise<void> => {
    const { machine, table, wait } = acting;
    const [held, may] = [watched.figures?.memoryBytes ?? 0, most].map((bytes) => `${Math.round(bytes / mebibyte)} MB`);
    machine.change(watched, { problem: `it had ${held} in memory, and may have ${may}` });
    await endMembers({ table, leader: leaderOfRecord(watched.record), graceMs, wait });
    machine.look(watched);
  };
  return {
    enforce: (): void => {
      for (const watched of acting.machine.alive()) {
        const most = over(watched);
        if (most === undefined || ending.has(watched)) continue;
        ending.add(watched);
        void end(watched, most)
          .catch(() => undefined)
          .finally(() => ending.delete(watched));
      }
    },
  };
}
