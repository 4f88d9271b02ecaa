import type { Agent } from "@beckon/contracts/agents";
import { byNeed, livenessOrder, type LivenessState } from "@beckon/metrics/liveness";
import { membersOf } from "./family.ts";
import type { FleetLook } from "./fleet.store.ts";
import type { AgentRow, Family } from "./fleet-view.ts";

/** Families under one heading: a state, or a machine (no name: none was told). */
export type FleetGroup = { state?: LivenessState; host?: string | undefined; families: Family[]; agents: number };

/** The families that a person looks for, under the headings they asked for. */
export function fleetGroups(families: readonly Family[], look: Pick<FleetLook, "q" | "by" | "state">): FleetGroup[] {
  const wanted = look.q.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = families.filter((row) => {
    const members = membersOf(row);
    const inState = look.state === undefined || members.some(({ live }) => live.state === look.state);
    return inState && (wanted.length === 0 || members.some((member) => holds(member, wanted)));
  });
  return look.by === "machine" ? byMachine(found) : byState(found, look.state);
}

/** How many machines the agents are on; those that told of none are one more. */
export const machinesOf = (agents: readonly Agent[]): number => new Set(agents.map(({ host }) => host || undefined)).size;

function byState(families: readonly Family[], only: string | undefined): FleetGroup[] {
  const groups = Map.groupBy(families, (row) => standsIn(row, only));
  return livenessOrder.flatMap((state) => {
    const own = groups.get(state) ?? [];
    return own.length === 0 ? [] : [{ state, families: own, agents: countIn(own, state) }];
  });
}

/** Looked at for one state alone, a family stands there, whatever else its members are in. */
function standsIn(row: Family, only: string | undefined): LivenessState {
  return livenessOrder.find((state) => state === only) ?? row.stands;
}

const countIn = (families: readonly Family[], state: LivenessState) =>
  families.flatMap(membersOf).filter(({ live }) => live.state === state).length;

function byMachine(families: readonly Family[]): FleetGroup[] {
  const groups = Map.groupBy(families, ({ agent }) => agent.host || undefined);
  return [...groups]
    .map(([host, own]) => ({ host, families: own, agents: own.flatMap(membersOf).length }))
    .sort((a, b) => byNeed((a.families[0] as Family).live, (b.families[0] as Family).live) || (a.host ?? "").localeCompare(b.host ?? ""));
}

/** Every word stands somewhere in what is told of the agent. */
function holds({ agent, session, request }: AgentRow, wanted: readonly string[]): boolean {
  const { name, vendor, role, host } = agent;
  const told = [
    name,
    vendor,
    role,
    host,
    session?.project,
    session?.title,
    session?.branch,
    session?.model,
    session?.task?.subject,
    request?.title,
  ];
  const text = told.filter(Boolean).join("\n").toLowerCase();
  return wanted.every((word) => text.includes(word));
}
