import type { ProcessTable, Seen } from "./process-table.ts";

/** Who leads a group: known by pid and start, so that a pid used again is not taken for it. */
export type Leader = { id: string; pid: number; started: string };

/** The leader itself, as long as it lives. */
export function leaderOf(table: ProcessTable, leader: Leader): Seen | undefined {
  const seen = table.one(leader.pid);
  return seen && seen.started === leader.started && seen.state !== "Z" ? seen : undefined;
}

/** Of all that runs, what stands in the leader's group or session: cheap, for a look once a second. */
export function groupOf(all: readonly Seen[], leader: Leader): Seen[] {
  const lives = all.some(({ pid, started }) => pid === leader.pid && started === leader.started);
  return lives ? all.filter((one) => one.state !== "Z" && inGroup(one, leader)) : [];
}

/**
 * All that belongs to a process: its group, its session, what descends from those, and, where the system shows environments,
 * whatever carries its mark, although it left the group and has another parent. Without its leader only marked ones count:
 * the group's number may be somebody else's by now.
 */
export function membersOf(table: ProcessTable, leader: Leader): Seen[] {
  const all = table.all().filter(({ pid, state }) => state !== "Z" && pid !== process.pid && pid > 1);
  const marked = new Set(table.mark ? all.filter(({ pid }) => table.mark?.(pid) === leader.id).map(({ pid }) => pid) : []);
  const members = new Map<number, Seen>();
  const lives = all.some(({ pid, started }) => pid === leader.pid && started === leader.started);
  for (const one of all) if (marked.has(one.pid) || (lives && inGroup(one, leader))) members.set(one.pid, one);
  for (let grown = true; grown;) {
    const born = all.filter(({ pid, parent }) => members.has(parent) && !members.has(pid));
    for (const one of born) members.set(one.pid, one);
    grown = born.length > 0;
  }
  return [...members.values()];
}

/** At a terminal the leader itself stands in the group of whoever started it. */
const inGroup = ({ pid, group, session }: Seen, leader: Leader) => pid === leader.pid || group === leader.pid || session === leader.pid;

/** Sends a signal to the leader's whole group, where the leader lives; whether it did. */
export function signalGroup(table: ProcessTable, leader: Leader, signal: NodeJS.Signals): boolean {
  if (leader.pid <= 1 || leaderOf(table, leader)?.group !== leader.pid) return false;
  try {
    process.kill(-leader.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal to each of them that is still the same process. Answers how many there were. */
export function signalAll(table: ProcessTable, members: readonly Seen[], signal: NodeJS.Signals): number {
  let sent = 0;
  for (const { pid, started } of members) {
    if (table.one(pid)?.started !== started) continue;
    try {
      process.kill(pid, signal);
      sent += 1;
    } catch {
      // Gone in between.
    }
  }
  return sent;
}
