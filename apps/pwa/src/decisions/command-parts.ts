import { visibleParts } from "@beckon/contracts/visible-text";
import type { CodePart } from "@beckon/ui/ui-code";
import { markDanger } from "./danger-words.ts";

/** A command exactly as it is, with what hides in it made visible and what is dangerous marked. */
export function commandParts(command: string): CodePart[] {
  return visibleParts(command).flatMap((part): CodePart[] => {
    if (part.kind !== "plain") return [{ text: part.text, tone: "hidden", label: hiddenLabel(part) }];
    return markDanger(part.text).map((piece) => (piece.danger ? { text: piece.text, tone: "danger" } : { text: piece.text }));
  });
}

/** Look-alikes have a shape, and show it beside their name; the others have only a name. */
export function hiddenLabel(part: { text: string; kind: string; label?: string }): string {
  const label = part.label ?? "hidden character";
  return part.kind === "lookalike" ? `${part.text} ${label}` : label;
}
