import { defineError } from "../platform/errors.ts";

export const budgetNotFound = defineError({ code: "budget.not_found", status: 404, title: "There is no such budget" });
/** `detail` says what it is. */
export const scopeNotFound = defineError({ code: "budget.scope_not_found", status: 404, title: "There is nothing of this id" });
export const budgetStands = defineError({ code: "budget.stands", status: 409, title: "There is a budget for this already" });
export const demoHasNone = defineError({ code: "budget.demo", status: 409, title: "The demo fleet spends no money" });
export const tooManyBudgets = defineError({ code: "budget.too_many", status: 409, title: "There are too many budgets" });
export const scopeOver = defineError({ code: "budget.scope_over", status: 409, title: "It is over and spends nothing any more" });
