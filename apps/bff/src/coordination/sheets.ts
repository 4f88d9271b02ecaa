import type {
  Coordination,
  CoordinationFlow,
  CoordinationSummary,
  Diagnostics,
  FailurePattern,
  Share,
} from "@beckon/contracts/coordination";
import type { Cell, Sheet } from "../platform/http/csv.ts";

type Figure = { succeeded: number; failed: number; pending: number; share: Share };
const figureColumns = ["succeeded", "failed", "pending", "success percent", "low percent", "high percent"];
const figure = ({ succeeded, failed, pending, share: { value, low, high } }: Figure): Cell[] => [
  succeeded,
  failed,
  pending,
  value,
  low,
  high,
];

/** A summary as one table: what the figures are of, and the figures. Times are UTC. */
export const summarySheet = (summary: CoordinationSummary): Sheet => ({
  columns: ["figure", "of", "to", "from time", "to time", ...figureColumns, "exhausted"],
  rows: [
    ["total", "", "", summary.window.from, summary.window.to, ...figure(summary.total), null],
    ["before", "", "", "", summary.window.from, ...figure(summary.trend.before), null],
    ...summary.buckets.map((row): Cell[] => ["time", "", "", row.from, row.to, ...figure(row), null]),
    ...summary.byType.map((row): Cell[] => ["type", row.type, "", "", "", ...figure(row), null]),
    ...summary.byPair.map((row): Cell[] => ["pair", row.from.name, row.to?.name, "", "", ...figure(row), null]),
    ...summary.byRole.map((row): Cell[] => ["role", row.role, "", "", "", ...figure(row), null]),
    ...summary.byCause.map((row): Cell[] => ["cause", row.cause, "", "", "", null, row.count, null, null, null, null, row.exhausted]),
  ],
});

export const flowSheet = ({ nodes, links }: CoordinationFlow): Sheet => {
  const names = new Map(nodes.map(({ key, name }) => [key, name]));
  return {
    columns: ["from", "to", "type", ...figureColumns],
    rows: links.map((link) => [names.get(link.from), names.get(link.to), link.type, ...figure(link)]),
  };
};

export const failuresSheet = (items: readonly FailurePattern[]): Sheet => ({
  columns: ["template", "cause", "count", "exhausted", "first", "last", "agents", "example"],
  rows: items.map(({ template, cause, count, exhausted, firstAt, lastAt, agents, example }) => [
    template,
    cause,
    count,
    exhausted,
    firstAt,
    lastAt,
    agents.map(({ name }) => name).join("; "),
    example,
  ]),
});

export const recordsSheet = (items: readonly Coordination[]): Sheet => ({
  columns: [
    "id",
    "type",
    "from",
    "from role",
    "to",
    "to role",
    "task",
    "what",
    "status",
    "cause",
    "message",
    "exhausted",
    "attempt",
    "started",
    "ended",
  ],
  rows: items.map((row) => [
    row.id,
    row.type,
    row.from.name,
    row.from.role,
    row.to?.name,
    row.to?.role,
    row.task,
    row.what,
    row.status,
    row.cause,
    row.message,
    row.exhausted,
    row.attempt,
    row.startedAt,
    row.endedAt,
  ]),
});

export const diagnosticsSheet = ({ checks }: Diagnostics): Sheet => ({
  columns: ["check", "points", "count", "advice", "items"],
  rows: checks.map(({ name, points, count, advice, items }) => [name, points, count, advice, items.map((item) => item.name).join("; ")]),
});
