/** What stands in a template wherever messages of one kind differ. */
export const mask = "…";

const closing: Record<string, string> = { '"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»", "»": "«", "「": "」" };
const longestQuote = 400;

/**
 * Masks what differs from one failure to the next: quoted strings, urls, paths, hosts, ids, hashes, numbers
 * with their units. Words and codes (`ECONNREFUSED`, `TS2322`, `E0382`, HTTP 503, exit code 137) stay.
 * Time is linear in the length of the line: one pass over the quotes, one over the words, each word
 * judged by expressions that are anchored and cannot go back.
 */
export function maskLine(line: string): string {
  const words = maskKnown(maskQuotes(line)).split(/\s+/);
  const masked = words.map((word, index) => maskWord(word, words[index - 1] ?? "", words[index - 2] ?? ""));
  return collapse(masked);
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** An apostrophe within a word opens nothing; what is not closed is left as it is. */
function maskQuotes(line: string): string {
  let [out, place] = ["", 0];
  // Where each closing mark was last looked for in vain: it is not looked for again.
  const missing = new Set<string>();
  while (place < line.length) {
    const open = line[place] as string;
    const close = closing[open];
    const end = close === undefined || isWord(line[place - 1]) || missing.has(close) ? -1 : closed(line, place, close);
    if (end < 0) {
      if (close !== undefined && !isWord(line[place - 1]) && !line.includes(close, place + 1)) missing.add(close);
      out += open;
      place += 1;
    } else {
      out += mask;
      place = end + 1;
    }
  }
  return out;
}

function closed(line: string, open: number, close: string): number {
  const limit = Math.min(line.length, open + longestQuote);
  for (let at = line.indexOf(close, open + 1); at > 0 && at < limit; at = line.indexOf(close, at + 1))
    if (line[at - 1] !== "\\" && !isWord(line[at + 1])) return at;
  return -1;
}

/** What nothing marks as a value but where it stands, in what very common tools print; and numbers apart from their units. */
const known: [RegExp, string][] = [
  // An IPv6 host with its port: its brackets are part of it.
  [/\[[0-9a-fA-F:.%]{2,50}\](?::\d{1,5})?/g, mask],
  [/\b\d[\d.,]{0,30}\s?(?:ms|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|[kmgKMG]i?[bB]|bytes|%)(?![\p{L}\p{N}])/gu, mask],
  [
    /\b(ENOTFOUND|EAI_AGAIN|resolve host:|undefined:|merge conflict in|Merge-Konflikt in|fusion dans|No such \w{1,20}:)\s{1,4}.{1,300}$/i,
    `$1 ${mask}`,
  ],
  [
    /\b(access denied for|permission denied for \w{1,20}|restarting failed container|in pod|Failed to connect to|Tool|relation|column|table|organization|model|module|user|agent|host)\s[\w@.:/-]{1,200}(?=\s(?:port|not|in|on|does|is|has|,|$)|,|$)/gi,
    `$1 ${mask}`,
  ],
  [/^\S{0,60}\bsh: (?:line \d{1,6}: )?\S{1,200}: (?=\S)|^\S{0,60}[a-z]sh: (?:line \d{1,6}: )?\S{1,200}: (?=\S)/, `sh: ${mask}: `],
  [/^([a-z][\w-]{0,20}): [^:]{1,300}: (?=No such file|Permission denied|Is a directory|Not a directory|Datei|Keine)/, `$1: ${mask}: `],
  [/[\w$.]{1,200} is not (a function|defined|iterable|a constructor)\b/, `${mask} is not $1`],
  [
    /\bexpected .{1,400}? to (not )?((?:deeply |strictly )?(?:be|equal|match|have|contain|include|throw)\b).{0,400}$/i,
    `expected ${mask} to $1$2 ${mask}`,
  ],
  [/\bassert .{1,200}? (==|!=|in|is|<=?|>=?) .{1,400}$/, `assert ${mask} $1 ${mask}`],
  [/(Unexpected token) .{1,200} (is not valid JSON)/, `$1 ${mask} $2`],
  [/(\[(?:remote )?rejected\]) .{1,300} (\([a-z -]{1,60}\))/, `$1 ${mask} $2`],
  [/\b(Killed process \d{1,9}) \(.{1,60}?\)/, "$1"],
  [/^((?:[A-Za-z]{0,40}: )?Command failed with exit code \d{1,3})\b.{1,400}$/, "$1"],
];

const maskKnown = (line: string) => known.reduce((text, [found, kind]) => text.replace(found, kind), line);

const code = /^(?:TS|CS|E|P|W|F|HTTP|SQLSTATE)-?\d{3,5}$|^[A-Z]{2,}_[A-Z_]{1,80}$/;
const kept = /^[45]\d{2}$|^-32\d{3}$/;
const type = /(?:Error|Exception|Warning|Exited|Failure)$/;
const opening: Record<string, string> = { ")": "(", "]": "[", "}": "{", ">": "<" };
const edges = /^([([{<@#~=]{0,9})([^]*?)([)\]}>,.;:!?…]{0,9})$/;

function maskWord(word: string, before: string, earlier: string): string {
  if (word.length > 300) return mask;
  const [, open = "", core = "", close = ""] = edges.exec(word) ?? ["", "", word, ""];
  if (core === "" || code.test(core) || type.test(core)) return word;
  if (kept.test(core) && (before === "" || /code|status|http|error/i.test(before))) return word;
  if (/^\d{1,3}$/.test(core) && /^(?:code|status)$/i.test(before) && /^exit/i.test(earlier)) return word;
  // A bracket that the value itself opened closes with it: `total.ts(41,7):` is one value and a colon.
  const rest = close.replace(/[)\]}>]/g, (bracket) => (core.includes(opening[bracket] as string) ? "" : bracket));
  return differs(core) ? `${open}${mask}${rest}` : word;
}

/** Whether a word is a value rather than part of the sentence. */
function differs(core: string): boolean {
  if (/\d/.test(core)) return true;
  if (/^(?:UTC|GMT|[CEP][EDS]{1,2}T)$/.test(core)) return true;
  if (/^(?:true|false|null|none|undefined|nan)$/i.test(core)) return false;
  if (/:\/\/|[\\/@]/.test(core)) return true;
  // A dotted name: a host, a file, a property. A full stop alone ends a sentence and is no part of the core.
  return /[\p{L}_$][.:]{1,2}[\p{L}_$]/u.test(core);
}

/** Values that follow each other, in a list or a tuple, are one. */
function collapse(words: readonly string[]): string {
  const out: string[] = [];
  for (const word of words) {
    if (word === "") continue;
    const last = out.at(-1);
    const value = /^[([{]?…[)\]},:;|]{0,4}$|^[|,]$/.test(word);
    if (value && last !== undefined && /^[([{]?…[)\]},:;|]{0,4}$/.test(last)) out[out.length - 1] = mask;
    else out.push(word);
  }
  return out.join(" ");
}
