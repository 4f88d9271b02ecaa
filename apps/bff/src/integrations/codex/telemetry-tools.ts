import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { flagOf, jsonOf, millisecondsOf, textOf, defined } from "../otlp/attributes.ts";
import type { Attributes } from "../otlp/otlp.types.ts";
import { idOf, keyOf, words } from "../otlp/teller.ts";
import type { Told } from "./telemetry.ts";

/** What a tool was to do, or did. A call has the same id here and in the hooks, so that it is told once. Pure. */
export const toolSignals = (event: "codex.tool_decision" | "codex.tool_result", { head, record, fact }: Told): Signal[] => {
  const { attributes } = record;
  const callId = keyOf(textOf(attributes, "call_id"));
  const call = callId === undefined ? fact : callKey(head.session, callId);
  const patched = patchedFiles(attributes);
  const about = defined({ callId, tool: toolOf(attributes), ...doingOf(attributes), path: patched[0]?.path });
  if (event === "codex.tool_decision") {
    const accepted = (textOf(attributes, "decision") ?? "").startsWith("approved");
    // What hooks and settings decide is told as one: nobody was asked, as far as is known.
    const by = textOf(attributes, "source")?.toLowerCase() === "user" ? ("person" as const) : ("rule" as const);
    return [{ ...head, id: idOf("tool-decision", call), kind: "tool.decided", data: { ...about, accepted, by } }];
  }
  const ok = flagOf(attributes, "success") ?? true;
  const error = ok ? undefined : words(textOf(attributes, "output"));
  const data = { ...about, ok, ...defined({ durationMs: millisecondsOf(attributes, "duration_ms"), error }) };
  return [
    { ...head, id: idOf("tool-end", call), kind: "tool.ended", data },
    ...(ok ? patched : []).map((file, index): Signal => ({
      ...head,
      id: idOf("file-edit", call, ...(index === 0 ? [] : [index])),
      kind: "file.edited",
      data: { ...file, ...defined({ callId }) },
    })),
  ];
};

/** Tools of MCP servers are called as the hooks call them. */
const toolOf = (attributes: Attributes): string => {
  const tool = textOf(attributes, "tool_name") ?? "tool";
  const server = textOf(attributes, "mcp_server");
  return keyOf(server !== undefined && !tool.startsWith("mcp__") ? `mcp__${server}__${tool}` : tool) ?? "tool";
};

const doingOf = (attributes: Attributes) => {
  const { cmd, command, justification, description } = jsonOf(attributes, "arguments");
  const line = cmd ?? command;
  return { command: words(Array.isArray(line) ? line.join(" ") : line), description: words(justification ?? description) };
};

const mostFiles = 50;

/** The files that a patch names, with how many lines come and go. */
const patchedFiles = (attributes: Attributes): { path: string; added: number; removed: number }[] => {
  const patch = textOf(attributes, "arguments");
  if (textOf(attributes, "tool_name") !== "apply_patch" || !patch) return [];
  const files: { path: string; added: number; removed: number }[] = [];
  for (const line of patch.split("\n")) {
    const path = clip(/^\*\*\* (?:Update|Add|Delete) File: (.+)$/.exec(line)?.[1]?.trim(), 1_000);
    const file = files.at(-1);
    if (path !== undefined && files.length < mostFiles) files.push({ path, added: 0, removed: 0 });
    else if (file && line.startsWith("+")) file.added += 1;
    else if (file && line.startsWith("-")) file.removed += 1;
  }
  return files;
};
