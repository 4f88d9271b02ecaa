import { stripTerminal } from "@beckon/contracts/visible-text";
import { difference } from "./difference.ts";

/** The difference for the person, on stderr; a secret is shown by its beginning only. */
export function showDifference(change: { path: string; before: string; after: string | undefined; secrets: string[] }): void {
  const colour = Boolean(process.stderr.isTTY) && !process.env.NO_COLOR;
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const hide = (text: string) =>
    change.secrets.reduce((now, secret) => (secret.length < 8 ? now : now.replaceAll(secret, `${secret.slice(0, 5)}…`)), text);
  const write = (line: string) => process.stderr.write(`${line}\n`);
  write(paint(1, stripTerminal(`--- ${change.before === "" ? "(no such file)" : change.path}`)));
  write(paint(1, stripTerminal(`+++ ${change.after === undefined ? "(the file goes)" : change.path}`)));
  for (const line of difference(change.before, change.after ?? "")) {
    const shown = stripTerminal(hide(line));
    const code = line.startsWith("+") ? 32 : line.startsWith("-") ? 31 : line.startsWith("@@") ? 36 : undefined;
    write(code === undefined ? shown : paint(code, shown));
  }
}
