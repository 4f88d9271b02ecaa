import { byNeed, type LivenessState, livenessOrder } from "@beckon/metrics/liveness";
import type { AgentRow, Family } from "./fleet-view.ts";

/**
 * Puts sub-agents under the agents that started them. A family stands where its most needy living
 * member stands: who waits below an agent is found as fast as one who waits alone.
 */
export function family(rows: readonly AgentRow[]): Family[] {
  const known = new Map(rows.map((row) => [row.agent.id, row]));
  const isChild = (row: AgentRow) => row.agent.parentId !== undefined && known.has(row.agent.parentId) && !inCircle(row, known);
  const below = Map.groupBy(rows.filter(isChild), ({ agent }) => agent.parentId as string);
  const grow = (row: AgentRow): AgentRow => ({ ...row, children: (below.get(row.agent.id) ?? []).map(grow).sort(inOrder) });
  return rows
    .filter((row) => !isChild(row))
    .map((row) => ({ ...grow(row), stands: row.live.state }))
    .map((row) => ({ ...row, stands: standsAt(row) }))
    .sort((a, b) => livenessOrder.indexOf(a.stands) - livenessOrder.indexOf(b.stands) || inOrder(a, b));
}

/** An agent and all below it, itself first. */
export function membersOf(row: AgentRow): AgentRow[] {
  return [row, ...row.children.flatMap(membersOf)];
}

/** Parents come from outside: a circle of them must not make agents vanish. */
function inCircle(row: AgentRow, known: ReadonlyMap<string, AgentRow>): boolean {
  const seen = new Set<string>();
  for (let at: AgentRow | undefined = row; at; at = at.agent.parentId === undefined ? undefined : known.get(at.agent.parentId)) {
    if (seen.has(at.agent.id)) return true;
    seen.add(at.agent.id);
  }
  return false;
}

function standsAt(row: AgentRow): LivenessState {
  const living = membersOf(row).flatMap(({ live }) => (live.state === "offline" || live.state === "failed" ? [] : [live.state]));
  return [row.live.state, ...living].sort((a, b) => livenessOrder.indexOf(a) - livenessOrder.indexOf(b))[0] as LivenessState;
}

/** Most needy first; those who work keep their places, by name, however often they are heard of. */
function inOrder(a: AgentRow, b: AgentRow): number {
  const need = a.live.state === "working" && b.live.state === "working" ? 0 : byNeed(a.live, b.live);
  return need || a.agent.name.localeCompare(b.agent.name) || (a.agent.id < b.agent.id ? -1 : 1);
}
