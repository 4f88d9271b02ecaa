import type { ChannelsState } from "../../settings/channels.store.ts";
import type { EscalationState } from "../../settings/escalation.store.ts";
import type { PolicyState } from "../../settings/policy.store.ts";
import { FakeStore } from "./fake-store.ts";

/** The stores of who is told, when and by what way. */
export const fakeTelling = (note: (name: string) => (...args: unknown[]) => Promise<undefined>) => ({
  policy: Object.assign(new FakeStore<PolicyState>({ busy: false }), {
    load: note("load"),
    change: note("changePolicy"),
    differ: note("differPolicy"),
  }),
  escalation: Object.assign(new FakeStore<EscalationState>({ items: [] }), {
    load: note("load"),
    loadPolicy: note("load"),
    save: note("saveEscalation"),
  }),
  channels: Object.assign(new FakeStore<ChannelsState>({ items: [] }), {
    load: note("load"),
    save: note("saveChannel"),
    remove: note("removeChannel"),
    test: note("testChannel"),
  }),
});
