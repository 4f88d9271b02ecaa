import type { Recovery } from "@beckon/contracts/recovery";
import type { RecoveryAction } from "@beckon/contracts/recovery-words";

/** A person wants to look at what an action would touch. Nothing has been asked of the server yet. */
export class RecoveryWantedEvent extends Event {
  readonly wanted: RecoveryAction | Recovery;
  /** An action, or a recovery that is to be brought back. */
  constructor(wanted: RecoveryAction | Recovery) {
    super("recovery-wanted", { bubbles: true, composed: true });
    this.wanted = wanted;
  }
}

/** Held or typed: it is meant. */
export class RecoveryConfirmedEvent extends Event {
  readonly reason: string;
  constructor(reason: string) {
    super("recovery-confirmed", { bubbles: true, composed: true });
    this.reason = reason;
  }
}

/** What one touched is to be shown, or more of it. */
export class ItemsWantedEvent extends Event {
  readonly recoveryId: string;
  readonly cursor: string | undefined;
  constructor(recoveryId: string, cursor?: string) {
    super("items-wanted", { bubbles: true, composed: true });
    this.recoveryId = recoveryId;
    this.cursor = cursor;
  }
}

declare global {
  interface HTMLElementEventMap {
    "recovery-wanted": RecoveryWantedEvent;
    "recovery-confirmed": RecoveryConfirmedEvent;
    "items-wanted": ItemsWantedEvent;
  }
}
