import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";

export type AuditRecord = { actor: Actor; action: string; subject: string; detail?: Record<string, unknown> };

/** Written in the transaction of what it records: there is no change without its row, and no row without its change. */
export type Audit = { append(work: Work, record: AuditRecord): Promise<void> };
