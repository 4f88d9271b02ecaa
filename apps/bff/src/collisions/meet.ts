import { nearLines, windowMs, type Editor, type LineRange, type Mark } from "./collisions.types.ts";

/** A time in which runs met in one file. Instants in milliseconds. */
export type Meeting = {
  kind: "hot" | "soft";
  sessionIds: string[];
  /** The first edit of anybody in this stretch of time. */
  from: number;
  startedAt: number;
  lastAt: number;
  /** Two of the runs go on, as far as is known, and their edits lie within the window, until then. */
  openUntil: number;
};

/** Whether any of the ranges overlap, give or take some lines. */
export const overlap = (a: readonly LineRange[], b: readonly LineRange[], near = nearLines): boolean =>
  a.some(([from, to]) => b.some(([other, end]) => from <= end + near && other <= to + near));

/**
 * The meetings in one file, earliest first. Edits with no more than the window between them belong to one stretch of
 * time; within it, runs meet whose edits lie within the window of each other. The same whatever order edits came in.
 */
export const meetings = (editors: readonly Editor[]): Meeting[] => {
  const marks = editors.flatMap((editor) => editor.marks.map((mark) => ({ editor, mark }))).toSorted((a, b) => a.mark.at - b.mark.at);
  const stretches: (typeof marks)[] = [];
  for (const one of marks) {
    const last = stretches.at(-1);
    if (last && one.mark.at - (last.at(-1) as (typeof marks)[number]).mark.at <= windowMs) last.push(one);
    else stretches.push([one]);
  }
  return stretches.flatMap((stretch) => {
    const own = [...Map.groupBy(stretch, ({ editor }) => editor)].map(([editor, all]) => ({
      ...editor,
      marks: all.map(({ mark }) => mark),
    }));
    const found = meetingOf(own);
    return found ? [{ ...found, from: (stretch[0] as (typeof marks)[number]).mark.at }] : [];
  });
};

const meetingOf = (editors: readonly Editor[]): Omit<Meeting, "from"> | undefined => {
  const met = new Set<Editor>();
  let [startedAt, openUntil, hot] = [Number.POSITIVE_INFINITY, 0, false];
  for (const [index, a] of editors.entries())
    for (const b of editors.slice(index + 1)) {
      const pair = pairOf(a, b);
      if (!pair) continue;
      met.add(a).add(b);
      startedAt = Math.min(startedAt, pair.at);
      hot ||= pair.hot;
      openUntil = Math.max(openUntil, Math.min(untilOf(a), untilOf(b)));
    }
  if (met.size === 0) return undefined;
  const lastAt = Math.max(...[...met].flatMap(({ marks }) => marks.map(({ at }) => at)));
  return { kind: hot ? "hot" : "soft", sessionIds: [...met].map(({ sessionId }) => sessionId).toSorted(), startedAt, lastAt, openUntil };
};

const untilOf = ({ marks, endedAt }: Editor) =>
  Math.min(Math.max(...marks.map(({ at }) => at)) + windowMs, endedAt ?? Number.POSITIVE_INFINITY);

/** Since when two runs are in each other's way; nothing where they are not. */
const pairOf = (a: Editor, b: Editor): { at: number; hot: boolean } | undefined => {
  if (a.sessionId === b.sessionId || takeTurns(a, b)) return undefined;
  let [at, hot] = [Number.POSITIVE_INFINITY, false];
  for (const one of a.marks)
    for (const other of b.marks) {
      if (Math.abs(one.at - other.at) > windowMs) continue;
      at = Math.min(at, Math.max(one.at, other.at));
      hot ||= one.lines !== undefined && other.lines !== undefined && overlap(one.lines, other.lines);
    }
  return at === Number.POSITIVE_INFINITY ? undefined : { at, hot };
};

/**
 * A run that waits for another one is not in its way: one and its own sub-agent, two runs of one agent, or two
 * sub-agents of one run of which the first was done. Unless their edits lie between each other's.
 */
const takeTurns = (a: Editor, b: Editor): boolean => {
  if (a.parents[0] !== undefined && a.parents[0] === b.parents[0]) return isDoneBefore(a, b) || isDoneBefore(b, a);
  // It may well go on with the file when its sub-agent is done, but not meanwhile.
  if (a.parents.includes(b.sessionId)) return !between(b.marks, a.marks);
  if (b.parents.includes(a.sessionId)) return !between(a.marks, b.marks);
  return a.agentId === b.agentId && !between(a.marks, b.marks) && !between(b.marks, a.marks);
};

const isDoneBefore = (a: Editor, b: Editor) =>
  a.spot === b.spot && a.endedAt !== undefined && b.marks.every(({ at }) => at >= (a.endedAt as number));

/** Whether one of these lies between two of the others with no more than the window before and after it. */
const between = (these: readonly Mark[], others: readonly Mark[]) => {
  const near = (one: Mark) => others.filter(({ at }) => Math.abs(at - one.at) <= windowMs);
  return these.some((one) => near(one).some(({ at }) => at < one.at) && near(one).some(({ at }) => at > one.at));
};
