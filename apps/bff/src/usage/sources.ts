import { piecesOf, type Span } from "../platform/calendar.ts";
import { dayMs, days32Ms, days8Ms, hourMs, quarterMs } from "../platform/keys.ts";
import type { Part, Source } from "./summary.repository.ts";
import type { Filter } from "./usage.types.ts";

const steps = [
  { grain: "day", ms: dayMs },
  { grain: "hour", ms: hourMs },
  { grain: "quarter", ms: quarterMs },
] as const;
const stepsWithoutTask = [{ grain: "days-32", ms: days32Ms }, { grain: "days-8", ms: days8Ms }, ...steps] as const;
const clockSteps = [
  { grain: "clock-day", ms: dayMs },
  { grain: "clock-hour", ms: hourMs },
  { grain: "clock", ms: quarterMs },
] as const;

/**
 * Where the figures of these spans are read with the fewest rows. Sessions are in the ledger alone. By
 * model, hour or day, of all agents together, the "clock" has them; anything else is in the 32 days (but
 * for tasks), and at the ends of a span in the 8 days, the days, hours and quarters.
 */
export const sourceOf = ({ filter, key, spans }: { filter: Filter; key: Source["key"]; spans: readonly Span[] }): Source => {
  const cut = (pieces: (span: Span) => Omit<Part, "bucket">[]): Part[] =>
    spans.flatMap((span, bucket) => pieces(span).map((piece) => ({ ...piece, bucket })));
  if (key === "session_id" || filter.session !== undefined)
    return { of: "ledger", key, filter, parts: cut(({ from, to }) => [{ grain: "quarter", from, to }]) };
  const parts =
    (key === "model" || key === "bucket") && isOfAll(filter)
      ? cut((span) => piecesOf(span, clockSteps))
      : cut((span) => piecesOf<Part["grain"]>(span, key === "task" || filter.task !== undefined ? steps : stepsWithoutTask));
  return { of: "rollups", key, filter, parts };
};

const isOfAll = (filter: Filter) => Object.keys(filter).every((name) => name === "model" || name === "demo");
