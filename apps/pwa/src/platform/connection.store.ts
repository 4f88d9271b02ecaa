import { Store } from "./store.ts";

export type ConnectionState = {
  /** live: changes arrive as they happen · connecting: being tried · offline: the last try failed. */
  state: "live" | "connecting" | "offline";
  /** ISO instant of the last change of `state`. */
  since: string;
  /** ISO instant up to which this device knows everything. */
  asOf?: string;
  /** There has been no connection for longer than an app takes to open. */
  long?: boolean;
  /** Answers in the outbox that the server does not have yet. */
  pendingAnswers: number;
};

/** The server answers an app that opens within this, where there is one to be had. */
const openingMs = 2_000;

/** Says how fresh the screen is; written by the live stream and the outbox, never guessed. */
export class ConnectionStore extends Store<ConnectionState> {
  readonly #now: () => Date;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => Date = () => new Date()) {
    super({ state: "connecting", since: now().toISOString(), pendingAnswers: 0 });
    this.#now = now;
    this.#seek();
  }

  become(state: ConnectionState["state"]): void {
    const before = this.state;
    if (before.state === state) return;
    // Tried again and again it has been away all the while.
    this.set({ state, since: this.#now().toISOString(), long: state === "offline" || (state === "connecting" && before.long === true) });
    clearTimeout(this.#timer);
    if (state === "connecting" && !this.state.long) this.#seek();
  }

  #seek(): void {
    this.#timer = setTimeout(() => this.set({ long: true }), openingMs);
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
