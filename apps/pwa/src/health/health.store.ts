import type { HealthReport } from "@beckon/contracts/health";
import { cachedView, type View } from "../platform/cached-view.ts";
import type { Replica } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import type { HealthApi } from "./health.api.ts";

export type HealthState = View<HealthReport>;

/** How the server and what is connected to it stand: its last word, kept for the time without network. */
export class HealthStore extends Store<HealthState> {
  readonly #deps: { replica: Replica; api: HealthApi };

  constructor(deps: { replica: Replica; api: HealthApi }) {
    super({ loading: false });
    this.#deps = deps;
  }

  async load(): Promise<void> {
    if (this.state.loading) return;
    this.set({ loading: true });
    const { replica, api } = this.#deps;
    await cachedView<HealthReport>(
      { replica, key: "/api/health" },
      () => api.read(),
      (view) =>
        // What was shown stays while a newer answer is on its way, or does not come.
        this.set({ ...view, body: view.body ?? this.state.body, at: view.at ?? this.state.at, error: view.error }),
    );
  }
}
