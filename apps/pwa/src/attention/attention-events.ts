import type { AttentionLook } from "./attention-look.ts";

/** The ledger is to be looked at in another way. */
export class AttentionLookEvent extends Event {
  readonly look: Partial<AttentionLook>;
  constructor(look: Partial<AttentionLook>) {
    super("attention-look", { bubbles: true, composed: true });
    this.look = look;
  }
}

/** The rows behind a figure are to be read; the next page of them where some are there. */
export class WaitsWantedEvent extends Event {
  constructor() {
    super("waits-wanted", { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    "attention-look": AttentionLookEvent;
    "waits-wanted": WaitsWantedEvent;
  }
}
