// What a person must not overlook in a command. It only draws the eye: the risk itself is
// judged by the server. Each alternative is bounded, so that no text can make it slow.
const danger = new RegExp(
  [
    String.raw`\brm\s+-[a-zA-Z]{1,8}\b`,
    String.raw`--(?:force(?:-with-lease)?|hard|no-verify|no-preserve-root|delete|prune|all|recursive)\b`,
    String.raw`\bpush\s+(?:-f|--force)\b`,
    String.raw`\b(?:prod|production|live)\b`,
    String.raw`\b(?:drop|truncate)\s+(?:table|database|schema)\b`,
    String.raw`\bdelete\s+from\b`,
    String.raw`\b(?:sudo|mkfs|shred|destroy|reset|revoke|flushall|publish)\b`,
    String.raw`\b(?:chmod|chown)\s+-R\b`,
    String.raw`\bdd\s+(?=if=|of=)`,
    String.raw`\|\s{0,4}(?:sudo\s)?(?:ba|z|da)?sh\b`,
    String.raw`\.env\b|\bid_rsa\b|\.ssh\b|\.aws\b`,
  ].join("|"),
  "giu",
);

/** Cuts a text into pieces, the dangerous ones marked; together they are the text. */
export function markDanger(text: string): { text: string; danger: boolean }[] {
  const pieces: { text: string; danger: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(danger)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), danger: false });
    pieces.push({ text: match[0], danger: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), danger: false });
  return pieces;
}
