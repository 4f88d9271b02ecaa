import type { Host } from "@beckon/contracts/hosts";
import type { MemberState, Team, TeamMember } from "@beckon/contracts/teams";
import type { IconName } from "@beckon/ui/icons";
import type { Tone } from "../fleet/fleet-words.ts";
import { formatMoney } from "../fleet/money.ts";
import { aliveOf } from "../controls/process-words.ts";

export type MemberLook = { word: string; icon: IconName; tone: Tone };

/** Each state by shape, colour and word; never by colour alone. */
export const memberLooks: Record<MemberState, MemberLook> = {
  waiting: { word: "Not started", icon: "circle", tone: "faint" },
  starting: { word: "Starting", icon: "squareLine", tone: "good" },
  running: { word: "Running", icon: "square", tone: "good" },
  paused: { word: "Paused", icon: "diamond", tone: "beacon" },
  stopping: { word: "Stopping", icon: "octagon", tone: "info" },
  ended: { word: "Ended", icon: "ring", tone: "faint" },
  failed: { word: "Failed", icon: "crossFill", tone: "bad" },
  stopped: { word: "Stopped", icon: "stop", tone: "faint" },
  given_up: { word: "Given up", icon: "triangle", tone: "bad" },
};

const here = new Set<MemberState>(["starting", "running", "paused", "stopping"]);
export const isHere = ({ state }: Pick<TeamMember, "state">): boolean => here.has(state);

/** How the team as a whole stands: "3 of 4 running", "2 of 3 kept running". */
export function strength({ members, state, keep }: Pick<Team, "members" | "state" | "keep">): string {
  const running = members.filter((member) => member.state === "running" || member.state === "paused").length;
  if (state === "off") return `Off · ${members.length} ${members.length === 1 ? "member" : "members"}`;
  if (state === "dissolved") return "Dissolved";
  if (state === "dissolving") return `Being dissolved · ${members.filter(isHere).length} still here`;
  return `${running} of ${members.length} running${keep ? " · kept at strength" : ""}`;
}

/** The most urgent of its members' states, for the sign of the whole. */
export function teamLook({ members, state, keep }: Pick<Team, "members" | "state" | "keep">): MemberLook {
  if (state === "off" || state === "dissolved") return memberLooks.ended;
  if (state === "dissolving") return memberLooks.stopping;
  const order: MemberState[] = ["given_up", "failed", "stopping", "starting", "paused", "running", "waiting", "stopped", "ended"];
  const found = order.find((one) => members.some((member) => member.state === one)) ?? "waiting";
  return found === "ended" && !keep ? memberLooks.ended : memberLooks[found];
}

/** What was spent, as far as it is known: "$4.10 of $5.00", "nothing priced yet". */
export function spentWords({ spent, budget }: Pick<Team, "spent" | "budget">): string {
  const limit = budget ? ` of ${formatMoney(budget.micros)}` : "";
  if (!spent) return budget ? `Not counted yet${limit}` : "";
  if (spent.micros === null) return budget || spent.unpriced > 0 ? `No call priced yet${limit}` : "";
  return `${formatMoney(spent.micros)}${limit}${spent.unpriced > 0 ? ` and ${spent.unpriced} calls without a price` : ""}`;
}

/** What there is to choose from: each role that somebody offers, or a profile that names none. */
export type Offer = { name: string; by: "role" | "profile"; free: number; most: number };

export function offersOf(hosts: readonly Host[]): Offer[] {
  const offers = new Map<string, Offer>();
  for (const host of hosts)
    for (const profile of host.profiles) {
      const by = profile.role === undefined ? "profile" : "role";
      const name = profile.role ?? profile.name;
      const offer = offers.get(`${by} ${name}`) ?? { name, by, free: 0, most: 0 };
      const free = host.connected ? Math.max(0, profile.most - aliveOf(host, profile.name)) : 0;
      offers.set(`${by} ${name}`, { ...offer, free: offer.free + free, most: offer.most + profile.most });
    }
  return [...offers.values()].sort((a, b) => (a.by === b.by ? a.name.localeCompare(b.name) : a.by === "role" ? -1 : 1));
}

/** The lowest number that no team bears. */
export function nextName(teams: readonly Pick<Team, "name">[]): string {
  const taken = new Set(teams.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`Team ${number}`)) return `Team ${number}`;
}

/** "5", "5.50" and "$5" as millionths of a dollar; undefined for none, null for what is no amount. */
export function microsOf(text: string): number | undefined | null {
  const trimmed = text.trim().replace(/^\$\s*/u, "");
  if (trimmed === "") return undefined;
  if (!/^\d{1,6}([.,]\d{1,2})?$/u.test(trimmed)) return null;
  const micros = Math.round(Number(trimmed.replace(",", ".")) * 1e6);
  return micros >= 10_000 ? micros : null;
}
