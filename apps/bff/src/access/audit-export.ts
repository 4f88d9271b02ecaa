import type { AuditEntry } from "@beckon/contracts/access";
import type { Cell } from "../platform/http/csv.ts";

/** One line of a spreadsheet for each entry. Times are UTC; what an action holds besides is JSON. */
export const auditColumns = ["id", "at", "actor", "kind", "actor id", "device", "action", "subject", "detail"];

export const auditCells = ({ id, at, actor, action, subject, detail }: AuditEntry): Cell[] => [
  id,
  at,
  actor.name,
  actor.kind,
  actor.id,
  actor.device,
  action,
  subject,
  JSON.stringify(detail),
];
