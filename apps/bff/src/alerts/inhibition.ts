import { alertKindOf, type AlertKind, type AlertSeverity } from "@beckon/contracts/alert-kinds";
import type { SilenceMatcher } from "@beckon/contracts/alerts";
import type { Group } from "./grouping.ts";

export type Source = { id: string; kind: AlertKind; keys: ReadonlySet<string> };
export type Hush = { id: string; matcher: SilenceMatcher };

/** Why an alert says nothing: a silence of somebody, or another alert that it follows from. `audible`: how many of its subjects speak. */
export type Muted = { audible: number; silenceId: string | null; inhibitedBy: { id: string; kind: AlertKind } | null };

type Asked = { group: Group; severity: AlertSeverity; sources: readonly Source[]; silences: readonly Hush[] };

export const fits = (matcher: SilenceMatcher, one: { kind: AlertKind; severity: AlertSeverity; key: string }): boolean =>
  (matcher.kind === undefined || matcher.kind === one.kind) &&
  (matcher.severity === undefined || matcher.severity === one.severity) &&
  (matcher.subjectId === undefined || matcher.subjectId === one.key);

/** One cause, one alert: what follows from another says nothing while that one fires, and nothing that is silenced does. */
export const muted = ({ group: { kind, firing }, severity, sources, silences }: Asked): Muted => {
  const follows = alertKindOf(kind).follows.flatMap(({ kind: cause, same = false }) =>
    sources.filter((source) => source.kind === cause).map((source) => ({ source, same })),
  );
  let [audible, silenceId, inhibitedBy]: [number, string | null, Muted["inhibitedBy"]] = [0, null, null];
  for (const { key } of firing) {
    const cause = follows.find(({ source, same }) => !same || source.keys.has(key))?.source;
    const silence = cause ? undefined : silences.find(({ matcher }) => fits(matcher, { kind, severity, key }));
    if (cause) inhibitedBy ??= { id: cause.id, kind: cause.kind };
    else if (silence) silenceId ??= silence.id;
    else audible += 1;
  }
  return audible > 0 ? { audible, silenceId: null, inhibitedBy: null } : { audible, silenceId, inhibitedBy };
};
