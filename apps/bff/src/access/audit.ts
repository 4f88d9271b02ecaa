import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";

export type AuditRecord = { actor: Actor; action: string; subject: string; detail?: Record<string, unknown> };

/** Written in the transaction of what it records: there is no change without its row, and no row without its change. Several at once are written at once. */
export type Audit = { append(work: Work, ...records: AuditRecord[]): Promise<void> };

/** What keeps the audit honest: a chain of hashes over its rows, made while it runs. */
export type AuditKeeper = { seal(): Promise<boolean>; start(): void; stop(): Promise<void> };
