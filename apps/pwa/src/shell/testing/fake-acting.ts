import type { AttentionHabit } from "@beckon/contracts/attention";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { RuleReplay } from "@beckon/contracts/rules";
import type { BudgetsState } from "../../budgets/budgets.store.ts";
import type { HealingState } from "../../healing/healing.store.ts";
import type { RecoveryStoreState } from "../../recovery/recovery.store.ts";
import type { RulesState } from "../../rules/rules.store.ts";
import type { TeamsState } from "../../teams/teams.store.ts";
import { FakeStore } from "./fake-store.ts";

type Asking = { asked: unknown[]; note: (name: string) => (...args: unknown[]) => Promise<undefined> };

/** The stores of what acts on many at once, or by itself. */
export function fakeActing({ asked, note }: Asking) {
  const rules = Object.assign(new FakeStore<RulesState>({ ready: true, rules: [], proposals: [], agentNames: new Map() }), {
    load: note("load"),
    find: (id: string) => rules.state.rules.find((rule) => rule.id === id),
    write: async (wish: object) => {
      asked.push(["writeRule", wish]);
      return { id: "ru_new" };
    },
    edit: async (id: string, wish: object) => {
      asked.push(["editRule", id, wish]);
      return { id };
    },
    replay: async (wish: object, days: number): Promise<RuleReplay> => {
      asked.push(["replayRule", wish, days]);
      throw new Error("No replay here");
    },
    switchOn: note("switchOn"),
    switchOff: note("switchOff"),
    remove: note("removeRule"),
    habit: async (id: string): Promise<AttentionHabit> => {
      throw new Error(`No ${id} here`);
    },
    dismiss: note("dismissProposal"),
    answers: async () => ({ items: [] as { request: DecisionRequest; why: string[] }[] }),
  });
  return {
    recovery: Object.assign(new FakeStore<RecoveryStoreState>({ ready: true, recoveries: [] }), {
      load: note("load"),
      preview: async (action: string): Promise<object> => {
        asked.push(["previewRecovery", action]);
        throw new Error(`No preview of ${action} here`);
      },
      press: note("pressRecovery"),
      resume: note("resumeRecovery"),
      read: async (id: string): Promise<object> => {
        asked.push(["readRecovery", id]);
        throw new Error(`No ${id} here`);
      },
    }),
    budgets: Object.assign(new FakeStore<BudgetsState>({ ready: true, budgets: [], alarms: [], hours: { loading: true } }), {
      load: note("loadBudgets"),
      showHours: (query: object) => void asked.push(["showHours", query]),
      add: note("addBudget"),
      change: note("changeBudget"),
      remove: note("removeBudget"),
      scopes: async () => ({ agents: [{ id: "ag_1", name: "builder" }], teams: [], tasks: [], projects: ["shop-api"] }),
    }),
    teams: Object.assign(new FakeStore<TeamsState>({ ready: true, teams: [], handOut: { loading: true } }), {
      load: note("loadTeams"),
      preview: async (members: object[]): Promise<object> => {
        asked.push(["previewTeam", members]);
        return { places: [], short: [] };
      },
      start: note("startTeam"),
      keep: note("keepTeam"),
      startMember: note("startMember"),
      dissolve: note("dissolveTeam"),
      switchHandOut: note("switchHandOut"),
    }),
    healing: Object.assign(new FakeStore<HealingState>({ ready: true, runs: [], mode: "smart", looking: false }), {
      load: note("loadHealing"),
      look: note("lookHealing"),
      run: note("runHealing"),
      switchOn: note("switchOnHealing"),
      switchOff: note("switchOffHealing"),
    }),
    rules,
  };
}
