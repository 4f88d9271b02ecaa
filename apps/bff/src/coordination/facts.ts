import type { CoordinationType } from "@beckon/contracts/coordination";
import type { SignalKind } from "@beckon/contracts/signals";
import type { Fact } from "../signals/reactions.ts";
import type { Telling, Word } from "./coordination.types.ts";

export const kinds: ReadonlySet<SignalKind> = new Set([
  "session.started",
  "session.described",
  "session.ended",
  "turn.ended",
  "delegation.started",
  "delegation.ended",
  "handoff.offered",
  "handoff.accepted",
  "review.requested",
  "review.ended",
  "task.changed",
]);

export const runName = (ownerId: string, key: string) => `run:${ownerId}:${key}`;
/** What a program tells of itself, by its own key. */
export const toldName = (ownerId: string, type: CoordinationType, key: string) => `told:${ownerId}:${type}:${key}`;
const callName = (sessionId: string, callId: string) => `call:${sessionId}:${callId}`;

/** Numbers of a run's own list mean nothing outside of it; a name that is one of ours means the same to everybody. */
export const taskName = (ownerId: string, { taskId, root }: { taskId: string; root?: string }) =>
  taskId.startsWith("tk_")
    ? `task:${taskId}`
    : root !== undefined && /^\W?\d{1,6}$/.test(taskId)
      ? `task:${ownerId}:${root}:${taskId}`
      : `task:${ownerId}:${taskId}`;

/** What signals say of agents that work together, each under the name of its matter. Most say nothing. */
export const tellingsOf = (facts: readonly Fact[]): Telling[] => facts.flatMap(tellings);

const tellings = (fact: Fact): Telling[] => {
  const { owner, signal, open } = fact;
  const said = wordOf(fact);
  const tell = (name: string, word: Partial<Word> & Pick<Word, "kind">): Telling => ({
    name,
    owner: { id: owner.id, ...(owner.demo ? { demo: true } : {}) },
    word: said(word),
  });
  switch (signal.kind) {
    case "delegation.started":
    case "delegation.ended": {
      const { callId, to, childSession } = signal.data;
      const name = callName(open.row.id, callId);
      const link = childSession === undefined ? {} : { link: runName(owner.id, childSession) };
      const head = { ...link, ...(to === undefined ? {} : { to }) };
      const main =
        signal.kind === "delegation.started"
          ? tell(name, { kind: "open", ...head, ...text("what", signal.data.task) })
          : tell(name, { kind: "end", ...head, ok: signal.data.ok, ...text("message", signal.data.error) });
      return [
        main,
        ...(link.link ? [tell(link.link, { kind: "delegated", link: name })] : []),
        // A program may tell of the same call itself, before or after.
        tell(toldName(owner.id, "delegation", callId), { kind: "delegated", link: name }),
        // Told late: by then it is known that the caller's run is over.
        ...(open.endedAt && open.state.failed && open.endedAt.toISOString() >= signal.at
          ? [{ ...main, word: parentEnd(said({ kind: "parent" }), open.endedAt.toISOString(), open.state.error) }]
          : []),
      ];
    }
    case "handoff.offered":
      return [tell(`handoff:${signal.data.handoffId}`, { kind: "open", to: signal.data.to, ...text("what", signal.data.task) })];
    case "handoff.accepted":
      return [tell(`handoff:${signal.data.handoffId}`, { kind: "end", ok: true })];
    case "review.requested": {
      const { reviewId, of, by } = signal.data;
      return [tell(`review:${reviewId}`, { kind: "open", ...text("what", of), ...(by ? { to: by } : {}) })];
    }
    case "review.ended": {
      const { reviewId, accepted, message } = signal.data;
      return [tell(`review:${reviewId}`, { kind: "end", ok: accepted, ...text("message", message) })];
    }
    case "task.changed": {
      const { taskId, subject, status } = signal.data;
      const name = taskName(owner.id, { taskId, root: open.row.key.split("/", 1)[0] as string });
      return [tell(name, { ...taskWord(status), task: taskId, ...text("what", subject) })];
    }
    case "session.started":
    case "session.described":
      return open.row.parentId === null ? [] : [tell(runName(owner.id, open.row.key), begun(fact))];
    case "session.ended":
      return open.row.parentId === null
        ? []
        : [
            tell(runName(owner.id, open.row.key), begun(fact)),
            tell(runName(owner.id, open.row.key), { kind: "end", ok: !signal.data.failed, ...text("message", signal.data.error) }),
          ];
    case "turn.ended":
      return open.row.parentId === null || signal.data.running > 0
        ? []
        : [
            tell(runName(owner.id, open.row.key), begun(fact)),
            tell(runName(owner.id, open.row.key), { kind: "end", ok: !signal.data.failed, ...text("message", signal.data.error) }),
          ];
    default:
      return [];
  }
};

/** A run that works for another; that one's agent is looked up where it is not known yet. */
const begun = ({ open }: Fact) => ({ kind: "open" as const, upSession: open.row.parentId as string });

/** The run that delegated ended by an error: what it had asked for will not come. */
export const parentEnd = (said: Word, at: string, error: string | undefined): Word => ({
  ...said,
  kind: "parent",
  at,
  message: error ?? "the run that delegated ended with an error",
});

export const wordOf =
  ({ signal, open: { row, agent } }: Fact) =>
  (word: Partial<Word> & Pick<Word, "kind">): Word => {
    const role = agent.givenRole ?? signal.agent?.role ?? agent.role;
    return {
      at: signal.at,
      byId: agent.id,
      byName: agent.name,
      ...(role ? { byRole: role } : {}),
      session: row.id,
      ...(signal.task ? { task: signal.task } : {}),
      ...word,
    };
  };

const text = <K extends "what" | "message">(name: K, value: string | undefined): { [P in K]?: string } =>
  (value ? { [name]: value } : {}) as { [P in K]?: string };

/** What a task's status says here: `ok` of one that is open: somebody works on it. */
export const taskWord = (status: string): Pick<Word, "kind" | "ok" | "cause"> => {
  const plain = status.toLowerCase().replaceAll(/[\s-]/g, "_");
  if (/^(completed?|done|succeeded|closed|finished)$/.test(plain)) return { kind: "end", ok: true };
  if (/^(failed|error)$/.test(plain)) return { kind: "end", ok: false };
  if (/^timed_?out$/.test(plain)) return { kind: "end", ok: false, cause: "timeout" };
  if (/^(cancell?ed|deleted|removed)$/.test(plain)) return { kind: "end" };
  return /^(in_progress|started|running|working|claimed)$/.test(plain) ? { kind: "open", ok: true } : { kind: "open" };
};
