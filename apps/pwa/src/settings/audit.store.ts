import type { AuditEntry } from "@beckon/contracts/access";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { AuditApi } from "./audit.api.ts";

export type AuditState = ListState<AuditEntry>;

/** Who did what, newest first. */
export class AuditStore extends ListStore<AuditEntry> {
  readonly #api: AuditApi;

  constructor(api: AuditApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(cursor: string | undefined): Promise<{ items: AuditEntry[]; cursor?: string }> {
    return this.#api.list({ cursor, limit: 50 });
  }
}
