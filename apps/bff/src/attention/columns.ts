import type { DecisionKind } from "@beckon/contracts/decisions";

/** One wait. Milliseconds; `how`: p person, r rule, e expired, w withdrawn, o open. */
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
  /** What makes two requests the same habit, and what a person's answer was: a approve, d deny, o other, - none. */
  habit: string;
  tone: string;
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
  habits: string[];
  agent: number[];
  project: number[];
  device: number[];
  habit: number[];
  asked: number[];
  took: number[];
  open: number[];
  ago: number[];
  /** Two letters of each kind, one of how each ended, and of what the answer was. */
  kinds: string;
  how: string;
  tones: string;
  /** By place: when notifications were shown. */
  pushes: Record<string, number[]>;
};

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
  const [agents, projects] = [named(({ agentId }) => agentId), named(({ project }) => project)];
  const [devices, habits] = [named(({ device }) => device), named(({ habit }) => habit)];
  const shown = waits.flatMap(({ pushes }, place): [string, number[]][] =>
    pushes.length > 0 ? [[String(place), pushes.map((at) => at - base)]] : [],
  );
  return {
    ...{ base, agents: agents.names, projects: projects.names, devices: devices.names, habits: habits.names },
    ...{ agent: agents.column, project: projects.column, device: devices.column, habit: habits.column },
    asked: waits.map(({ asked }) => asked - base),
    took: waits.map(({ asked, ended }) => (ended === null ? -1 : ended - asked)),
    open: waits.map(({ open }) => open ?? -1),
    ago: waits.map(({ ended, answered }) => (ended === null || answered === null ? -1 : ended - answered)),
    kinds: waits.map(({ kind }) => kind.slice(0, 2)).join(""),
    how: waits.map(({ how }) => how).join(""),
    tones: waits.map(({ tone }) => tone).join(""),
    pushes: Object.fromEntries(shown),
  };
};
