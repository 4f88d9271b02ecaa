import { membersOf, signalAll } from "./members.ts";
import type { Leader } from "./members.ts";
import type { Seen } from "./process-table.ts";
import type { SharedTable } from "./shared-table.ts";

const betweenMs = 50;
/** What the last signal does not end stands in the kernel; nobody can do more. */
const patienceMs = 10_000;

export type Waits = (ms: number) => Promise<void>;
const keyOf = ({ pid, started }: Seen) => `${pid} ${started}`;

/** All that belongs to a process ends: asked first, each one once, then made to. `left` counts what could not be ended. */
export async function endMembers(of: {
  table: SharedTable;
  leader: Leader;
  graceMs: number;
  wait: Waits;
}): Promise<{ forced: boolean; left: number }> {
  const { table, leader, graceMs, wait } = of;
  const startedAt = performance.now();
  const asked = new Set<string>();
  let forced = false;
  for (;;) {
    const took = performance.now() - startedAt;
    const members = lastLook(table, leader);
    if (members.length === 0 || took > graceMs + patienceMs) return { forced, left: members.length };
    if (took < graceMs) {
      const others = members.filter((member) => !asked.has(keyOf(member)));
      signalAll(table, others, "SIGTERM");
      // What stands still hears it only when it goes on.
      signalAll(table, others, "SIGCONT");
      for (const member of others) asked.add(keyOf(member));
    } else {
      forced = true;
      signalAll(table, members, "SIGKILL");
    }
    await wait(betweenMs);
  }
}

/** Who is there; that there is nobody is said only after a look of this moment. */
function lastLook(table: SharedTable, leader: Leader): Seen[] {
  const members = membersOf(table, leader);
  if (members.length > 0) return members;
  table.renew();
  return membersOf(table, leader);
}
