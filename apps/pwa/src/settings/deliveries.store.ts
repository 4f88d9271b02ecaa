import type { Delivery } from "@beckon/contracts/notifications";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { DeliveriesApi } from "./deliveries.api.ts";

export type DeliveriesState = { items: Delivery[]; cursor?: string; asOf?: string; error?: string };

/** What was pushed where, newest first. */
export class DeliveriesStore extends Store<DeliveriesState> {
  readonly #api: DeliveriesApi;

  constructor(api: DeliveriesApi) {
    super({ items: [] });
    this.#api = api;
  }

  async load(): Promise<void> {
    await this.#read(undefined, []);
  }

  async more(): Promise<void> {
    if (this.state.cursor !== undefined) await this.#read(this.state.cursor, this.state.items);
  }

  async #read(cursor: string | undefined, before: Delivery[]): Promise<void> {
    try {
      const page = await this.#api.list({ cursor, limit: 50 });
      this.set({ items: [...before, ...page.items], cursor: page.cursor, asOf: new Date().toISOString(), error: undefined });
    } catch (error) {
      this.set({ error: words(error) });
    }
  }
}
