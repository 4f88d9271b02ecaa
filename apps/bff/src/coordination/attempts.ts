import { keyOf } from "../platform/keys.ts";
import type { Attempt, Party, Word } from "./coordination.types.ts";
import { partyBy, partyTo, partyUp } from "./parties.ts";
import { first, inTime, joined } from "./words.ts";

const second = 1_000;
const day = 86_400 * second;
/** METRICS: a hand-off that nobody accepted by then is lost. */
export const handOffMs = 30 * 60 * second;

/** The words of one matter, and of the run that it started. */
export type Said = { name: string; words: readonly Word[]; run: readonly Word[] };

/**
 * The attempts that the words of one matter make, at this instant. What makes each:
 * - delegation: a call that hands work to a sub-agent, from `delegation.started` and `delegation.ended` of one call id. The
 *   caller's word on the end stands; without it the sub-agent's own end, without that a failed end of the caller's run.
 * - spawn: a run that says whose it is, and that no such call tells of: the start of an agent outside a delegation. It ends
 *   with the run's first turn, or the run. Once a call claims the run it is that delegation, and counts no second time.
 * - handoff: `handoff.offered`, taken by `handoff.accepted`. Taken late it succeeded, whatever had been said before.
 * - review: each `review.requested` with the `review.ended` after it is one round, and so is each further end by itself.
 * - team_task: a task that one agent told of first and another one worked on (`task.changed`, or a report to the tasks).
 * - pair, conflict_resolution: only as a program says so itself. Two runs at one branch, or a merge after a conflict,
 *   look alike whether agents worked together or got in each other's way: that is no evidence.
 */
export const attemptsOf = ({ name, words, run }: Said, now: number): Attempt[] => {
  const kind = name.slice(0, name.indexOf(":"));
  const [asides, said] = [words.filter(isAside), words.filter((word) => !isAside(word))];
  const made = (makers[kind as keyof typeof makers] ?? told)(said, run);
  return made.map((draft) => {
    const off = draft.end === undefined ? calledOff(draft, asides) : undefined;
    return off === undefined ? late(draft, now) : dropped(draft, off);
  });
};

const isAside = ({ kind }: Word) => kind === "dropped" || kind === "taken_up";

/** When it was called off, by the last word on that; what began after it is another matter. */
const calledOff = ({ startedAt }: Pick<Attempt, "startedAt">, asides: readonly Word[]): number | undefined => {
  const last = [...asides].sort(inTime).at(-1);
  return last?.kind === "dropped" && ms(last) >= startedAt ? ms(last) : undefined;
};
const dropped = ({ end: _, lost: __, ...draft }: Draft, endedAt: number): Attempt => ({ ...draft, status: "dropped", endedAt });

/** A draft has not been looked at by the clock. `lost`: what its deadline makes of it. */
type Draft = Omit<Attempt, "status"> & { end?: End; lost?: Pick<Attempt, "cause" | "message"> };
type End = Pick<Attempt, "cause" | "causeGiven" | "message" | "exhausted"> & { at: number; ok: boolean };

const late = ({ end, lost, ...draft }: Draft, now: number): Attempt => {
  if (end) {
    const { at, ok, ...why } = end;
    const endedAt = Math.max(at, draft.startedAt);
    return { ...draft, ...(ok ? {} : why), status: ok ? "succeeded" : "failed", endedAt };
  }
  if (draft.deadlineAt === undefined || draft.deadlineAt > now) return { ...draft, status: "pending" };
  return { ...draft, ...lost, status: "failed", endedAt: draft.deadlineAt };
};

const ms = (word: Word) => Date.parse(word.at);
const timedOut = { cause: "timeout", message: "nobody told of its end in time" } as const;

const endOf = (word: Word, usual?: Attempt["cause"]): End => ({
  at: ms(word),
  ok: word.ok ?? true,
  ...(word.cause ? { cause: word.cause, causeGiven: true } : usual ? { cause: usual } : {}),
  ...(word.message ? { message: word.message } : {}),
  ...(word.exhausted ? { exhausted: true } : {}),
});

const about = (word: Word | undefined) => ({
  ...(word?.task ? { task: word.task } : {}),
  ...(word?.what ? { what: word.what } : {}),
  ...(word?.attempt === undefined ? {} : { attempt: word.attempt }),
});

const deadline = (word: Word, usual: number) => ms(word) + (word.seconds === undefined ? usual : word.seconds * second);

const delegation = (words: readonly Word[], run: readonly Word[]): Draft[] => {
  const [open, end] = [joined(words, "open"), joined(words, "end")];
  const told = open ?? end;
  if (!told) return [];
  const child = joined(run, "open");
  const startedAt = open ? (end ? Math.min(ms(open), ms(end)) : ms(open)) : ms(told);
  const to = child ? partyBy(child) : (partyTo(told) ?? (end && partyTo(end)));
  return [
    {
      type: "delegation",
      from: partyBy(told),
      ...(to ? { to } : {}),
      ...(told.session ? { fromSession: told.session } : {}),
      ...(child?.session ? { toSession: child.session } : {}),
      ...about({ ...end, ...told } as Word),
      startedAt,
      ...(open ? { deadlineAt: deadline(open, day) } : {}),
      lost: timedOut,
      ...ended(end, first(run, "end"), overtaken(first(words, "parent"), open)),
    },
  ];
};

/** The caller's word stands; else what became of the sub-agent; else what became of the caller. */
const ended = (end: Word | undefined, child: Word | undefined, parent: Word | undefined): { end?: End } => {
  if (end) return { end: endOf(end) };
  if (child) return { end: endOf(child) };
  if (parent) return { end: { ...endOf({ ...parent, ok: false }, "crash"), cause: "crash" } };
  return {};
};

/** A caller that ended after the deadline had long been waited for in vain. */
const overtaken = (parent: Word | undefined, open: Word | undefined) =>
  parent && open && ms(parent) > deadline(open, day) ? undefined : parent;

const spawn = (words: readonly Word[]): Draft[] => {
  const open = joined(words, "open");
  if (!open?.upName || words.some(({ kind }) => kind === "delegated")) return [];
  const end = first(words, "end");
  return [
    {
      type: "spawn",
      from: partyUp(open),
      to: partyBy(open),
      ...(open.upSession ? { fromSession: open.upSession } : {}),
      ...(open.session ? { toSession: open.session } : {}),
      ...about(open),
      startedAt: ms(open),
      ...(end ? { end: endOf(end) } : {}),
    },
  ];
};

const handoff = (words: readonly Word[]): Draft[] => {
  const open = joined(words, "open");
  if (!open) return [];
  const end = first(words, "end");
  const to = end?.byName ? partyBy(end) : partyTo(open);
  return [
    {
      type: "handoff",
      from: partyBy(open),
      ...(to ? { to } : {}),
      ...(open.session ? { fromSession: open.session } : {}),
      ...(end?.session ? { toSession: end.session } : {}),
      ...about(open),
      startedAt: ms(open),
      // A program that tells of its hand-offs itself tells of their end too.
      deadlineAt: deadline(open, open.type ? day : handOffMs),
      lost: open.type ? timedOut : { cause: "handoff_lost", message: "nobody accepted the hand-off in time" },
      ...(end ? { end: endOf(end) } : {}),
    },
  ];
};

/** Both sides tell of one end; what one of them says at another time is another. */
const isAnother = (word: Word, end: Word) => word.byId !== undefined && word.byId === end.byId && word.at !== end.at;

/** Each request opens a round unless one is open; an end closes it, or is a round by itself. */
const review = (words: readonly Word[]): Draft[] => {
  const rounds: { open?: Word; end?: Word }[] = [];
  for (const word of [...words].sort(inTime)) {
    const last = rounds.at(-1);
    if (word.kind === "open") {
      if (!last || last.end) rounds.push({ open: word });
    } else if (last && !last.end) last.end = word;
    // Without a request before it, it is all that is known.
    else if (!last?.end || isAnother(word, last.end)) rounds.push({ end: word });
  }
  const of = words.find(({ what }) => what !== undefined)?.what;
  return rounds.flatMap(({ open, end }): Draft[] => {
    const told = open ?? end;
    if (!told) return [];
    const asked = open && partyTo(open);
    const to = asked ?? (end && open && end.byId !== open.byId ? partyBy(end) : undefined);
    return [
      {
        type: "review",
        from: partyBy(told),
        ...(to ? { to } : {}),
        ...(told.session ? { fromSession: told.session } : {}),
        ...about(told),
        ...(of === undefined ? {} : { thing: keyOf(["review", of]) }),
        startedAt: ms(told),
        ...(open ? { deadlineAt: deadline(open, day) } : {}),
        lost: timedOut,
        ...(end ? { end: endOf(end, "verification_failed") } : {}),
      },
    ];
  });
};

/**
 * Who told of it first gave it, who worked on it took it; one agent's own to-do is no coordination. An end that the
 * clock or a person made is nobody's work, and an end all the same.
 */
const teamTask = (words: readonly Word[]): Draft[] => {
  const sorted = [...words].sort(inTime);
  const agents = sorted.filter(({ byId }) => byId !== undefined);
  const [maker] = agents;
  const taker = agents.find(({ byId, kind, ok }) => byId !== maker?.byId && (kind === "end" || ok === true));
  if (!maker || !taker) return [];
  const end = sorted.find(({ kind }) => kind === "end");
  // Called off is neither.
  if (end && end.ok === undefined) return [];
  return [
    {
      type: "team_task",
      from: partyBy(maker),
      to: partyBy(taker),
      ...(maker.session ? { fromSession: maker.session } : {}),
      ...(taker.session ? { toSession: taker.session } : {}),
      ...about(Object.assign({}, ...sorted.toReversed()) as Word),
      startedAt: ms(maker),
      ...(end ? { end: endOf(end) } : {}),
    },
  ];
};

/** What a program told itself. */
const told = (words: readonly Word[]): Draft[] => {
  const open = joined(words, "open");
  if (!open?.type) return [];
  const end = first(words, "end");
  const to: Party | undefined = partyTo(open);
  return [
    {
      type: open.type,
      from: partyBy(open),
      ...(to ? { to } : {}),
      ...(open.session ? { fromSession: open.session } : {}),
      ...about(open),
      startedAt: ms(open),
      deadlineAt: deadline(open, day),
      lost: timedOut,
      ...(end ? { end: endOf(end, open.type === "review" ? "verification_failed" : undefined) } : {}),
    },
  ];
};

const makers = { call: delegation, run: spawn, handoff, review, task: teamTask };
