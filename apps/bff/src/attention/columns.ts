import type { DecisionKind } from "@beckon/contracts/decisions";

/** One wait while figures are made. Milliseconds; `how`: p person, r rule, e expired, w withdrawn, o open. */
export type Wait = {
  agentId: string;
  project: string;
  kind: DecisionKind;
  asked: number;
  ended: number | null;
  how: string;
  open: number | null;
  answered: number | null;
  device: string;
  /** When notifications of it were shown. */
  pushes: readonly number[];
};

/**
 * Many waits by column, each column in the same order: as text a tenth of what rows are. Times are told from `base` on,
 * an end from its question on, an answer back from its end; -1: there is none.
 */
export type Columns = {
  base: number;
  agents: string[];
  projects: string[];
  devices: string[];
  agent: number[];
  project: number[];
  device: number[];
  asked: number[];
  took: number[];
  open: number[];
  ago: number[];
  /** Two letters of each kind, one of how each ended. */
  kinds: string;
  how: string;
  /** By place: when notifications were shown. */
  pushes: Record<string, number[]>;
};

const kinds: Record<string, DecisionKind> = {
  pe: "permission",
  ch: "choice",
  qu: "question",
  pl: "plan",
  re: "review",
  bu: "budget",
};
const noPushes: readonly number[] = [];

/** What happened to nobody (an open wait) has no end: -1. */
export const toColumns = (waits: readonly Wait[]): Columns => {
  const base = waits[0]?.asked ?? 0;
  const named = (of: (wait: Wait) => string) => {
    const places = new Map<string, number>();
    const column = waits.map((wait) => {
      const name = of(wait);
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      return place;
    });
    return { names: [...places.keys()], column };
  };
  const [agents, projects, devices] = [named(({ agentId }) => agentId), named(({ project }) => project), named(({ device }) => device)];
  const shown = waits.flatMap(({ pushes }, place): [string, number[]][] =>
    pushes.length > 0 ? [[String(place), pushes.map((at) => at - base)]] : [],
  );
  return {
    ...{ base, agents: agents.names, projects: projects.names, devices: devices.names },
    ...{ agent: agents.column, project: projects.column, device: devices.column },
    asked: waits.map(({ asked }) => asked - base),
    took: waits.map(({ asked, ended }) => (ended === null ? -1 : ended - asked)),
    open: waits.map(({ open }) => open ?? -1),
    ago: waits.map(({ ended, answered }) => (ended === null || answered === null ? -1 : ended - answered)),
    kinds: waits.map(({ kind }) => kind.slice(0, 2)).join(""),
    how: waits.map(({ how }) => how).join(""),
    pushes: Object.fromEntries(shown),
  };
};

/** The waits of these columns again. */
export const fromColumns = (columns: Columns): Wait[] => {
  const { base, agents, projects, devices, agent, project, device, took, open, ago, how, pushes } = columns;
  const at = <T>(column: readonly T[], place: number) => column[place] as T;
  return columns.asked.map((offset, place) => {
    const asked = base + offset;
    const ended = at(took, place) < 0 ? null : asked + at(took, place);
    const shown = pushes[place];
    return {
      agentId: at(agents, at(agent, place)),
      project: at(projects, at(project, place)),
      device: at(devices, at(device, place)),
      kind: kinds[columns.kinds.slice(place * 2, place * 2 + 2)] as DecisionKind,
      asked,
      ended,
      how: how.charAt(place),
      open: at(open, place) < 0 ? null : at(open, place),
      answered: ended === null || at(ago, place) < 0 ? null : ended - at(ago, place),
      pushes: shown ? shown.map((moment) => base + moment) : noPushes,
    };
  });
};
