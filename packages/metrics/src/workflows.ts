import { framed, type Frame } from "./figure.ts";
import { proportion, type Proportion } from "./proportion.ts";
import { spread, type Spread } from "./quantile.ts";

/** Something that began and may have ended, as ISO-8601 instants. */
export type Span = { startedAt: string; endedAt?: string | undefined };

/** How long the ended ones took, in milliseconds. What still runs, or ends before it begins, is left out. */
export function durations(spans: Iterable<Span>, frame?: Frame): Spread {
  const all: number[] = [];
  for (const { startedAt, endedAt } of spans) {
    const took = endedAt === undefined ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt);
    if (took >= 0) all.push(took);
  }
  return spread(all, frame);
}

/** Duration of each stage by its name, in the order of the names. */
export function stageDurations(stages: Iterable<Span & { stage: string }>, frame?: Frame): (Spread & { stage: string })[] {
  const byName = new Map<string, Span[]>();
  for (const span of stages) {
    const known = byName.get(span.stage);
    if (known) known.push(span);
    else byName.set(span.stage, [span]);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([stage, spans]) => ({ stage, ...durations(spans, frame) }));
}

/** From suspended to resumed, in milliseconds. */
export function suspensionWaits(suspensions: Iterable<{ suspendedAt: string; resumedAt?: string | undefined }>, frame?: Frame): Spread {
  const spans = [...suspensions].map(({ suspendedAt, resumedAt }) => ({ startedAt: suspendedAt, endedAt: resumedAt }));
  return durations(spans, frame);
}

/** Attempts to resume: the share that succeeded in percent, how many are still under way, and how long the ended ones took. */
export type ResumeSuccess = Proportion & { pending: number; took: Spread };

/** `ok` is told with the end of an attempt; an ended one without it did not succeed. */
export function resumeSuccess(attempts: Iterable<Span & { ok?: boolean | undefined }>, frame?: Frame): ResumeSuccess {
  const all = [...attempts];
  const ended = all.filter(({ endedAt }) => endedAt !== undefined);
  const succeeded = ended.filter(({ ok }) => ok === true).length;
  return {
    ...proportion(succeeded, ended.length - succeeded, frame),
    pending: all.length - ended.length,
    took: durations(ended, frame),
  };
}

export const stuckAfterMs = 24 * 3_600_000;

/** Why a run is stuck: it, or its stage, is in its second day. `ageMs` and since when. */
export type Stuck = { value: boolean; n: 1; reasons: { what: "run" | "stage"; since: string; ageMs: number }[] } & Frame;

/** METRICS "Stuck workflow", of one run and its open stage at `now` (epoch milliseconds). A run that ended is not. */
export function stuck(run: Span & { stage?: Span | undefined }, now: number, frame?: Frame): Stuck {
  const old = (what: "run" | "stage", span: Span | undefined) => {
    if (span === undefined || span.endedAt !== undefined || run.endedAt !== undefined) return [];
    const ageMs = now - Date.parse(span.startedAt);
    return ageMs > stuckAfterMs ? [{ what, since: span.startedAt, ageMs }] : [];
  };
  const reasons = [...old("run", run), ...old("stage", run.stage)];
  return { value: reasons.length > 0, n: 1, reasons, ...framed(frame) };
}
