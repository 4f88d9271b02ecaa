import { defaultPolicy } from "@beckon/contracts/notification-defaults";
import type { NotificationPolicies, NotificationPolicy } from "@beckon/contracts/notification-policy";
import { timeZone } from "../platform/time-zone.ts";
import type { Memory } from "../platform/list-store.ts";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { PolicyApi } from "./policy.api.ts";

export type PolicyState = {
  policies?: NotificationPolicies;
  /** When the server last said so. */
  asOf?: string;
  busy: boolean;
  error?: string;
};

/** When this device rings for what; shown as last known until the server has answered. */
export class PolicyStore extends Store<PolicyState> {
  readonly #api: PolicyApi;
  readonly #memory: Memory;

  constructor(api: PolicyApi, memory: Memory) {
    super({ busy: false });
    this.#api = api;
    this.#memory = memory;
  }

  async load(): Promise<void> {
    if (!this.state.policies) {
      const known = await this.#memory.read<{ policies: NotificationPolicies; asOf: string }>().catch(() => undefined);
      if (known && !this.state.policies) this.set(known);
    }
    await this.#take(() => this.#api.read());
  }

  /** For this device where it has one of its own, else for all of the person's. The times of day are this device's. */
  async change(change: Partial<NotificationPolicy>): Promise<void> {
    const { policies } = this.state;
    if (!policies) return;
    const policy = { ...policies.effective, timeZone: timeZone(), ...change };
    await this.#take(() => (policies.device ? this.#api.setHere(policy) : this.#api.setMine(policy)));
  }

  /** A policy of its own, as it is now; or the person's again. */
  async differ(differs: boolean): Promise<void> {
    const policy = this.state.policies?.effective ?? defaultPolicy;
    await this.#take(() => (differs ? this.#api.setHere(policy) : this.#api.follow()));
  }

  async #take(ask: () => Promise<NotificationPolicies>): Promise<void> {
    this.set({ busy: true });
    try {
      const asked = ask().then((policies) => ({ policies, asOf: new Date().toISOString() }));
      const kept = this.#memory.write(asked).catch(() => undefined);
      this.set({ ...(await asked), busy: false, error: undefined });
      await kept;
    } catch (error) {
      this.set({ busy: false, error: words(error) });
    }
  }
}
