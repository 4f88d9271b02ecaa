import type { AuditCheck, AuditEntry } from "@beckon/contracts/access";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import { words } from "../platform/words.ts";
import { auditQuery, isNarrowed, plainLook, type AuditLook } from "./audit-look.ts";
import type { AuditApi } from "./audit.api.ts";

/** `check`: what the newest look at the whole audit found; `unchecked`: why there is no newer one. */
export type AuditState = ListState<AuditEntry> & { look: AuditLook; check?: AuditCheck; checking?: boolean; unchecked?: string };

/** Who did what, newest first; narrowed by words and kind, and whether it is still what was written down. */
export class AuditStore extends ListStore<AuditEntry, AuditState> {
  readonly #api: AuditApi;

  constructor(api: AuditApi, memory: Memory) {
    super(memory, { items: [], look: plainLook });
    this.#api = api;
  }

  protected override kept(): boolean {
    return !isNarrowed(this.state.look);
  }

  protected override async page(cursor: string | undefined): Promise<{ items: AuditEntry[]; cursor?: string }> {
    return this.#api.list({ ...auditQuery(this.state.look), cursor, limit: 50 });
  }

  /** Looks at another part. What was seen stays until the answer is here; without an answer it is not shown as one. */
  async narrow(look: AuditLook): Promise<void> {
    this.set({ look, cursor: undefined, asOf: undefined });
    await this.load();
    if (this.state.look === look && this.state.asOf === undefined) this.set({ items: [] });
  }

  /** Has the server read all of it against its chain. */
  async check(): Promise<void> {
    if (this.state.checking) return;
    this.set({ checking: true, unchecked: undefined });
    try {
      this.set({ checking: false, check: await this.#api.verify() });
    } catch (error) {
      this.set({ checking: false, unchecked: words(error) });
    }
  }
}
