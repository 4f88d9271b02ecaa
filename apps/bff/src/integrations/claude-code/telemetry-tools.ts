import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { flagOf, jsonOf, millisecondsOf, textOf, defined } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { idOf, keyOf, words } from "../otlp/teller.ts";
import type { Told } from "./telemetry-events.ts";

const editors = new Set(["Edit", "Write", "MultiEdit", "NotebookEdit"]);

/** What a tool was to do, or did. A call has the same id here and in the hooks, so that it is told once. Pure. */
export const toolSignals = (event: "tool_decision" | "tool_result", { head, attributes, fact }: Told): Signal[] => {
  const callId = keyOf(textOf(attributes, "tool_use_id"));
  const call = callId === undefined ? fact : callKey(head.session, callId);
  const doing = doingOf(attributes);
  const about = defined({ callId, tool: keyOf(textOf(attributes, "tool_name")) ?? "tool", ...doing });
  if (event === "tool_decision") {
    const data = { ...about, accepted: textOf(attributes, "decision") === "accept", by: deciderOf(textOf(attributes, "source") ?? "") };
    return [{ ...head, id: idOf("tool-decision", call), kind: "tool.decided", data }, ...modeOf({ head, attributes, fact })];
  }
  const ok = flagOf(attributes, "success") ?? true;
  const error = ok ? undefined : words(textOf(attributes, "error", "error_type"));
  const data = { ...about, ok, ...defined({ durationMs: millisecondsOf(attributes, "duration_ms"), error }) };
  const signals: Signal[] = [{ ...head, id: idOf("tool-end", call), kind: "tool.ended", data }];
  if (ok && doing.path !== undefined && editors.has(about.tool))
    signals.push({ ...head, id: idOf("file-edit", call), kind: "file.edited", data: defined({ path: doing.path, callId }) });
  const sha = clip(jsonOf(attributes, "tool_parameters").git_commit_id, 64);
  if (ok && sha !== undefined) signals.push({ ...head, id: idOf("commit", sha), kind: "commit.made", data: { sha } });
  return signals;
};

/** A person at the terminal, a hook, or a rule: settings and modes decide without anybody. */
const deciderOf = (source: string): "person" | "hook" | "rule" =>
  source.startsWith("user_") ? "person" : source === "hook" ? "hook" : "rule";

/** With the details that the agent sends only when told to. */
const doingOf = (attributes: Attributes) => {
  const input = jsonOf(attributes, "tool_input");
  const parameters = jsonOf(attributes, "tool_parameters");
  return defined({
    command: words(parameters.full_command ?? input.command),
    path: clip(input.file_path ?? input.notebook_path ?? input.path, 1_000),
    description: words(parameters.description ?? input.description),
  });
};

/** Each decision tells the mode that it was made in; once for each prompt is enough. */
const modeOf = ({ head, attributes, fact }: Told): Signal[] => {
  const permissionMode = clip(textOf(attributes, "permission_mode"), 60);
  if (permissionMode === undefined) return [];
  const id = idOf("mode", head.session ?? "", textOf(attributes, "prompt.id") ?? fact, permissionMode);
  return [{ ...head, id, kind: "session.described", data: { permissionMode } }];
};
