import type { Signal, SignalKind } from "@beckon/contracts/signals";
import type { OpenSession, SignalOwner } from "../agents/locate.ts";
import type { Moved } from "../agents/rehome.ts";
import type { Work } from "../platform/db/database.ts";

/** A signal that was not known before, with the run and the agent that it was told of. */
export type Fact = { owner: SignalOwner; signal: Signal; open: OpenSession };

/**
 * What a slice makes of the signals of some kinds, in the transaction that keeps them. Called at most once a group,
 * by time, and only with facts of its kinds: a group without any costs it nothing.
 */
export type Reaction = {
  kinds: ReadonlySet<SignalKind>;
  apply(work: Work, facts: readonly Fact[]): Promise<void>;
  /** What had been told of these runs before is of where they stand now. Before `apply`, and seldom. */
  rehome(work: Work, moved: readonly Moved[]): Promise<void>;
  /** Runs of which this group brought the first word. Before `apply`. */
  opened?(work: Work, runs: readonly OpenSession[]): Promise<void>;
};

type Group = { facts: readonly Fact[]; moved: readonly Moved[]; opened: readonly OpenSession[] };

/** Hands each slice its own. One after the other and always in this order, so that all processes lock alike. */
export const react = async (work: Work, { facts, moved, opened: runs }: Group, reactions: readonly Reaction[]): Promise<void> => {
  for (const { kinds, apply, rehome, opened } of reactions) {
    if (moved.length > 0) await rehome(work, moved);
    if (runs.length > 0) await opened?.(work, runs);
    const own = facts.filter(({ signal }) => kinds.has(signal.kind));
    if (own.length > 0) await apply(work, own);
  }
};
