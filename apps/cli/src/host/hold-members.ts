import type { Waits } from "./end-members.ts";
import { membersOf, signalAll, signalGroup } from "./members.ts";
import type { Leader } from "./members.ts";
import type { SharedTable } from "./shared-table.ts";

const betweenMs = 20;
const patienceMs = 5_000;

/** What came of it: how many belong to the process, and how many of them do not do as they were told. */
export type Held = { members: number; others: number };

/**
 * Makes all that belongs to a process stand still, or go on, and looks until the process table says so: who was born meanwhile
 * is told too.
 */
export async function holdMembers(of: { table: SharedTable; leader: Leader; still: boolean; wait: Waits }): Promise<Held> {
  const { table, leader, still, wait } = of;
  const startedAt = performance.now();
  const look = () => {
    const members = membersOf(table, leader);
    return { members, others: members.filter(({ state }) => (state === "T") !== still) };
  };
  const signal = still ? "SIGSTOP" : "SIGCONT";
  // Its group at once, before anybody is looked for: of a hundred that are held together the last one waits for no look.
  let told = performance.now();
  if (signalGroup(table, leader, signal)) await wait(betweenMs);
  for (;;) {
    // A look of after the signal, which may be another's.
    table.renew(told);
    const { members, others } = look();
    if (others.length === 0 || performance.now() - startedAt > patienceMs) return { members: members.length, others: others.length };
    told = performance.now();
    signalAll(table, others, signal);
    await wait(betweenMs);
  }
}
