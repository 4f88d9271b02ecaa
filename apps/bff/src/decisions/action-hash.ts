import { createHash } from "node:crypto";
import type { Action, DecisionKind } from "@beckon/contracts/decisions";

type HashInput = { kind: DecisionKind; title: string; action?: Action };

/** JSON with sorted keys and without undefined members: equal values give equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/**
 * `sha256:<hex>` over what will run. A person's yes is bound to it: whoever runs the
 * action compares, and one changed character is another action. Where nothing runs,
 * the title is what was agreed to.
 */
export function hashAction({ kind, title, action }: HashInput): string {
  const subject = action
    ? { tool: action.tool, command: action.command, diff: action.diff, files: action.files, cwd: action.cwd }
    : undefined;
  const text = canonicalJson({ kind, title: subject ? undefined : title, action: subject });
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
