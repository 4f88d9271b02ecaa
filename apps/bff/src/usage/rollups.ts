import { counted } from "./channels.ts";
import { keyOf, startOfDay, startOfDays32, startOfDays8, startOfHour } from "../platform/keys.ts";
import { addSums, isNothing, noSums } from "./sums.ts";
import type { Entry, Rollup, Standing, Sums } from "./usage.types.ts";

/** Rows of the ledger as they stand in the roll-ups: where, and by which channel. */
export type Side = { entries: readonly Entry[]; standing: Standing; rank: number };

const names = ["agentId", "role", "model", "project", "task", "payment"] as const;

/**
 * What the roll-ups change by, each row once, in the one order in which all writers take them:
 * two that share rows wait for each other, and never in a ring.
 */
export const createTally = () => {
  const rows = new Map<string, Rollup>();

  const addTo = (grain: Rollup["grain"], at: number, place: Pick<Rollup, (typeof names)[number] | "demo">, sums: Sums, times: 1 | -1) => {
    const key = keyOf([...names.map((name) => place[name]), ...(place.demo ? ["demo"] : [])]);
    const id = `${grain} ${at} ${key}`;
    let row = rows.get(id);
    if (!row) rows.set(id, (row = { grain, at, key, ...place, ...noSums() }));
    addSums(row, sums, times);
  };

  return {
    /** `times` -1 takes out of the roll-ups what was added before. */
    add: ({ entries, standing, rank }: Side, times: 1 | -1): void => {
      const { agentId, role, project, demo } = standing;
      for (const entry of entries) {
        const sums = counted(entry, rank);
        if (!sums) continue;
        const { model, task } = entry;
        const payment = standing.payment || entry.payment;
        const place = { agentId, role, model, project, task, payment, demo };
        addTo("quarter", entry.at, place, sums, times);
        addTo("hour", startOfHour(entry.at), place, sums, times);
        addTo("day", startOfDay(entry.at), place, sums, times);
        const ofNoTask = { ...place, task: "" };
        addTo("days-8", startOfDays8(entry.at), ofNoTask, sums, times);
        addTo("days-32", startOfDays32(entry.at), ofNoTask, sums, times);
        const all = { agentId: "", role: "", model, project: "", task: "", payment, demo };
        addTo("clock", entry.at, all, sums, times);
        addTo("clock-hour", startOfHour(entry.at), all, sums, times);
        addTo("clock-day", startOfDay(entry.at), all, sums, times);
      }
    },
    rows: (): Rollup[] => [...rows.values()].filter((row) => !isNothing(row)).toSorted(inOrder),
  };
};

const inOrder = (a: Rollup, b: Rollup) => (a.grain < b.grain ? -1 : a.grain > b.grain ? 1 : a.at - b.at || (a.key < b.key ? -1 : 1));
