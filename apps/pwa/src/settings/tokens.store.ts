import type { Token } from "@beckon/contracts/access";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { NewToken, TokensApi } from "./tokens.api.ts";

export type TokensState = {
  items: Token[];
  /** The one moment a secret can be seen; `forgetCreated` takes it out of memory. */
  created?: { id: string; name: string; token: string };
  asOf?: string;
  error?: string;
};

/** Tokens of agents and scripts. */
export class TokensStore extends Store<TokensState> {
  readonly #api: TokensApi;

  constructor(api: TokensApi) {
    super({ items: [] });
    this.#api = api;
  }

  async load(): Promise<void> {
    try {
      const { items } = await this.#api.list();
      this.set({ items, asOf: new Date().toISOString(), error: undefined });
    } catch (error) {
      this.set({ error: words(error) });
    }
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
