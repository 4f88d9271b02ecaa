import { Store } from "./store.ts";

export type ConnectionState = {
  /** live: changes arrive as they happen · connecting: being tried · offline: the last try failed. */
  state: "live" | "connecting" | "offline";
  /** ISO instant of the last change of `state`. */
  since: string;
  /** ISO instant up to which this device knows everything. */
  asOf?: string;
  /** Answers in the outbox that the server does not have yet. */
  pendingAnswers: number;
};

/** Says how fresh the screen is; written by the live stream and the outbox, never guessed. */
export class ConnectionStore extends Store<ConnectionState> {
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    super({ state: "connecting", since: now().toISOString(), pendingAnswers: 0 });
    this.#now = now;
  }

  become(state: ConnectionState["state"]): void {
    if (this.state.state !== state) this.set({ state, since: this.#now().toISOString() });
  }

  fresh(asOf: string): void {
    if (asOf > (this.state.asOf ?? "")) this.set({ asOf });
  }

  waiting(pendingAnswers: number): void {
    if (pendingAnswers !== this.state.pendingAnswers) this.set({ pendingAnswers });
  }

  /** Nothing of the former session may be told as known. */
  forget(): void {
    this.set({ asOf: undefined, pendingAnswers: 0 });
  }
}
