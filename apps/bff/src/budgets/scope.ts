import type { BudgetScope } from "@beckon/contracts/budgets";
import { periodAt } from "@beckon/metrics/budget-period";
import type { Db } from "../platform/db/database.ts";
import type { SpentOf } from "../usage/spent.ts";
import { demoHasNone, scopeNotFound, scopeOver } from "./budgets.errors.ts";
import type { BudgetRow } from "./budgets.repository.ts";
import type { BudgetsDeps } from "./budgets.types.ts";

type Scoped = Pick<BudgetRow, "scopeKind" | "scopeId">;
type Ports = Pick<BudgetsDeps, "agents" | "teams" | "tasks">;

/** Whose usage a scope is. */
export const usageOf = async ({ teams, tasks }: Ports, db: Db, { scopeKind, scopeId }: Scoped): Promise<SpentOf> => {
  switch (scopeKind) {
    case "workspace":
      return { of: "all" };
    case "agent":
    case "project":
      return { of: scopeKind, id: scopeId };
    case "team":
      return { of: "sessions", ids: [...new Set((await teams.runs(db, scopeId)).map(({ sessionId }) => sessionId))] };
    case "task":
      return { of: "task", names: await tasks.usageNames(db, scopeId) };
  }
};

/** How long usage names a project; longer names are cut there too. */
const mostOfProject = 200;

/** What a scope is called, and when its life began; throws where there is none such, or it spends no money. */
export const scopeNamed = async (
  { agents, teams, tasks }: Ports,
  db: Db,
  { kind, id = "" }: BudgetScope,
): Promise<{ id: string; name: string; since?: Date }> => {
  switch (kind) {
    case "workspace":
      return { id: "", name: "All agents" };
    case "project":
      return { id: id.slice(0, mostOfProject), name: id };
    case "agent": {
      const [agent] = await agents.find(db, [id]);
      if (!agent) throw scopeNotFound({ detail: "No agent has this id." });
      if (agent.demo) throw demoHasNone();
      return { id, name: agent.name };
    }
    case "team": {
      const [team] = await teams.known(db, [id]);
      if (!team) throw scopeNotFound({ detail: "No team has this id." });
      if (team.state === "dissolved" || team.state === "dissolving") throw scopeOver({ detail: "The team is dissolved." });
      return { id, name: team.name, since: team.since };
    }
    case "task": {
      const [task] = await tasks.findAll(db, [id]);
      if (!task) throw scopeNotFound({ detail: "No task has this id." });
      if (task.demo) throw demoHasNone();
      return { id, name: task.title.slice(0, 300), since: new Date(task.createdAt) };
    }
  }
};

export type Span = { from: Date; to: Date | null };

/** The period that `now` lies in. `life`: when the life of the scope began, as far as it is known. */
export const spanAt = ({ period, timeZone }: Pick<BudgetRow, "period" | "timeZone">, now: Date, life: Date): Span => {
  if (period === "life") return { from: life, to: null };
  const { from, to } = periodAt(period, timeZone, now.getTime());
  return { from: new Date(from), to: new Date(to) };
};
