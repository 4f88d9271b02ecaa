import { createContext } from "@lit/context";
import { storeLater } from "../platform/later-stores.ts";
import { budgetsApi } from "./budgets.api.ts";
import { BudgetsStore } from "./budgets.store.ts";

/** Budgets, alarms about spending, and spend by hour. */
export const budgetsContext = createContext<BudgetsStore>(Symbol("budgets"));
storeLater(budgetsContext, ({ replica, request }) => new BudgetsStore({ replica, api: budgetsApi(request) }));
