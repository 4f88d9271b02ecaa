import type { ApiAnswer, ApiClient, ApiOptions } from "../platform/api-client.ts";

export type NewBudget = ApiOptions<"POST", "/api/budgets">["body"];
export type BudgetChange = ApiOptions<"PATCH", "/api/budgets/:id">["body"];
export type SpendHours = ApiAnswer<"GET", "/api/budgets/hours">;
export type HoursQuery = {
  kind: "workspace" | "agent" | "team" | "project" | "task";
  id?: string;
  column: "billed" | "apiEquivalent";
  tz: string;
};

/** Budgets as the server takes them; what becomes of them comes by sync. */
export const budgetsApi = (request: ApiClient) => ({
  /** The same `key` again is the same budget, never a second one. */
  set: (body: NewBudget, key: string) => request("POST", "/api/budgets", { body, headers: { "idempotency-key": key } }),
  change: (id: string, body: BudgetChange) => request("PATCH", "/api/budgets/:id", { params: { id }, body }),
  remove: (id: string) => request("DELETE", "/api/budgets/:id", { params: { id } }),
  hours: (query: HoursQuery) => request("GET", "/api/budgets/hours", { query }),
});
export type BudgetsApi = ReturnType<typeof budgetsApi>;
