import { FakeStore } from "../../shell/testing/fake-store.ts";
import type { NewHook } from "../github.api.ts";
import type { GithubState } from "../github.store.ts";

const asOf = "2026-11-21T10:00:00.000Z";

/** The store of GitHub's webhooks without network. */
export function fakeGithub(asked: unknown[]) {
  const store = Object.assign(new FakeStore<GithubState>({ items: [], asOf }), {
    load: async () => void asked.push(["loadHooks"]),
    make: async (hook: NewHook) => {
      asked.push(["makeHook", hook]);
      const made = { id: "gh_1", path: "/hooks/github", secret: "gk_secret" };
      const item = {
        id: "gh_1",
        name: hook.name,
        accounts: hook.accounts ?? [],
        createdAt: asOf,
        processing: { n: 0, p50: null, p95: null },
      };
      store.put({ made, items: [item] });
    },
    remove: async (id: string) => {
      asked.push(["removeHook", id]);
      store.put({ items: store.state.items.filter((hook) => hook.id !== id) });
    },
    forgetMade: () => store.put({ made: undefined }),
  });
  return store;
}
