import type { Database } from "../platform/db/database.ts";
import { mostValues, other } from "./catalogue.ts";
import type { MetricName } from "./catalogue.ts";
import { isSpread, type Sample, type Values } from "./observability.types.ts";
import { addLabels, readLabels } from "./totals.repository.ts";

const longest = 120;
/** Ends of lines and what else steers a reader: legal in a label, and understood by no two programs alike. */
const steering = /[\p{Cc}\p{Bidi_C}\p{Cs}\u2028\u2029]/gu;

/** As much of a name as a label holds, on one line. Whole characters: half of one is none. */
export const clipLabel = (value: string): string => {
  const line = value.replace(steering, " ");
  return line.length <= longest ? line : `${[...line].slice(0, longest - 1).join("")}…`;
};

export type Slots = ReadonlyMap<string, ReadonlySet<string>>;

/** The values of each bounded label that are in use. */
const valuesIn = (values: Values): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>();
  for (const samples of Object.values(values))
    for (const { labels } of samples)
      for (const [label, value] of Object.entries(labels)) {
        if (mostValues[label] === undefined || value === "") continue;
        const own = found.get(label) ?? new Set<string>();
        found.set(label, own.add(clipLabel(value)));
      }
  return found;
};

/**
 * Which values of labels have series of their own: the first that came, for ever. A series thus never moves between its
 * own name and "other", which would look like work that was done twice. New ones come in the order of the alphabet.
 */
export const slotsFor = async (database: Database, values: Values): Promise<{ slots: Slots; folded: ReadonlyMap<string, number> }> => {
  const found = valuesIn(values);
  let slots = await readLabels(database.db);
  const news = (known: Slots) =>
    [...found].flatMap(([label, own]) => {
      const free = (mostValues[label] as number) - (known.get(label)?.size ?? 0);
      const fresh = [...own].filter((value) => !known.get(label)?.has(value)).toSorted();
      return free > 0 && fresh.length > 0 ? [{ label, values: fresh.slice(0, free) }] : [];
    });
  if (news(slots).length > 0) {
    await database.exclusively("metric-labels", async () => {
      for (const one of news(await readLabels(database.db))) await addLabels(database.db, one.label, one.values);
    });
    slots = await readLabels(database.db);
  }
  const folded = new Map(
    Object.keys(mostValues).map((label) => [label, [...(found.get(label) ?? [])].filter((value) => !slots.get(label)?.has(value)).length]),
  );
  return { slots, folded };
};

/** The same values with all that has no series of its own added up as "other"; series that became one are one. */
export const bounded = (values: Values, slots: Slots): Values =>
  Object.fromEntries(
    Object.entries(values).map(([metric, samples]) => [
      metric,
      merged(samples.map((sample) => ({ ...sample, labels: inSlots(sample.labels, slots) }))),
    ]),
  ) as Values;

const inSlots = (labels: Record<string, string>, slots: Slots): Record<string, string> => {
  const own: Record<string, string> = {};
  for (const label of Object.keys(labels)) {
    const short = clipLabel(labels[label] as string);
    own[label] = mostValues[label] === undefined || short === "" || slots.get(label)?.has(short) ? short : other;
  }
  return own;
};

export const keyOf = (labels: Record<string, string>): string => JSON.stringify(Object.fromEntries(Object.entries(labels).toSorted()));

/** Tells series of one metric apart; thousands of them, many times for each answer. No text of the database holds a zero. */
const seriesOf = (labels: Record<string, string>): string => {
  let key = "";
  for (const label of Object.keys(labels).sort()) key += `${label}\0${labels[label]}\0`;
  return key;
};

const merged = (samples: readonly Sample[]): Sample[] => {
  const byKey = new Map<string, Sample>();
  for (const sample of samples) {
    const key = seriesOf(sample.labels);
    const before = byKey.get(key);
    byKey.set(key, before ? plus(before, sample) : sample);
  }
  return [...byKey.values()];
};

/** Two of one metric are of one kind. */
const plus = (a: Sample, b: Sample): Sample =>
  isSpread(a) && isSpread(b)
    ? { labels: a.labels, counts: a.counts.map((count, index) => count + (b.counts[index] ?? 0)), sum: a.sum + b.sum }
    : isSpread(a) || isSpread(b)
      ? a
      : { labels: a.labels, value: a.value + b.value };

/** All of several readings as one; what one reading alone tells of stays as it is. */
export const together = (...readings: readonly Values[]): Values => {
  const all: Values = {};
  for (const reading of readings)
    for (const [metric, samples] of Object.entries(reading) as [MetricName, Sample[]][])
      all[metric] = all[metric] ? merged([...all[metric], ...samples]) : samples;
  return all;
};
