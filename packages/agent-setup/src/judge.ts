import type { Conflict, EditGroup, Operation } from "./types.ts";
import { blockedAt, isTable, sameValue, valueAt } from "./values.ts";

export type Verdict = { todo: Operation[]; replace: string[][]; conflicts: Conflict[] };

const dotted = (path: string[]) => (path.length === 0 ? "the file" : path.join("."));

/**
 * What of a group is still to be written into a file that holds `value`, and what of the user's stands in its way.
 * Only a key that the user has with another value can be replaced; a list that is no list cannot.
 */
export function judge(group: EditGroup, value: unknown, mayReplace: boolean): Verdict {
  const verdict: Verdict = { todo: [], replace: [], conflicts: [] };
  const clash = (what: string, why: string) => verdict.conflicts.push({ group: group.id, what, why });
  for (const path of group.clashes ?? []) {
    if (valueAt(value, path) !== undefined) clash(dotted(path), "you send this elsewhere already");
  }
  for (const operation of group.operations) {
    if (operation.kind === "text") continue;
    const blocked = blockedAt(value, operation.path);
    const now = valueAt(value, operation.path);
    if (blocked) clash(dotted(blocked), "something else than an object stands there");
    else if (operation.kind === "add") {
      if (now !== undefined && !Array.isArray(now)) clash(dotted(operation.path), "something else than a list stands there");
      else if (!(now as unknown[] | undefined)?.some((item) => sameValue(item, operation.value))) verdict.todo.push(operation);
    } else if (now === undefined) verdict.todo.push(operation);
    else if (!sameValue(now, operation.value) && !operation.optional) {
      if (!mayReplace && !isOwn(operation, value)) clash(dotted(operation.path), "you have it with another value");
      else {
        verdict.todo.push(operation);
        verdict.replace.push(operation.path);
      }
    }
  }
  return verdict;
}

/** Whether a key is Beckon's in a file that holds `value`, whatever stands there. */
export function isOwn({ own }: Operation & { kind: "set" }, value: unknown): boolean {
  if (own === undefined || own === true) return own === true;
  return (JSON.stringify(valueAt(value, own.path)) ?? "").includes(own.text);
}

/** Whether an entry of a list is the one that was added, or one that an earlier connect added. */
export function isOurs(entry: unknown, operation: { value: unknown; mark?: string }): boolean {
  if (sameValue(entry, operation.value)) return true;
  const { mark } = operation;
  if (!mark || !isTable(entry)) return false;
  const handlers = Array.isArray(entry.hooks) ? entry.hooks : [entry];
  return handlers.length === 1 && isMarked(handlers[0], mark);
}

/** Whether a hook's address or command carries the mark. */
export function isMarked(handler: unknown, mark: string): boolean {
  if (!isTable(handler)) return false;
  return ["url", "command", "bash"].some((key) => typeof handler[key] === "string" && markedText(handler[key], mark));
}

/** The mark, and nothing that only begins with it: `hook codex` is not in `hook codex-lint`. */
function markedText(text: string, mark: string): boolean {
  const at = text.indexOf(mark);
  return at >= 0 && !/[\w-]/.test(text.charAt(at + mark.length));
}
