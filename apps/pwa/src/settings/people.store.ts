import type { Person, Role } from "@beckon/contracts/access";
import { Store } from "../platform/store.ts";
import { words } from "../platform/words.ts";
import type { PeopleApi } from "./people.api.ts";

export type PeopleState = { items: Person[]; asOf?: string; error?: string };

/** People who may use this server, and what they may do. */
export class PeopleStore extends Store<PeopleState> {
  readonly #api: PeopleApi;

  constructor(api: PeopleApi) {
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

  async setRole(id: string, role: Role): Promise<void> {
    const person = await this.#api.setRole(id, role);
    this.set({ items: this.state.items.map((item) => (item.id === person.id ? person : item)), error: undefined });
  }
}
