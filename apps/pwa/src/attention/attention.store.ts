import type { AttentionHabits, AttentionSummary, AttentionWait } from "@beckon/contracts/attention";
import type { View } from "../platform/cached-view.ts";
import type { Replica } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { Followed } from "../teamwork/followed.ts";
import { type AttentionLook, figureQuery, viewKey } from "./attention-look.ts";
import type { AttentionApi } from "./attention.api.ts";

export type AttentionState = { summary: View<AttentionSummary>; habits: View<AttentionHabits> };
export type Part = keyof AttentionState;
export type WaitPage = { items: AttentionWait[]; cursor?: string };
type Deps = {
  replica: Replica;
  api: AttentionApi;
  now?: () => number;
  pauseMs?: number;
  /** Open waits grow by themselves. */ everyMs?: number;
};

/** The ledger as the server last told it, kept on this device with its age; followed while a page shows it. */
export class AttentionStore extends Store<AttentionState> {
  readonly #deps: Deps;
  readonly #parts: { [P in Part]: Followed<NonNullable<AttentionState[P]["body"]>> };
  #shown = new Set<Part>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(deps: Deps) {
    super({ summary: { loading: true }, habits: { loading: true } });
    this.#deps = deps;
    const follow = <P extends Part>(part: P) =>
      new Followed<NonNullable<AttentionState[P]["body"]>>({ replica: deps.replica, pauseMs: deps.pauseMs ?? 5_000 }, (view) =>
        this.set({ [part]: view } as unknown as Partial<AttentionState>),
      );
    this.#parts = { summary: follow("summary"), habits: follow("habits") };
    // Each question that is asked or answered is another figure.
    deps.replica.subscribe(({ reset, requests }) => {
      if (reset || requests !== undefined) this.refresh();
    });
  }

  /** Shows these parts of a look from now on, and nothing else. */
  show(look: AttentionLook, parts: readonly Part[]): void {
    const { api } = this.#deps;
    for (const part of this.#shown) if (!parts.includes(part)) this.#parts[part].stop();
    this.#shown = new Set(parts);
    const query = () => figureQuery(look, this.#now());
    if (this.#shown.has("summary"))
      this.#parts.summary.want({ key: viewKey("summary", look), ask: (signal) => api.summary(query(), { signal }) });
    if (this.#shown.has("habits"))
      this.#parts.habits.want({ key: viewKey("habits", look), ask: (signal) => api.habits(query(), { signal }) });
    this.#timer ??= setInterval(() => this.refresh(), this.#deps.everyMs ?? 60_000);
  }

  /** The page is left. */
  leave(): void {
    for (const part of this.#shown) this.#parts[part].stop();
    this.#shown = new Set();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Asks again for what is shown. */
  refresh(): void {
    if (document.hidden) return;
    for (const part of this.#shown) this.#parts[part].refresh();
  }

  /** The rows behind the figures, newest first. Throws `ApiProblem`. */
  waits(look: AttentionLook, cursor?: string): Promise<WaitPage> {
    return this.#deps.api.waits({ ...figureQuery(look, this.#now()), cursor });
  }

  #now(): number {
    return (this.#deps.now ?? Date.now)();
  }
}
