import { FakeStore } from "../../shell/testing/fake-store.ts";
import type { WorkState } from "../work.store.ts";

type Notes = { asked: unknown[]; note: (name: string) => (...args: unknown[]) => Promise<void> };

/** Tasks and runs without a server. */
export const fakeWork = ({ asked, note }: Notes) => {
  return Object.assign(new FakeStore<WorkState>({ ready: true, tasks: [], runs: [], directories: [], changes: new Map() }), {
    load: note("load"),
    first: async () => undefined,
    keepFirst: note("keepFirst"),
    change: note("changeTask"),
    dismiss: note("dismissTaskChange"),
    create: async (input: object) => {
      asked.push(["createTask", input]);
      return { id: "tk_new", title: "New", ...input };
    },
    retry: note("retryTask"),
    boost: note("boostTask"),
    bulk: async (ids: string[], action: object) => {
      asked.push(["bulk", ids, action]);
      return { done: ids.length, refused: 0 };
    },
    one: async (id: string) => {
      throw new Error(`No ${id} here`);
    },
    run: async (id: string) => {
      throw new Error(`No ${id} here`);
    },
    suggestions: async () => [{ agentId: "ag_1", name: "builder", score: 1, reason: "Did 9 of 10 like it" }],
    templates: async () => [],
    addTemplate: note("addTemplate"),
    history: async (_id: string, tell: (view: object) => void) => tell({ loading: false, body: { items: [], attempts: [] } }),
    cost: async () => undefined,
    workflows: async (_query: object, tell: (view: object) => void) => tell({ loading: false, error: "No connection" }),
  });
};
