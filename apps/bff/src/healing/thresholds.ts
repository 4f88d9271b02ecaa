const minute = 60_000;

/** From when on something counts as a fault. */
export const thresholds = {
  /** A process at work says nothing, and takes no time of a core. */
  hangMs: 10 * minute,
  /** So long that no history is needed to say so. */
  clearHangMs: 20 * minute,
  /** It computes: only after so long it counts as stuck. */
  busyHangMs: 45 * minute,
  idleCpu: 0.02,
  /** A run without a machine is silent in the middle of a turn. */
  staleMs: 10 * minute,
  /** So many ends in this time, each soon after its start, are a loop. */
  crashes: 3,
  crashWindowMs: 30 * minute,
  shortLifeMs: 5 * minute,
  /** What ended longer ago somebody has seen by now. */
  endedMs: 120 * minute,
  /** A group with so much in memory that was killed is likely to have been killed for it. */
  muchMemory: 1024 ** 3,
  /** After a limit was hit an agent is left in peace so long; and a limit counts so long without a sign of work. */
  limitRestMs: 15 * minute,
  limitMs: 30 * minute,
  skewMs: 2 * minute,
  /** Its agent has ended for so long, and nobody took its task up. */
  orphanMs: minute,
  orphanRunMs: 10 * minute,
  zombieMs: 30 * minute,
  handOffMs: 15 * minute,
  handOffOldMs: 24 * 60 * minute,
  poisonAttempts: 3,
  poisonAgents: 2,
  patternCount: 5,
  patternFreshMs: 15 * minute,
  /** So many agents that fail within this time have one cause, where they are this share of all. */
  outageAgents: 3,
  outageMs: 5 * minute,
  outageShare: 0.5,
} as const;

/** Fewer own cases say nothing of how likely something helps. */
export const fewestCases = 5;

/** It helped when its agent worked again in `workMs`, and the same fault was not back in `backMs`. */
export const measured = { workMs: 10 * minute, backMs: 30 * minute } as const;
/** A person's "leave it" counts so long. */
export const leftForMs = 24 * 60 * minute;
