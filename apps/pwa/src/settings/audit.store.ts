import type { AuditEntry } from "@beckon/contracts/access";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { AuditApi } from "./audit.api.ts";

export type AuditState = { items: AuditEntry[]; cursor?: string; asOf?: string; error?: string };

/** Who did what, newest first. */
export class AuditStore extends Store<AuditState> {
  readonly #api: AuditApi;

  constructor(api: AuditApi) {
    super({ items: [] });
    this.#api = api;
  }

  async load(): Promise<void> {
    await this.#read(undefined, []);
  }

  async more(): Promise<void> {
    if (this.state.cursor !== undefined) await this.#read(this.state.cursor, this.state.items);
  }

  async #read(cursor: string | undefined, before: AuditEntry[]): Promise<void> {
    try {
      const page = await this.#api.list({ cursor, limit: 50 });
      this.set({ items: [...before, ...page.items], cursor: page.cursor, asOf: new Date().toISOString(), error: undefined });
    } catch (error) {
      this.set({ error: words(error) });
    }
  }
}
