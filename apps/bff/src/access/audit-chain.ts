import { createHash } from "node:crypto";
import type { AuditRow, AuditSeal } from "./audit.table.ts";

/** What stands before the first seal. */
export const genesis = "0".repeat(64);

/** One text for one value, whatever the order of its keys. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const held = value as Record<string, unknown>;
  return `{${Object.keys(held)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(held[key])}`)
    .join(",")}}`;
};

/** A row that was tampered with may hold a time that is none ("infinity"): it is to be told, not to break what reads it. */
const moment = (at: Date) => (Number.isNaN(at.getTime()) ? "no time" : at.toISOString());

/** The hash of a row and of all that stands before it: SHA-256, hexadecimal. */
export const sealHash = (before: string, row: AuditRow, sealedAt: Date): string => {
  const { seq, at, actor, action, subject, detail } = row;
  const said = canonical({ seq, at: moment(at), actor, action, subject, detail, sealedAt: moment(sealedAt) });
  return createHash("sha256").update(`${before}\n${said}`).digest("hex");
};

/** The seals of these rows, in their order, after the one before. */
export const sealRows = (last: Pick<AuditSeal, "nr" | "hash">, rows: readonly AuditRow[], sealedAt: Date): AuditSeal[] => {
  let { nr, hash } = last;
  return rows.map((row) => {
    nr += 1;
    hash = sealHash(hash, row, sealedAt);
    return { nr, seq: row.seq, hash, sealedAt };
  });
};
