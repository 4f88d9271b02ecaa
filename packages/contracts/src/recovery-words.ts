// Without the schema library, which the app does not load.

/** The word that is typed before each act; a long press stands for it. */
export const recoveryWords = {
  pause_all: "pause",
  stop_tasks: "stop",
  restart_all: "restart",
  clear_queue: "clear",
  maintenance: "maintenance",
  reset_soft: "reset",
  reset_hard: "reset",
  reset_full: "reset",
} as const;

/** What can be asked for when something is off. */
export type RecoveryAction = keyof typeof recoveryWords;

/** The word before what was stopped is brought back. */
export const resumeWord = "resume";

/** What a confirmation by passkey is about: `requestId` of `POST /api/passkeys/step-up`. */
export const recoveryStepUp = "recovery";
