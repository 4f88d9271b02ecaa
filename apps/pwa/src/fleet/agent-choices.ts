import type { Agent } from "@beckon/contracts/agents";
import type { Choice } from "@beckon/ui/ui-select";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "./short.ts";

/** A control with more than this many entries helps nobody. */
const mostChoices = 300;
const longest = 80;

export const allChoice: Choice = { value: "", label: "All" };

/** How an agent is called where only its id is known. */
export function agentNameOf(agents: readonly Agent[], id: string): string {
  const agent = agents.find((one) => one.id === id);
  return agent ? shownWords(short(agent.name, longest)) : "this agent";
}

/** All agents that can be chosen, those seen last where there are too many, and the chosen one in any case. */
export function agentChoices(agents: readonly Agent[], chosen: string | undefined): Choice[] {
  const known = [...agents].sort((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1)).slice(0, mostChoices);
  const label = ({ name, host }: Agent) => shownWords(short(host ? `${name} on ${host}` : name, longest));
  const rows = known.map((agent) => ({ value: agent.id, label: label(agent) })).sort((a, b) => a.label.localeCompare(b.label));
  const missing = chosen && !known.some(({ id }) => id === chosen) ? [{ value: chosen, label: agentNameOf(agents, chosen) }] : [];
  return [allChoice, ...missing, ...rows];
}

/** The roles of these agents, and the chosen one. */
export function roleChoices(agents: readonly Agent[], chosen: string | undefined): Choice[] {
  const roles = new Set(agents.flatMap(({ role }) => (role ? [role] : [])));
  if (chosen) roles.add(chosen);
  return [allChoice, ...[...roles].sort().map((value) => ({ value, label: shownWords(short(value, longest)) }))];
}
