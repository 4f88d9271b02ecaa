import { readMeta, type Replica } from "./replica.ts";
import { keepAnswer } from "./stay.ts";
import { Store } from "./store.ts";
import { words } from "./words.ts";

/** A list as the server last gave it. `asOf` says when; `error` why it is not newer. */
export type ListState<T> = { items: T[]; cursor?: string; asOf?: string; error?: string };

type Page<T> = { items: T[]; cursor?: string };
/** Where a list is kept for the time without network: what the server answers to a question asked just now. */
export type Memory = { read<T>(): Promise<T | undefined>; write<T>(asked: Promise<T | undefined>): Promise<T | undefined> };

export const memoryOf = (replica: Replica, name: string): Memory => ({
  read: () => readMeta(replica, `list:${name}`),
  write: (asked) =>
    keepAnswer(replica, asked, {
      into: [],
      put: (tx, value) => value !== undefined && tx.objectStore("meta").put(value, `list:${name}`),
    }),
});

/** A list of the server's, shown from the replica until the server has answered. Pages are added by `more`. */
export abstract class ListStore<T, S extends ListState<T> = ListState<T>> extends Store<S> {
  readonly #memory: Memory;
  #asked = 0;

  constructor(memory: Memory, initial: S) {
    super(initial);
    this.#memory = memory;
  }

  /** One page from the server; the first without a cursor. */
  protected abstract page(cursor: string | undefined): Promise<Page<T>>;

  /** Whether this is the list that the device keeps; one that is narrowed is not. */
  protected kept(): boolean {
    return true;
  }

  async load(): Promise<void> {
    const mine = ++this.#asked;
    const kept = this.kept();
    if (kept && this.state.asOf === undefined) await this.#recall(mine);
    const asked = this.#read(mine, undefined, []);
    if (kept) await this.#memory.write(asked).catch(() => undefined);
    await asked;
  }

  async more(): Promise<void> {
    if (this.state.cursor !== undefined) await this.#read(++this.#asked, this.state.cursor, this.state.items);
  }

  async #recall(mine: number): Promise<void> {
    const known = await this.#memory.read<{ items: T[]; asOf: string }>().catch(() => undefined);
    if (known && mine === this.#asked && this.state.asOf === undefined) this.set({ items: known.items, asOf: known.asOf } as Partial<S>);
  }

  /** Only the newest question's answer counts: older ones may come later. */
  async #read(mine: number, cursor: string | undefined, before: T[]): Promise<{ items: T[]; asOf: string } | undefined> {
    try {
      const page = await this.page(cursor);
      if (mine !== this.#asked) return undefined;
      const asOf = new Date().toISOString();
      this.set({ items: [...before, ...page.items], cursor: page.cursor, asOf, error: undefined } as Partial<S>);
      return { items: page.items, asOf };
    } catch (error) {
      if (mine === this.#asked) this.set({ error: words(error) } as Partial<S>);
      return undefined;
    }
  }
}
