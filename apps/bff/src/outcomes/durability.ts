import type { DurabilityEvidence, DurabilityState } from "@beckon/contracts/outcomes";
import { undoneReverts, standingReverts, type Reverter } from "./effective.ts";
import { dayMs, lookDays, type Finding } from "./outcomes.types.ts";

const all = 1_000_000;
/** Lines that are written anew later than this are the code's ordinary life. */
export const windowMs = lookDays[1] * dayMs;
const mostEvidence = 20;

/** One thing that went in: a pull request with its commits, or commits alone. */
export type Landed = { key?: string | undefined; mergeCommit?: string | undefined; commits: readonly string[] };

export type Known = {
  acceptedAt: Date;
  now: Date;
  landed: readonly Landed[];
  revertersOf: (key: string) => readonly Reverter[];
  findings: readonly Finding[];
  incidents: readonly { issue: string; title: string; at: Date }[];
};

export type Judged = {
  d: number;
  state: DurabilityState;
  incident: boolean;
  evidence: DurabilityEvidence[];
  checkedAt: Date | undefined;
  nextAt: Date | undefined;
  /** When it came to less than all of it. */
  writtenDownAt: Date | undefined;
};

/**
 * Whether it still stands (METRICS: d). 0 when all of it was taken back; else the share of its commits that were not taken
 * back, or of its lines that were left within 30 days, whichever is less. A later look never raises it; a revert of the
 * revert does, for what that had taken.
 */
export const judge = (known: Known): Judged => {
  const { acceptedAt, now, landed, findings } = known;
  const reverts = landed.map((one) => revertsOf(one, known.revertersOf));
  const lastRevert = latest(reverts.flatMap(({ standing }) => standing.map(({ at }) => at)));
  const lastUndone = latest(reverts.flatMap(({ undone }) => undone.map(({ by }) => by.at)));
  const byTip = findings.toSorted((a, b) => Date.parse(a.tipAt) - Date.parse(b.tipAt));
  const lastWord = byTip.findLast(({ state }) => state === "reverted" || state === "restored");
  const lastWordAt = lastWord && new Date(lastWord.tipAt);
  const isRestored = lastWord?.state === "restored" && (lastRevert === undefined || (lastWordAt as Date) >= lastRevert);
  const foundReverted = lastWord?.state === "reverted" && (lastUndone === undefined || (lastWordAt as Date) >= lastUndone);

  const commitsLeft =
    isRestored || landed.length === 0 ? all : Math.floor(reverts.reduce((sum, { left }) => sum + left, 0) / landed.length);
  const lines = byTip.flatMap((one) => (one.state === "rewritten" || one.state === "standing" ? linesLeft(one, acceptedAt) : []));
  const d = foundReverted ? 0 : Math.min(commitsLeft, ...lines.map(({ left }) => left));
  const looked = lookDays.map((days) => new Date(acceptedAt.getTime() + days * dayMs)).filter((at) => at <= now);
  // Where nothing is known that could be looked for, the days alone say nothing.
  const canLook = landed.length > 0 || findings.length > 0;
  const checkedAt = latest([...(canLook ? looked : []), ...findings.map(({ tipAt }) => new Date(tipAt))]);
  const evidence = evidenceOf(known, { reverts, looked: canLook ? looked : [], byTip });
  const downs = evidence.filter(({ kind }) => kind === "reverted" || kind === "rewritten").map(({ at }) => new Date(at));
  const next = lookDays.map((days) => new Date(acceptedAt.getTime() + days * dayMs)).find((at) => at > now);
  return {
    d,
    state: foundReverted || commitsLeft === 0 ? "reverted" : d < all ? "reworked" : checkedAt ? "standing" : "unchecked",
    incident: known.incidents.length > 0,
    evidence: evidence.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, mostEvidence),
    checkedAt,
    nextAt: canLook ? next : undefined,
    writtenDownAt: d < all ? latest(downs) : undefined,
  };
};

type Reverts = { left: number; standing: Reverter[]; undone: { revert: Reverter; by: Reverter }[] };

/** A revert of the merge, or of the pull request, takes all of it; one of a commit takes that. */
const revertsOf = ({ key, mergeCommit, commits }: Landed, revertersOf: Known["revertersOf"]): Reverts => {
  const wholes = [key, mergeCommit].filter((one) => one !== undefined);
  const whole = wholes.flatMap((one) => standingReverts(one, revertersOf));
  const single = commits.filter((sha) => sha !== mergeCommit).map((sha) => standingReverts(sha, revertersOf));
  const taken = single.filter(({ length }) => length > 0).length;
  const left = whole.length > 0 ? 0 : single.length === 0 ? all : Math.floor((all * (single.length - taken)) / single.length);
  return {
    left,
    standing: [...whole, ...single.flat()],
    undone: [...wholes, ...commits].flatMap((one) => undoneReverts(one, revertersOf)),
  };
};

const linesLeft = ({ lines, tipAt }: Finding, acceptedAt: Date) =>
  lines === undefined || lines.made === 0 || Date.parse(tipAt) > acceptedAt.getTime() + windowMs
    ? []
    : [{ left: Math.floor((all * Math.min(lines.left, lines.made)) / lines.made) }];

const latest = (dates: readonly Date[]): Date | undefined =>
  dates.length === 0 ? undefined : new Date(Math.max(...dates.map((date) => date.getTime())));

type Found = { reverts: readonly Reverts[]; looked: readonly Date[]; byTip: readonly Finding[] };

const evidenceOf = ({ incidents, acceptedAt }: Known, { reverts, looked, byTip }: Found): DurabilityEvidence[] => {
  const told = new Map<string, DurabilityEvidence>();
  const add = (one: DurabilityEvidence) => told.set(`${one.kind} ${one.ref ?? one.at}`, one);
  for (const { standing, undone } of reverts) {
    for (const { at, key, url } of standing) add({ at: at.toISOString(), kind: "reverted", from: "webhook", ref: url ?? key });
    for (const { revert, by } of undone) {
      add({ at: revert.at.toISOString(), kind: "reverted", from: "webhook", ref: revert.url ?? revert.key, detail: "taken back again" });
      add({ at: by.at.toISOString(), kind: "restored", from: "webhook", ref: by.url ?? by.key });
    }
  }
  for (const finding of byTip) {
    const { state, tipAt, tip, ref, how } = finding;
    const [lines] = linesLeft(finding, acceptedAt);
    add({
      at: new Date(tipAt).toISOString(),
      kind: state,
      from: "repository",
      ref: ref ?? tip,
      ...(how ? { detail: how } : {}),
      ...(lines ? { d: lines.left } : {}),
    });
  }
  const down = [...told.values()].filter(({ kind }) => kind === "reverted" || kind === "rewritten").map(({ at }) => Date.parse(at));
  for (const at of looked.filter((look) => !down.some((one) => one <= look.getTime())))
    add({ at: at.toISOString(), kind: "standing", from: "schedule", detail: `${daysBetween(acceptedAt, at)} days` });
  for (const { issue, title, at } of incidents) add({ at: at.toISOString(), kind: "incident", from: "webhook", ref: issue, detail: title });
  return [...told.values()];
};
const daysBetween = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / dayMs);
