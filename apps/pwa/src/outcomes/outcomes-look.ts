import { readLook, type ValueLook, windowOf } from "../value/value-look.ts";

export const states = ["unchecked", "standing", "reworked", "reverted", "withdrawn"] as const;
export const grades = ["A", "B", "C", "D", "none"] as const;

/** How a person looks at outcomes: as at value, and by what only outcomes have. All of it stands in the address. */
export type OutcomesLook = ValueLook & {
  grade?: (typeof grades)[number] | undefined;
  state?: (typeof states)[number] | undefined;
};

export function readOutcomesLook(search: string): OutcomesLook {
  const given = new URLSearchParams(search);
  const grade = grades.find((one) => one === given.get("grade"));
  const state = states.find((one) => one === given.get("state"));
  return { ...readLook(search), ...(grade && { grade }), ...(state && { state }) };
}

/** The address of a look; what is as usual is left out. */
export function outcomesAddress(look: OutcomesLook): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(look))
    if (value !== undefined && value !== "" && !(name === "range" && (value === "90d" || value === "custom"))) search.set(name, value);
  const text = search.toString();
  return `/value/outcomes${text && `?${text}`}`;
}

export type OutcomesQuery = ReturnType<typeof queryOf>;

/** What the server is asked with. */
export function queryOf(look: OutcomesLook, now: number) {
  const { agent, role, team, model, project, taskType, task, grade, state } = look;
  const narrowed = { agent, role, team, model, project, type: taskType, task, grade, state };
  const given = Object.fromEntries(Object.entries(narrowed).filter(([, value]) => value !== undefined)) as Partial<typeof narrowed>;
  return { ...windowOf(look, now), ...given };
}

/** By what the answer is kept: relative windows are the same question tomorrow. */
export function outcomesKey(look: OutcomesLook): string {
  return `outcomes:${outcomesAddress(look)}`;
}
