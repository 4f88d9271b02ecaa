import { timeZone } from "../platform/time-zone.ts";
export const ranges = ["7d", "30d", "90d"] as const;
export type Range = (typeof ranges)[number];

/** How a person looks at the ledger. All of it stands in the address, so that a link shows the same. */
export type AttentionLook = { range: Range; agent?: string | undefined; project?: string | undefined };

const days: Record<Range, number> = { "7d": 7, "30d": 30, "90d": 90 };
const longest = 200;

/** What an address says; what it says wrongly is as if it were not there. */
export function readLook(search: string): AttentionLook {
  const given = new URLSearchParams(search);
  const text = (name: string) => given.get(name)?.slice(0, longest).trim() || undefined;
  const [agent, project] = [text("agent"), text("project")];
  return { range: ranges.find((range) => range === given.get("range")) ?? "7d", ...(agent && { agent }), ...(project && { project }) };
}

/** The address of a look; what is as usual is left out. */
export function addressOf({ range, agent, project }: AttentionLook): string {
  const search = new URLSearchParams();
  if (range !== "7d") search.set("range", range);
  if (agent) search.set("agent", agent);
  if (project) search.set("project", project);
  const text = search.toString();
  return `/value/attention${text && `?${text}`}`;
}

/** What is asked of the server: whole days of this person's clock up to now, so that no bar is half a day but today's. */
export function figureQuery({ range, agent, project }: AttentionLook, now: number) {
  const first = new Date(now);
  first.setHours(0, 0, 0, 0);
  first.setDate(first.getDate() - days[range] + 1);
  return {
    from: first.toISOString(),
    to: new Date(now).toISOString(),
    tz: timeZone(),
    ...(agent && { agent }),
    ...(project && { project }),
  };
}
export type FigureQuery = ReturnType<typeof figureQuery>;

/** How many days a look reaches back, today included. */
export const daysOf = ({ range }: Pick<AttentionLook, "range">): number => days[range];

/** By what a view is known in the replica: not by the instants that its window has just now. */
export const viewKey = (what: string, look: AttentionLook): string => `attention:${what}:${addressOf(look)}`;
