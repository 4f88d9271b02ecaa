import type { Rule } from "@beckon/contracts/rules";
import type { RuleRow } from "./rules.repository.ts";

/** A rule as it is at this moment: one whose time is over is off, whether its row says so yet or not. */
export const toRule = (row: RuleRow, now: Date): Rule => {
  const isOver = row.state === "on" && row.until <= now;
  const off = isOver ? { because: "ended" as const, at: row.until.toISOString() } : row.off;
  return {
    id: row.id,
    ...row.terms,
    hash: row.hash,
    version: row.version,
    state: isOver ? "off" : row.state,
    ...(off ? { off } : {}),
    ...(row.on ? { on: row.on } : {}),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    answered: row.answered,
    ...(row.answeredAt ? { answeredAt: row.answeredAt.toISOString() } : {}),
    left: row.left,
    ...(row.leftAt ? { leftAt: row.leftAt.toISOString() } : {}),
  };
};
