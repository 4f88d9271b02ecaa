import type { AttentionHabits, AttentionSummary, AttentionWait } from "@beckon/contracts/attention";
import type { View } from "../platform/cached-view.ts";
import { FollowedParts } from "../platform/followed-parts.ts";
import type { Replica } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { type AttentionLook, figureQuery, viewKey } from "./attention-look.ts";
import type { AttentionApi } from "./attention.api.ts";

export type AttentionState = { summary: View<AttentionSummary>; habits: View<AttentionHabits> };
export type Part = keyof AttentionState;
type Bodies = { [P in Part]: NonNullable<AttentionState[P]["body"]> };
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
  readonly #parts: FollowedParts<Bodies>;

  constructor(deps: Deps) {
    super({ summary: { loading: true }, habits: { loading: true } });
    this.#deps = deps;
    const { replica, pauseMs = 5_000, everyMs = 60_000 } = deps;
    this.#parts = new FollowedParts<Bodies>({ replica, pauseMs, everyMs }, ["summary", "habits"], (part, view) =>
      this.set({ [part]: view }),
    );
    // Each question that is asked or answered is another figure.
    deps.replica.subscribe(({ reset, requests }) => {
      if (reset || requests !== undefined) this.refresh();
    });
  }

  /** Shows these parts of a look from now on, and nothing else. */
  show(look: AttentionLook, parts: readonly Part[]): void {
    const { api } = this.#deps;
    const query = () => figureQuery(look, this.#now());
    this.#parts.show(parts);
    if (parts.includes("summary"))
      this.#parts.want("summary", { key: viewKey("summary", look), ask: (signal) => api.summary(query(), { signal }) });
    if (parts.includes("habits"))
      this.#parts.want("habits", { key: viewKey("habits", look), ask: (signal) => api.habits(query(), { signal }) });
  }

  /** The page is left. */
  leave(): void {
    this.#parts.leave();
  }

  /** Asks again for what is shown. */
  refresh(): void {
    this.#parts.refresh();
  }

  /** The rows behind the figures, newest first. Throws `ApiProblem`. */
  waits(look: AttentionLook, cursor?: string): Promise<WaitPage> {
    return this.#deps.api.waits({ ...figureQuery(look, this.#now()), cursor });
  }

  #now(): number {
    return (this.#deps.now ?? Date.now)();
  }
}
