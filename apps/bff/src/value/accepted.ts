import { outcomeQuery } from "@beckon/contracts/outcomes";
import type { OutcomesService } from "../outcomes/outcomes.service.ts";
import type { OutcomesOfValue } from "./value.types.ts";

/** The outcomes as this slice asks for them. */
export const acceptedOf = (outcomes: Pick<OutcomesService, "window" | "costsByOutcome" | "spending" | "exportIn">): OutcomesOfValue => ({
  window: (db, { agent, ...look }) => outcomes.window(db, { ...look, agentId: agent }),
  costs: outcomes.costsByOutcome,
  spending: outcomes.spending,
  titles: async (db, { from, to, taskType, demo: _, ...names }, most) => {
    const query = outcomeQuery.parse({ ...names, type: taskType, from: from.toISOString(), to: to.toISOString() });
    const { items } = await outcomes.exportIn(db, query);
    return items.slice(0, most).map(({ title, taskType: type, acceptedAt, grade, hours }) => ({
      title,
      taskType: type,
      acceptedAt,
      grade: grade ?? "",
      milliHours: hours?.p50 ?? 0,
    }));
  },
});
