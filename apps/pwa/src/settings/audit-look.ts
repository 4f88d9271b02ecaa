import type { Choice } from "@beckon/ui/ui-select";

/** What of the audit is looked at: words, and how the action begins. */
export type AuditLook = { q: string; kind: string };

export const plainLook: AuditLook = { q: "", kind: "" };

/** Kinds of actions by what they were done to. */
export const kindChoices: readonly Choice[] = [
  { value: "", label: "Everything" },
  { value: "decision.", label: "Decisions" },
  { value: "command.", label: "Commands" },
  { value: "host.", label: "Machines" },
  { value: "session.", label: "Pauses" },
  { value: "task.", label: "Tasks" },
  { value: "device.", label: "Devices" },
  { value: "pairing_code.", label: "Pairing codes" },
  { value: "passkey.", label: "Passkeys" },
  { value: "person.", label: "People" },
  { value: "token.", label: "Tokens" },
  { value: "push.", label: "Notifications" },
  { value: "price.", label: "Prices" },
  { value: "github.", label: "GitHub" },
  { value: "argo.", label: "Argo" },
  { value: "demo.", label: "Demo" },
];

export const isNarrowed = ({ q, kind }: AuditLook): boolean => q.trim() !== "" || kind !== "";

/** The same as the server takes it. */
export const auditQuery = ({ q, kind }: AuditLook): { q?: string; action?: string } => ({
  ...(q.trim() === "" ? {} : { q: q.trim() }),
  ...(kind === "" ? {} : { action: kind }),
});

/** Where the server gives all of it as a table. */
export const auditAddress = (look: AuditLook): string => `/api/audit?${new URLSearchParams({ format: "csv", ...auditQuery(look) })}`;
