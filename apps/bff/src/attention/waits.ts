import type { DecisionKind } from "@beckon/contracts/decisions";
import type { Columns } from "./columns.ts";

/**
 * Waits of which figures are made, each column in the same order: of tens of thousands, objects would take longer to be made
 * than all figures do. Milliseconds.
 */
export type Waits = {
  n: number;
  /** By place in the names. */
  agents: string[];
  agent: Uint32Array;
  devices: string[];
  device: Uint32Array;
  habits: string[];
  habit: Uint32Array;
  /** By place in `kinds`. */
  kind: Uint8Array;
  /** The letter's code: p person, r rule, e expired, w withdrawn, o open. */
  how: Uint8Array;
  /** The letter's code of what a person's answer was, see columns. */
  tone: Uint8Array;
  asked: Float64Array;
  /** Infinity: it is open. */
  ended: Float64Array;
  /** NaN: not known. */
  open: Float64Array;
  answered: Float64Array;
};

export const kinds: readonly DecisionKind[] = ["permission", "choice", "question", "plan", "review", "budget"];
const letters = (text: string, at: number) => text.charCodeAt(at) * 256 + text.charCodeAt(at + 1);
const kindOf = new Map(kinds.map((kind, place) => [letters(kind, 0), place]));

/** The same of one pack, and when notifications were shown of which of its waits. */
export type Pack = Waits & { projects: string[]; project: Uint32Array; shown: { of: Uint32Array; at: Float64Array } };

export const toPack = (columns: Columns): Pack => {
  const { base, asked, took, agents, projects, devices, habits } = columns;
  const began = Float64Array.from(asked, (at) => base + at);
  const ended = began.map((at, place) => ((took[place] as number) < 0 ? Number.POSITIVE_INFINITY : at + (took[place] as number)));
  const pushes = Object.entries(columns.pushes);
  return {
    n: asked.length,
    ...{ agents, agent: Uint32Array.from(columns.agent) },
    ...{ projects, project: Uint32Array.from(columns.project) },
    ...{ devices, device: Uint32Array.from(columns.device) },
    ...{ habits, habit: Uint32Array.from(columns.habit) },
    kind: Uint8Array.from(asked, (_, place) => kindOf.get(letters(columns.kinds, place * 2)) as number),
    how: Uint8Array.from(asked, (_, place) => columns.how.charCodeAt(place)),
    tone: Uint8Array.from(asked, (_, place) => columns.tones.charCodeAt(place)),
    ...{ asked: began, ended },
    open: Float64Array.from(columns.open, (ms) => (ms < 0 ? Number.NaN : ms)),
    answered: Float64Array.from(columns.ago, (ms, place) => (ms < 0 ? Number.NaN : (ended[place] as number) - ms)),
    shown: {
      of: Uint32Array.from(pushes.flatMap(([place, moments]) => moments.map(() => Number(place)))),
      at: Float64Array.from(pushes.flatMap(([, moments]) => moments.map((moment) => base + moment))),
    },
  };
};

type Wanted = { from: number; to: number; agent?: string | undefined; project?: string | undefined };

/** Of an agent, of a place of work, or of all. */
const isOf = (pack: Pack, { agent, project }: Wanted) => {
  const byAgent = pack.agents.map((name) => agent === undefined || name === agent);
  const byProject = pack.projects.map((name) => project === undefined || name === project);
  return (at: number) => (byAgent[pack.agent[at] as number] as boolean) && (byProject[pack.project[at] as number] as boolean);
};

/** What was open at any moment of the window. */
export const joined = (packs: readonly Pack[], wanted: Wanted): Waits => {
  const most = packs.reduce((sum, { n }) => sum + n, 0);
  const [agents, devices, habits] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const waits = {
    ...{ agent: new Uint32Array(most), device: new Uint32Array(most), habit: new Uint32Array(most) },
    ...{ kind: new Uint8Array(most), how: new Uint8Array(most), tone: new Uint8Array(most) },
    ...{ asked: new Float64Array(most), ended: new Float64Array(most), open: new Float64Array(most), answered: new Float64Array(most) },
  };
  let n = 0;
  for (const pack of packs) {
    const [agentOf, deviceOf] = [pack.agents.map((name) => placeIn(agents, name)), pack.devices.map((name) => placeIn(devices, name))];
    const habitOf = pack.habits.map((name) => placeIn(habits, name));
    const isWanted = isOf(pack, wanted);
    for (let at = 0; at < pack.n; at += 1) {
      if ((pack.asked[at] as number) >= wanted.to || (pack.ended[at] as number) < wanted.from || !isWanted(at)) continue;
      waits.agent[n] = agentOf[pack.agent[at] as number] as number;
      waits.device[n] = deviceOf[pack.device[at] as number] as number;
      waits.habit[n] = habitOf[pack.habit[at] as number] as number;
      waits.tone[n] = pack.tone[at] as number;
      waits.kind[n] = pack.kind[at] as number;
      waits.how[n] = pack.how[at] as number;
      waits.asked[n] = pack.asked[at] as number;
      waits.ended[n] = pack.ended[at] as number;
      waits.open[n] = pack.open[at] as number;
      waits.answered[n] = pack.answered[at] as number;
      n += 1;
    }
  }
  return { n, agents: [...agents.keys()], devices: [...devices.keys()], habits: [...habits.keys()], ...waits };
};

const placeIn = (names: Map<string, number>, name: string): number => {
  const place = names.get(name) ?? names.size;
  names.set(name, place);
  return place;
};

/** When notifications of packed waits were shown in the window, and about how many of these. */
export const shownIn = (packs: readonly Pack[], wanted: Wanted): { at: number[]; questions: number } => {
  const at: number[] = [];
  let questions = 0;
  for (const pack of packs) {
    const isWanted = isOf(pack, wanted);
    let last = -1;
    for (const [place, moment] of pack.shown.at.entries()) {
      const of = pack.shown.of[place] as number;
      if (moment < wanted.from || moment >= wanted.to || !isWanted(of)) continue;
      at.push(moment);
      if (of !== last) questions += 1;
      last = of;
    }
  }
  return { at, questions };
};

/** Values put beside each other by the group of each, in the order in which they came: by the number of the group. */
export const byGroup = (groupOf: ArrayLike<number>, groups: number) => {
  const starts = new Uint32Array(groups + 1);
  for (let at = 0; at < groupOf.length; at += 1) starts[(groupOf[at] as number) + 1] = (starts[(groupOf[at] as number) + 1] as number) + 1;
  for (let group = 0; group < groups; group += 1) starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
  return (values: ArrayLike<number>): ((group: number) => Float64Array) => {
    const [sorted, next] = [new Float64Array(groupOf.length), starts.slice()];
    for (let at = 0; at < groupOf.length; at += 1) {
      const group = groupOf[at] as number;
      sorted[next[group] as number] = values[at] as number;
      next[group] = (next[group] as number) + 1;
    }
    return (group) => sorted.subarray(starts[group], starts[group + 1]);
  };
};
