import type { Happening } from "@beckon/contracts/agents";
import type { Signal, SignalKind } from "@beckon/contracts/signals";

/** What is told in a session's short timeline; the rest is too common to be read there. */
export const toldKinds: readonly SignalKind[] = [
  "session.started",
  "session.ended",
  "turn.started",
  "turn.ended",
  "model.failed",
  "tool.decided",
  "tool.ended",
  "task.changed",
  "progress.reported",
  "attention.wanted",
  "delegation.started",
  "delegation.ended",
  "handoff.offered",
  "handoff.accepted",
  "review.requested",
  "review.ended",
  "commit.made",
  "pull_request.changed",
  "limit.hit",
  "context.compacted",
];

const short = (text: string | undefined) => (text ? { text: text.slice(0, 240) } : {});

/** The short form of a signal for the timeline of its session; nothing for what is too common to be read there. */
export const toHappening = (signal: Signal): Happening | undefined => {
  const head = { at: signal.at, kind: signal.kind };
  switch (signal.kind) {
    case "session.started":
      return { ...head, ...short(signal.data.how) };
    case "session.ended":
      return { ...head, ok: !signal.data.failed, ...short(signal.data.error ?? signal.data.reason) };
    case "turn.started":
      return { ...head, ...short(signal.data.prompt) };
    case "turn.ended":
      return { ...head, ok: !signal.data.failed, ...short(signal.data.error ?? signal.data.message) };
    case "model.failed":
      return { ...head, ok: false, ...(signal.data.model ? { model: signal.data.model } : {}), ...short(signal.data.error) };
    case "tool.decided":
      return signal.data.by === "person" || !signal.data.accepted
        ? { ...head, tool: signal.data.tool, ok: signal.data.accepted, ...short(signal.data.command ?? signal.data.path) }
        : undefined;
    case "tool.ended": {
      const { tool, ok, durationMs, command, path, description, error } = signal.data;
      return {
        ...head,
        tool,
        ok,
        ...(durationMs === undefined ? {} : { durationMs }),
        ...short(command ?? path ?? description ?? (ok ? undefined : error)),
      };
    }
    case "task.changed":
      return { ...head, ...short(`${signal.data.subject ?? signal.data.taskId}: ${signal.data.status}`) };
    case "progress.reported":
      return { ...head, ...short(signal.data.message) };
    case "attention.wanted":
      return { ...head, ...short(signal.data.message ?? signal.data.what) };
    case "delegation.started":
      return { ...head, ...short(signal.data.to) };
    case "delegation.ended":
      return { ...head, ok: signal.data.ok, ...short(signal.data.to ?? signal.data.error) };
    case "handoff.offered":
      return { ...head, ...short(signal.data.to) };
    case "handoff.accepted":
      return head;
    case "review.requested":
      return { ...head, ...short(signal.data.of) };
    case "review.ended":
      return { ...head, ok: signal.data.accepted, ...short(signal.data.message) };
    case "commit.made":
      return { ...head, ...short(signal.data.message ?? signal.data.sha.slice(0, 12)) };
    case "pull_request.changed":
      return { ...head, ...short(`${signal.data.title ?? signal.data.url}: ${signal.data.status}`) };
    case "limit.hit":
      return { ...head, ok: false, ...short(signal.data.message ?? signal.data.what) };
    case "context.compacted":
      return head;
    default:
      return undefined;
  }
};

/** Telemetry and hooks of one agent tell the same thing within this time where they share no id for it. */
const nearMs = 5_000;

/** A timeline, oldest first, without what is told twice in two ways: the one that says more stands. */
export const withoutEchoes = (happenings: readonly Happening[]): Happening[] => {
  const kept: Happening[] = [];
  for (const happening of happenings) {
    const at = kept.findLastIndex((other) => isEcho(other, happening));
    if (at === -1) kept.push(happening);
    else kept[at] = { ...happening, ...kept[at] };
  }
  return kept;
};

const isEcho = (a: Happening, b: Happening) => {
  if (a.kind !== b.kind || a.tool !== b.tool || a.ok !== b.ok || Date.parse(b.at) - Date.parse(a.at) > nearMs) return false;
  if (a.kind === "session.started" || a.kind === "session.ended") return true;
  if (a.kind === "turn.started") return a.text === undefined || b.text === undefined || a.text === b.text;
  // Two calls of one tool may well follow each other; the echo is the one that knows less.
  return a.kind === "tool.ended" && (a.text === undefined) !== (b.text === undefined);
};
