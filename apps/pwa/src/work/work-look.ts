import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";

export const views = ["board", "list", "workflows"] as const;
export const ranges = ["24h", "7d", "all"] as const;
export const scopes = ["team", "session", "all"] as const;

/** How a person looks at the work. All of it stands in the address, so that a link shows the same. */
export type WorkLook = {
  view: (typeof views)[number];
  q: string;
  /** Of what has ended: how far back. */
  range: (typeof ranges)[number];
  /** The team's tasks, or what agents note for themselves. */
  scope: (typeof scopes)[number];
  status?: TaskStatus | undefined;
  priority?: TaskPriority | undefined;
  /** An agent's name. */
  agent?: string | undefined;
  role?: string | undefined;
  project?: string | undefined;
  /** A work directory's id: its own lanes. */
  directory?: string | undefined;
  cancelled: boolean;
  /** On a phone: the lane in view. */
  lane?: string | undefined;
  /** Of workflows. */
  run?: string | undefined;
};

export const plainLook: WorkLook = { view: "board", q: "", range: "7d", scope: "team", cancelled: false };

/** All is shown again; view, search and range stay. */
export const noFilters: Partial<WorkLook> = {
  scope: plainLook.scope,
  cancelled: false,
  status: undefined,
  priority: undefined,
  agent: undefined,
  role: undefined,
  project: undefined,
  directory: undefined,
  run: undefined,
};

const statuses: readonly TaskStatus[] = ["pending", "assigned", "in_progress", "blocked", "completed", "failed", "cancelled", "timed_out"];
const priorities: readonly TaskPriority[] = ["low", "medium", "high", "critical"];
const runStates = ["running", "suspended", "succeeded", "failed", "cancelled", "stuck"];
const longest = 200;

/** What an address says; what it says wrongly is as if it were not there. */
export function readLook(search: string): WorkLook {
  const given = new URLSearchParams(search);
  const text = (name: string) => given.get(name)?.slice(0, longest).trim() || undefined;
  const one = <T extends string>(name: string, of: readonly T[]) => of.find((value) => value === given.get(name));
  return {
    view: one("view", views) ?? plainLook.view,
    q: text("q") ?? "",
    range: one("range", ranges) ?? plainLook.range,
    scope: one("scope", scopes) ?? plainLook.scope,
    status: one("status", statuses),
    priority: one("priority", priorities),
    agent: text("agent"),
    role: text("role"),
    project: text("project"),
    directory: text("directory"),
    cancelled: given.get("cancelled") === "1",
    lane: text("lane"),
    run: one("run", runStates),
  };
}

/** The address of a look; what is as usual is left out. */
export function writeLook(look: WorkLook): string {
  const search = new URLSearchParams();
  const usual: Record<string, unknown> = plainLook;
  for (const [name, value] of Object.entries(look)) {
    if (value === undefined || value === "" || value === usual[name]) continue;
    search.set(name, value === true ? "1" : String(value));
  }
  const text = search.toString();
  return text === "" ? "/work" : `/work?${text}`;
}

/** How many filters narrow the tasks, the search not counted. */
export const filtersOf = (look: WorkLook): number =>
  [look.status, look.priority, look.agent, look.role, look.project, look.directory].filter((value) => value !== undefined).length +
  (look.scope === plainLook.scope ? 0 : 1) +
  (look.cancelled ? 1 : 0);
