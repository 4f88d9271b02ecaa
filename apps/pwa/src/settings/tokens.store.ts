import type { Token } from "@beckon/contracts/access";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { NewToken, TokensApi } from "./tokens.api.ts";

export type TokensState = ListState<Token> & {
  /** The one moment a secret can be seen; `forgetCreated` takes it out of memory. */
  created?: { id: string; name: string; token: string };
};

/** Tokens of agents and scripts. */
export class TokensStore extends ListStore<Token, TokensState> {
  readonly #api: TokensApi;

  constructor(api: TokensApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(): Promise<{ items: Token[]; cursor?: string }> {
    return this.#api.list();
  }

  async create(input: NewToken): Promise<void> {
    const { id, name, token } = await this.#api.create(input);
    this.set({ created: { id, name, token } });
    await this.load();
  }

  async revoke(id: string): Promise<void> {
    await this.#api.revoke(id);
    await this.load();
  }

  forgetCreated(): void {
    this.set({ created: undefined });
  }
}
