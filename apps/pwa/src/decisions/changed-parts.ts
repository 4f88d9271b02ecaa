import type { CodePart } from "@beckon/ui/ui-code";

/**
 * What an edit changed: what both share at the start and at the end stays plain, the middle
 * is shown as taken out and put in. One pass over words, so it keeps up with typing.
 */
export function changedParts(before: string, after: string): CodePart[] {
  const [left, right] = [words(before), words(after)];
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const parts: CodePart[] = [
    { text: left.slice(0, start).join("") },
    { text: left.slice(start, left.length - end).join(""), tone: "removed" },
    { text: right.slice(start, right.length - end).join(""), tone: "added" },
    { text: left.slice(left.length - end).join("") },
  ];
  return parts.filter((part) => part.text !== "");
}

const words = (text: string): string[] => text.match(/\s+|\S+/gu) ?? [];
