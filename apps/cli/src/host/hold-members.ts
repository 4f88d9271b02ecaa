import type { Waits } from "./end-members.ts";
import { membersOf, signalAll } from "./members.ts";
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
  for (;;) {
    table.renew();
    const members = membersOf(table, leader);
    const others = members.filter(({ state }) => (state === "T") !== still);
    if (others.length === 0 || performance.now() - startedAt > patienceMs) return { members: members.length, others: others.length };
    signalAll(table, others, still ? "SIGSTOP" : "SIGCONT");
    await wait(betweenMs);
  }
}
