import { outcomeQuery } from "@beckon/contracts/outcomes";
import type { OutcomesService } from "../outcomes/outcomes.service.ts";
import type { OutcomesOfValue } from "./value.types.ts";

/** The outcomes as this slice asks for them. */
export const acceptedOf = (outcomes: Pick<OutcomesService, "window" | "costsByOutcome" | "spending" | "exportAll">): OutcomesOfValue => ({
  window: (db, { agent, ...look }) => outcomes.window(db, { ...look, agentId: agent }),
  costs: async (db, look) => ({ byOutcome: await outcomes.costsByOutcome(db, look) }),
  spending: outcomes.spending,
  titles: async (_, { from, to, taskType, demo: __, ...names }, most) => {
    const query = outcomeQuery.parse({ ...names, type: taskType, from: from.toISOString(), to: to.toISOString() });
    const { items } = await outcomes.exportAll(query);
    return items.slice(0, most).map(({ title, taskType: type, acceptedAt, grade, hours }) => ({
      title,
      taskType: type,
      acceptedAt,
      grade: grade ?? "",
      milliHours: hours?.p50 ?? 0,
    }));
  },
});
