import { cells } from "./beta.ts";
import { hoursTogether, type Weighed } from "./hours.ts";
import { counted, shuffled } from "./random.ts";

/** The hours of some outcomes in each draw: `least` in parts (see hourParts), and what lies above it in millionths of an hour. */
export type HourDraws = { least: bigint; above: Float64Array };

/** A millionth of an hour in parts. */
export const microHour = 10n ** 21n;
const mostBlocks = 32;

/**
 * The hours of each group of outcomes in each of the draws, groups told apart by name. Every distribution is spread over
 * the draws evenly, in a random order of its own (a Latin hypercube). Beyond 32 distributions they are joined before, in
 * blocks: each of a block's 512 joint values takes another quantile of each of its members, at random.
 *
 * What has the same hours gets its random numbers by rank, that which counts most first: the order in which outcomes come
 * changes nothing, and what counts less than before counts less in every draw.
 */
export function drawHours(all: readonly Weighed[], groupOf: GroupOf, seed: number, draws: number): Map<string | null, HourDraws> {
  const units = unitsOf(all, groupOf);
  const inBlock = Math.ceil(units.length / mostBlocks);
  // Blocks are spread independently, so that all of them may pair their members alike.
  const pairing = Array.from({ length: inBlock }, (_, member) => pairOf(member, seed));
  const groups = new Map<string | null, HourDraws>();
  for (const [name, members] of Map.groupBy(units, ({ group }) => group)) {
    const least = members.reduce((sum, { all: own }) => sum + hoursTogether(own, "least"), 0n);
    const above = new Float64Array(draws);
    for (let start = 0; start < members.length; start += inBlock) {
      const table = joint(members.slice(start, start + inBlock), pairing);
      if (!table) continue;
      addSpread(above, table, shuffled(`draws ${start} ${name}`, { seed, count: draws, of: evenly }));
    }
    if (!above.every(Number.isSafeInteger)) throw new RangeError("value: more hours than can be added up exactly");
    groups.set(name, { least, above });
  }
  return groups;
}

/** Which of the cells each of so many draws takes, in their order. */
function evenly(draws: number): Uint16Array {
  const even = new Uint16Array(draws);
  for (let draw = 0; draw < draws; draw += 1) even[draw] = Math.floor(((draw + 0.5) * cells) / draws);
  return even;
}

type GroupOf = (one: Weighed) => string | null;

/** The order in which the quantiles of a block's n-th member meet those of the others; the first's stays as it is. */
function pairOf(member: number, seed: number): Uint16Array {
  return member === 0 ? counted(cells) : shuffled(`pairs ${member}`, { seed, count: cells, of: counted });
}

function addSpread(above: Float64Array, table: Float64Array, order: Uint16Array): void {
  for (let draw = 0; draw < above.length; draw += 1) above[draw] = (above[draw] as number) + (table[order[draw] as number] as number);
}

/** All of several groups. */
export function addDraws(groups: Iterable<HourDraws>, draws: number): HourDraws {
  const sum: HourDraws = { least: 0n, above: new Float64Array(draws) };
  for (const { least, above } of groups) {
    sum.least += least;
    for (let draw = 0; draw < draws; draw += 1) sum.above[draw] = (sum.above[draw] as number) + (above[draw] as number);
  }
  return sum;
}

/** What errs as one: one outcome, or all of a group that share a basis. */
type Unit = { group: string | null; name: string; all: Weighed[] };

function unitsOf(all: readonly Weighed[], groupOf: GroupOf): Unit[] {
  const alike = new Map<string | null, Map<string, Unit>>();
  for (const one of all) {
    const group = groupOf(one);
    const { basis } = one.outcome;
    let own = alike.get(group);
    if (!own) alike.set(group, (own = new Map()));
    const name = basis === undefined ? `hours ${one.hours.key}` : `basis ${basis}`;
    const unit = own.get(name);
    if (unit) unit.all.push(one);
    else own.set(name, { group, name: JSON.stringify([group, name]), all: [one] });
  }
  return [...alike.values()]
    .flatMap((own) => [...own.values()])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ group, name, all: same }) => {
      if (same[0]?.outcome.basis !== undefined) return [{ group, name, all: same }];
      return same.sort((a, b) => b.weight.factor - a.weight.factor).map((one, rank) => ({ group, name: `${name} ${rank}`, all: [one] }));
    });
}

/** The values of a block above its least, in millionths of an hour; nothing if they are all the same. */
function joint(units: readonly Unit[], pairing: readonly Uint16Array[]): Float64Array | undefined {
  const parts: Part[] = [];
  for (const [member, { all }] of units.entries())
    for (const {
      hours: { fit },
      weight: { factor },
    } of all)
      if (fit.span !== 0 && factor !== 0)
        parts.push({ positions: fit.positions, scale: (fit.span * factor) / 1e9, order: pairing[member] as Uint16Array });
  return parts.length === 0 ? undefined : addedUp(parts);
}

/** `scale`: thousandths × millionths of the span × ppm, in millionths of an hour. */
type Part = { positions: Int32Array; scale: number; order: Uint16Array };

/** Two and a half million sums for five thousand outcomes, in a function of their own, which engines compile well. Whole ones are added up, in any order. */
function addedUp(parts: readonly Part[]): Float64Array {
  const table = new Float64Array(cells);
  for (const { positions, scale, order } of parts) {
    const first = positions[0] as number;
    for (let cell = 0; cell < cells; cell += 1)
      table[cell] = (table[cell] as number) + Math.floor(((positions[order[cell] as number] as number) - first) * scale + 0.5);
  }
  return table;
}
