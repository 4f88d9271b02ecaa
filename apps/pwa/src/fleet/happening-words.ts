import type { Happening } from "@beckon/contracts/agents";
import { formatDuration } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { formatCount } from "@beckon/ui/numbers";
import { html, nothing } from "lit";
import { shownText } from "../decisions/shown-text.ts";
import { formatMoney } from "./money.ts";
import { short } from "./short.ts";

export type HappeningLook = { icon: IconName; tone: "good" | "bad" | "info" | "soft" | "beacon"; words: unknown };

const longest = 240;
const runs = /^(bash|shell|local_shell|exec|exec_command|run_shell_command|unified_exec|powershell|terminal)/iu;
const edits = /^(edit|multiedit|write|notebookedit|apply_patch|replace|write_file|edit_file|create_file|patch|str_replace)/iu;
const reads = /^(read|read_file|read_many_files|view|open_file|cat)/iu;

/** What happened, in words, with its sign. The agent's own text is shown as text, whatever is in it. */
export function happeningLook(happening: Happening): HappeningLook {
  const { kind, ok, tool } = happening;
  const look = looks[kind];
  if (kind === "tool.ended" || kind === "tool.decided") {
    const own = kind === "tool.ended" ? toolWords(happening) : decidedWords(happening);
    const icon =
      ok === false ? "cross" : runs.test(tool ?? "") ? "play" : edits.test(tool ?? "") ? "edit" : reads.test(tool ?? "") ? "file" : "check";
    return { icon, tone: ok === false ? "bad" : "soft", words: own };
  }
  if (kind === "model.called") return { icon: "info", tone: "soft", words: modelWords(happening) };
  if (look === undefined) return { icon: "info", tone: "soft", words: html`${shownText(kind)}${after(happening.text)}` };
  const bad = ok === false;
  return {
    icon: bad ? "alert" : look.icon,
    tone: bad ? "bad" : look.tone,
    words: wordsOf(look, happening),
  };
}

type Look = {
  word: string;
  /** The text goes on with the sentence. */ on?: boolean;
  failed?: string;
  icon: IconName;
  tone: HappeningLook["tone"];
};
const looks: Record<string, Look> = {
  "session.started": { word: "Started", icon: "play", tone: "info" },
  "session.ended": { word: "Ended", failed: "Ended by an error", icon: "check", tone: "soft" },
  "turn.started": { word: "Was asked", icon: "people", tone: "info" },
  "turn.ended": { word: "Said", failed: "Turn failed", icon: "check", tone: "good" },
  "model.failed": { word: "Model call failed", icon: "alert", tone: "bad" },
  "task.changed": { word: "Task", icon: "list", tone: "info" },
  "progress.reported": { word: "Reported", icon: "info", tone: "info" },
  "attention.wanted": { word: "Wanted attention", icon: "bell", tone: "beacon" },
  "delegation.started": { word: "Gave work to", on: true, icon: "forward", tone: "info" },
  "delegation.ended": { word: "Got work back from", on: true, failed: "Work given away failed", icon: "back", tone: "soft" },
  "handoff.offered": { word: "Offered a hand-over to", on: true, icon: "forward", tone: "info" },
  "handoff.accepted": { word: "Took over", icon: "check", tone: "info" },
  "review.requested": { word: "Asked for a review", icon: "question", tone: "info" },
  "review.ended": { word: "Review passed", failed: "Review asked for changes", icon: "check", tone: "good" },
  "commit.made": { word: "Committed", icon: "check", tone: "good" },
  "pull_request.changed": { word: "Pull request", icon: "info", tone: "info" },
  "limit.hit": { word: "Hit a limit", failed: "Hit a limit", icon: "alert", tone: "bad" },
  "context.compacted": { word: "Shortened its context", icon: "refresh", tone: "soft" },
};

function wordsOf({ word, failed, on }: Look, { kind, ok, text }: Happening) {
  if (ok === false) return html`${failed ?? word}${after(text)}`;
  if (text === undefined) return kind === "turn.ended" ? "Turn ended" : word;
  return on ? html`${word} ${shownText(short(text, longest))}` : html`${word}${after(text)}`;
}

const after = (text: string | undefined) => (text ? html`: ${shownText(short(text, longest))}` : nothing);
const code = (text: string) => html`<code>${shownText(short(text, longest))}</code>`;

function toolWords({ tool = "a tool", text, ok, durationMs }: Happening) {
  const time = durationMs === undefined ? "" : durationMs < 1_000 ? `${Math.round(durationMs)} ms` : formatDuration(durationMs);
  const end = ok === false ? (time ? ` — failed after ${time}` : " — failed") : time ? ` in ${time}` : "";
  if (text === undefined) return html`Used ${shownText(tool)}${end}`;
  if (runs.test(tool)) return html`Ran ${code(text)}${end}`;
  if (edits.test(tool)) return html`Edited ${code(text)}${end}`;
  if (reads.test(tool)) return html`Read ${code(text)}${end}`;
  return html`Used ${shownText(tool)}: ${code(text)}${end}`;
}

function decidedWords({ tool = "a tool", text, ok }: Happening) {
  return html`${ok === false ? "Was refused" : "Was allowed"} ${text === undefined ? shownText(tool) : code(text)}`;
}

function modelWords({ model = "a model", tokens, costMicros, durationMs }: Happening) {
  const facts = [
    tokens === undefined ? "" : `${formatCount(tokens)} tokens`,
    costMicros === undefined ? "" : formatMoney(costMicros),
    durationMs === undefined ? "" : formatDuration(durationMs),
  ].filter(Boolean);
  return html`Called ${shownText(model)}${facts.length > 0 ? `: ${facts.join(", ")}` : ""}`;
}
