import type { GithubHook } from "@beckon/contracts/github";
import { ListStore, type ListState, type Memory } from "../platform/list-store.ts";
import type { GithubApi, NewHook } from "./github.api.ts";

export type GithubState = ListState<GithubHook> & {
  /** The one moment in which its secret can be seen; `forgetMade` takes it out of memory. */
  made?: { id: string; path: string; secret: string };
};

/** Webhooks of GitHub, and when each was heard last. */
export class GithubStore extends ListStore<GithubHook, GithubState> {
  readonly #api: GithubApi;

  constructor(api: GithubApi, memory: Memory) {
    super(memory, { items: [] });
    this.#api = api;
  }

  protected override async page(): Promise<{ items: GithubHook[] }> {
    return this.#api.list();
  }

  /** Throws `ApiProblem`. */
  async make(hook: NewHook): Promise<void> {
    const { id, path, secret } = await this.#api.make(hook);
    this.set({ made: { id, path, secret } });
    await this.load();
  }

  /** Throws `ApiProblem`. */
  async remove(id: string): Promise<void> {
    await this.#api.remove(id);
    if (this.state.made?.id === id) this.forgetMade();
    await this.load();
  }

  forgetMade(): void {
    this.set({ made: undefined });
  }
}
