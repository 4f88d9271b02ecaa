import type { Person, Role } from "@beckon/contracts/access";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { PeopleApi } from "./people.api.ts";

export type PeopleState = ListState<Person>;

/** People who may use this server, and what they may do. */
export class PeopleStore extends ListStore<Person> {
  readonly #api: PeopleApi;

  constructor(api: PeopleApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(): Promise<{ items: Person[]; cursor?: string }> {
    return this.#api.list();
  }

  async setRole(id: string, role: Role): Promise<void> {
    const person = await this.#api.setRole(id, role);
    this.set({ items: this.state.items.map((item) => (item.id === person.id ? person : item)), error: undefined });
  }
}
