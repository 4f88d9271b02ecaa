import type { Liveness } from "@beckon/metrics/liveness";
import type { AgentRow, Family, RunRow } from "./fleet-view.ts";

/**
 * The new rows, but the former object wherever nothing differs: what is the same is not drawn again.
 * Ages are left out of it; they go on by themselves.
 */
export function keepSame(before: readonly Family[], after: readonly Family[]): Family[] {
  const known = new Map(before.map((row) => [row.agent.id, row]));
  return after.map((row) => {
    const former = known.get(row.agent.id);
    return former && former.stands === row.stands && isSameRow(former, row) ? former : row;
  });
}

function isSameRow(a: AgentRow, b: AgentRow): boolean {
  return (
    a.agent === b.agent &&
    a.session === b.session &&
    a.request === b.request &&
    a.health.value === b.health.value &&
    isSameState(a.live, b.live) &&
    isSame(a.runs, b.runs, isSameRun) &&
    isSame(a.children, b.children, isSameRow)
  );
}

const isSameRun = (a: RunRow, b: RunRow) => a.session === b.session && a.request === b.request && isSameState(a.live, b.live);

const isSame = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean) =>
  a.length === b.length && a.every((item, index) => same(item, b[index] as T));

function isSameState(a: Liveness, b: Liveness): boolean {
  const [one, other] = [a.evidence, b.evidence];
  if (a.state !== b.state || one.kind !== other.kind || one.at !== other.at) return false;
  if (one.kind === "call" && other.kind === "call") return one.callId === other.callId;
  return one.kind !== "running" || other.kind !== "running" || one.count === other.count;
}
