import type { Budget, BudgetScopeKind } from "@beckon/contracts/budgets";
import { microsOf } from "../teams/team-words.ts";
import type { BudgetChange, NewBudget } from "./budgets.api.ts";

/** What stands in the sheet, as text; `extend` empty: as much as the amount. */
export type BudgetDraft = {
  kind: BudgetScopeKind;
  id: string;
  period: Budget["period"];
  column: Budget["column"];
  amount: string;
  extend: string;
  askSeconds: number;
  onExpiry: Budget["onExpiry"];
};

export const freshDraft = (): BudgetDraft => ({
  ...{ kind: "workspace", id: "", period: "month", column: "apiEquivalent" },
  ...{ amount: "", extend: "", askSeconds: 3_600, onExpiry: "stop" },
});

const plain = (micros: number) => (micros / 1e6).toFixed(micros % 1e6 === 0 ? 0 : 2);

export const draftOf = ({ scope, period, column, amountMicros, extendMicros, askSeconds, onExpiry }: Budget): BudgetDraft => ({
  ...{ kind: scope.kind, id: scope.id ?? "", period, column, askSeconds, onExpiry },
  ...{ amount: plain(amountMicros), extend: extendMicros === amountMicros ? "" : plain(extendMicros) },
});

export const amountProblem = (text: string, needed: boolean): string => {
  const micros = microsOf(text);
  if (micros === null) return "An amount such as 5 or 5.50, at least a cent";
  return needed && micros === undefined ? "How much may be spent?" : "";
};

/** The budget that is meant; nothing while something is missing. */
export function wishOf(draft: BudgetDraft, timeZone: string): NewBudget | undefined {
  const [amountMicros, extendMicros] = [microsOf(draft.amount), microsOf(draft.extend)];
  const { kind, id, period, column, askSeconds, onExpiry } = draft;
  if (!amountMicros || extendMicros === null || (kind !== "workspace" && id === "")) return undefined;
  return {
    ...{ scope: kind === "workspace" ? { kind } : { kind, id }, period, timeZone, column, amountMicros, askSeconds, onExpiry },
    ...(extendMicros === undefined ? {} : { extendMicros }),
  };
}

/** What is other than it is; nothing while something is missing, or all is as it was. */
export function changeOf(draft: BudgetDraft, budget: Budget): BudgetChange | undefined {
  const [amountMicros, extend] = [microsOf(draft.amount), microsOf(draft.extend)];
  if (!amountMicros || extend === null) return undefined;
  const extendMicros = extend ?? amountMicros;
  const change = {
    ...(amountMicros === budget.amountMicros ? {} : { amountMicros }),
    ...(extendMicros === budget.extendMicros ? {} : { extendMicros }),
    ...(draft.askSeconds === budget.askSeconds ? {} : { askSeconds: draft.askSeconds }),
    ...(draft.onExpiry === budget.onExpiry ? {} : { onExpiry: draft.onExpiry }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}
