/** No more of a message is looked at: what names a failure stands at its beginning. */
export const longest = 2_000;

/**
 * The telling part of a failure's message: without colours and control characters, an error body in JSON
 * replaced by what it says, stack frames left out. Lines stay lines. At most 2,000 characters are read.
 */
export function failureText(message: string): string {
  const text = message
    .slice(0, longest)
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- colours of a terminal are what this is about
    .replace(/\u001B\[[0-9;]{0,20}[A-Za-z]/g, "")
    .replace(/<\/?[a-z]{1,20}_[a-z_]{1,40}>/g, "")
    // oxlint-disable-next-line no-control-regex -- as are control characters
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, " ");
  return spoken(text);
}

const said =
  /["'](?:type|code|status|message|detail|reason)["']\s{0,9}:\s{0,9}(?:"((?:[^"\\]|\\.){0,1000})"|'((?:[^'\\]|\\.){0,1000})'|(\d{1,9}))/g;

/** An error body, in JSON or as Python prints it, becomes its type, code and message. It may be cut off: it is not parsed. */
function spoken(text: string): string {
  const start = text.search(/\{\s{0,9}["']/);
  if (start < 0) return text;
  const words = [...text.slice(start).matchAll(said)].map(([, double, single, number]) => double ?? single ?? number ?? "");
  const telling = [...new Set(words.filter((word) => word !== "" && word !== "error"))];
  // The order of the fields differs from vendor to vendor and from version to version.
  const short = telling.filter((word) => !word.includes(" ")).sort();
  const long = telling.filter((word) => word.includes(" "));
  return telling.length === 0 ? text : `${text.slice(0, start)} ${[...short, ...long].join(" ")}`.slice(0, longest);
}

const frame = /^\s*(?:at\s|File "|~*\^|\.\.\.|-{3,}|={3,}|\||❯|-->|goroutine\s|note:|hint:|\d{1,6}\s*\|)/;
const wrapper = /^(?:[A-Za-z]{0,40}Error:\s)?(?:command failed|exit code \d{1,3}$|exit status \d{1,3}$|process exited|stderr:|stdout:)/i;
const telling =
  /error|exception|fail|fatal|panic|conflict|konflikt|conflit|fehler|erreur|denied|refused|reject|cannot|could not|unable|not found|timed? ?out|killed|abort|exceed|invalid|missing|❌|✖/i;
const raised = /^[A-Za-z_][\w.]{0,120}(?:Error|Exception|Interrupt|Exit|Warning)\b/;

/** The line that names the failure: what Python raised, else the first telling one, else the first. */
export function failureLine(message: string): string {
  const lines = failureText(message)
    .split("\n")
    .filter((line) => line.trim() !== "" && !frame.test(line))
    .map((line) => line.trim());
  if (lines[0]?.startsWith("Traceback (most recent call last)")) {
    const last = lines.filter((line) => raised.test(line)).at(-1);
    if (last !== undefined) return last;
  }
  if (lines[0] !== undefined && /^thread '.{0,200}' panicked at/.test(lines[0])) return `panicked: ${lines[1] ?? lines[0]}`;
  const own = lines.filter((line) => !wrapper.test(line));
  return own.find((line) => telling.test(line)) ?? own[0] ?? lines[0] ?? "";
}
