import type { Escalation, EscalationPolicy, EscalationPolicyAnswer } from "@beckon/contracts/escalation";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import { words } from "../platform/words.ts";
import type { EscalationApi } from "./escalation.api.ts";

export type EscalationState = ListState<Escalation> & { policy?: EscalationPolicyAnswer; policyError?: string };

/** Who is told next while nobody takes it, and how the last pages went. */
export class EscalationStore extends ListStore<Escalation, EscalationState> {
  readonly #api: EscalationApi;
  readonly #known: Memory;

  constructor(api: EscalationApi, memory: { pages: Memory; policy: Memory }) {
    super(memory.pages, { items: [] });
    this.#api = api;
    this.#known = memory.policy;
  }

  protected override async page(): Promise<{ items: Escalation[]; cursor?: string }> {
    return this.#api.list();
  }

  async loadPolicy(): Promise<void> {
    const known = this.state.policy ?? (await this.#known.read<EscalationPolicyAnswer>().catch(() => undefined));
    if (known) this.set({ policy: known });
    try {
      await this.#put(this.#api.read());
    } catch (error) {
      this.set({ policyError: words(error) });
    }
  }

  /** Throws `ApiProblem`. */
  async save(policy: EscalationPolicy): Promise<void> {
    await this.#put(this.#api.save(policy));
  }

  async #put(asked: Promise<EscalationPolicyAnswer>): Promise<void> {
    const kept = this.#known.write(asked).catch(() => undefined);
    this.set({ policy: await asked, policyError: undefined });
    await kept;
  }
}
