import type { Delivery } from "@beckon/contracts/notifications";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { DeliveriesApi } from "./deliveries.api.ts";

export type DeliveriesState = ListState<Delivery>;

/** What was pushed where, newest first. */
export class DeliveriesStore extends ListStore<Delivery> {
  readonly #api: DeliveriesApi;

  constructor(api: DeliveriesApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(cursor: string | undefined): Promise<{ items: Delivery[]; cursor?: string }> {
    return this.#api.list({ cursor, limit: 50 });
  }
}
