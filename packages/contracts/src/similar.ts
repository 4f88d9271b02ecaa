import type { DecisionRequest } from "./decisions.ts";

type Comparable = Pick<DecisionRequest, "kind" | "title" | "body" | "options" | "action" | "risk"> & {
  agent?: Partial<DecisionRequest["agent"]>;
};

/**
 * Requests with the same key may be answered together: same kind, risk and options, and
 * the same thing to run. Who asks does not matter, but for the demo fleet: its questions
 * stand for themselves. Where nothing is to be run, title and
 * body are what is answered. From medium risk on the folder counts as well: a push of
 * one project says nothing about a push of another.
 *
 * The key is compared, never shown; it is as long as what it compares, so that no two
 * different commands can share one.
 */
export function similarityKey(request: Comparable): string {
  const { action } = request;
  const runs = action && (action.command !== undefined || action.diff !== undefined || action.files !== undefined);
  const subject = runs
    ? [action.command, action.diff, action.files, request.risk === "low" ? undefined : action.cwd]
    : [request.title, request.body];
  const options = request.options.map((option) => [option.id, option.label]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return JSON.stringify([
    request.kind,
    request.risk,
    action?.tool,
    runs ? "action" : "words",
    subject,
    options,
    ...(request.agent?.demo ? ["demo"] : []),
  ]);
}
