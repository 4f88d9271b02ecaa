import { isOutside, isPipeline, isSecret, looksLikePath, runsByItself, type Place } from "./paths.ts";
import { substituted } from "./split-command.ts";
import type { ShellCommand } from "./read-command.ts";

/** One of the given options: `f` is found in `-f` and `-rf`, `force` in `--force` and `--force=yes`. */
export function hasOption(command: ShellCommand, ...names: string[]): boolean {
  return command.args.some((word) =>
    names.some((name) => {
      if (name.length > 1) return word === `--${name}` || word === `-${name}` || word.startsWith(`--${name}=`);
      return /^-[A-Za-z]{1,8}$/.test(word) && word.includes(name);
    }),
  );
}

/** Arguments that are no options. */
export const operands = (command: ShellCommand) => command.args.filter((word) => !word.startsWith("-"));

/** The commands whose output reaches this one, nearest first; long pipes are cut, they repeat themselves. */
export function sources(command: ShellCommand): ShellCommand[] {
  const found: ShellCommand[] = [];
  for (let from = command.from; from && found.length < 12; from = from.from) found.push(from);
  return [...found, ...command.inside.slice(0, 12)];
}

/** Programs that only look: a dangerous word in their arguments is what they look for. */
const lookers =
  /^(?:grep|egrep|fgrep|rg|ag|ls|cat|bat|head|tail|less|more|wc|echo|printf|diff|stat|file|tree|which|type|jq|yq|sort|uniq|cut|tr|cd|pwd|test|\[|\[\[|true|man|history|awk|basename|dirname|realpath|readlink)$/;
export const onlyLooks = (command: ShellCommand) =>
  lookers.test(command.program) ||
  (command.program === "sed" && !hasOption(command, "i", "in-place")) ||
  (command.program === "find" && !command.args.some((word) => /^-(?:delete|exec|execdir|ok|okdir|fprint)/.test(word)));

/** What the command writes to: redirections, and the targets of the programs that write files. */
export function writes(command: ShellCommand): string[] {
  const redirected = command.redirects.filter((redirect) => redirect.operator.includes(">")).map((redirect) => redirect.target);
  const named = operands(command);
  if (/^(?:tee|touch|mkdir|truncate|chmod|chown)$/.test(command.program)) return [...redirected, ...named];
  if (/^(?:cp|mv|install|ln|rsync|scp)$/.test(command.program)) return [...redirected, ...named.slice(-1)];
  if (/^(?:sed|perl|ruby)$/.test(command.program) && command.args.some((word) => /^(?:-[a-z]{0,4}i|--in-place)/.test(word)))
    return [...redirected, ...named];
  if (/^(?:curl|wget)$/.test(command.program)) {
    const at = command.args.findIndex((word) => /^(?:-o|-O|--output|--output-document)$/.test(word));
    return at === -1 ? redirected : [...redirected, command.args[at + 1] ?? ""];
  }
  return redirected;
}

/** The words that can be paths: patterns and scripts of searching programs, and texts, are left out. */
function pathWords(command: ShellCommand): string[] {
  if (/^(?:echo|printf|gh|git-commit|curl|wget|http|\[|\[\[|test)$/.test(command.program) && command.redirects.length === 0) return [];
  let patternSeen = !/^(?:grep|egrep|fgrep|rg|ag|sed|awk|jq|yq|perl)$/.test(command.program);
  const found = command.redirects.map((redirect) => redirect.target);
  if (/^(?:echo|printf)$/.test(command.program)) return found;
  for (const word of command.args) {
    if (word.startsWith("-")) found.push(word.slice(word.indexOf("=") + 1));
    else if (patternSeen) found.push(word);
    else patternSeen = true;
  }
  return found;
}

export const leavesProject = (command: ShellCommand, place: Place) =>
  !command.elsewhere && pathWords(command).some((word) => looksLikePath(word) && isOutside(word, place));

/** Reads a file that holds secrets. Loading one without showing it does not count. */
export function readsSecret(command: ShellCommand): boolean {
  if (/^(?:source|\.|touch|ls|stat|test|\[|\[\[|mkdir|echo|printf|rm|chmod|chown|npm|pnpm|yarn|docker|node|find)$/.test(command.program)) {
    return command.redirects.some((redirect) => redirect.operator === "<" && isSecret(redirect.target));
  }
  if (command.program === "git" && !/^(?:add|show|stage)\b/.test(command.verbs)) return false;
  const words = pathWords(command).filter((word) => !/^\.npmrc$/.test(word));
  return (/^(?:cp|mv|ln|install)$/.test(command.program) ? words.slice(0, -1) : words).some(isSecret);
}

export const writesWhere = (command: ShellCommand, test: (path: string) => boolean) => writes(command).some(test);
export const writesStartup = (command: ShellCommand) => writesWhere(command, runsByItself);
export const writesPipeline = (command: ShellCommand) => writesWhere(command, isPipeline);

const localAddress = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal)(?:[:/]|$)/i;
const isNetworkProgram = (command: ShellCommand) =>
  /^(?:curl|wget|http|https|nc|ncat|netcat|socat|scp|sftp|rsync|ftp|ssh|telnet|mail|sendmail|aria2c)$/.test(command.program);
/** Talks to another machine; loopback does not count. */
export const reachesOut = (command: ShellCommand) =>
  isNetworkProgram(command) && !operands(command).some((word) => localAddress.test(word));
export const downloads = (command: ShellCommand) =>
  /^(?:curl|wget|http|https|aria2c|fetch|irm|iwr|invoke-webrequest)$/.test(command.program);

const option = (command: ShellCommand, pattern: RegExp) => command.args.some((word) => pattern.test(word));
/** Sends the content of a file or of another command away. */
export function sendsData(command: ShellCommand): boolean {
  if (!reachesOut(command)) return false;
  if (/^(?:curl|wget|http|https)$/.test(command.program)) {
    const hasFile = option(
      command,
      /^(?:-d|-F|--data(?:-\w+)?=?|--form=?|[\w-]{0,40}=?)?@\S|^[\w-]{1,40}=@|^(?:-T|--upload-file|--post-file|--body-file)/,
    );
    return (
      hasFile ||
      command.args.some((word) => word.includes(substituted)) ||
      (command.from !== undefined && option(command, /^(?:@-|-d@-|-T-?|--data-binary)$/))
    );
  }
  if (/^(?:scp|rsync|sftp)$/.test(command.program)) return /^[\w.@-]{1,200}:/.test(operands(command).at(-1) ?? "");
  return command.program !== "ssh" && (command.from !== undefined || command.redirects.some((redirect) => redirect.operator === "<"));
}

/** A shell or interpreter that runs what it is fed. */
const isFedInterpreter = (command: ShellCommand) =>
  /^(?:sh|bash|zsh|dash|ksh|fish|python|node|perl|ruby|php|pwsh|powershell|iex|invoke-expression)$/.test(command.program) &&
  operands(command).filter((word) => word !== "-").length === 0;
/** Text becomes a program: piped into a shell, given to eval, sourced, or put behind `-c`. */
export const runsText = (command: ShellCommand) =>
  (isFedInterpreter(command) && command.from !== undefined) ||
  (command.inside.length > 0 &&
    (/^(?:eval|source|\.|iex)$/.test(command.program) ||
      (/^(?:sh|bash|zsh|dash|ksh|python|node|perl)$/.test(command.program) && command.args.some((word) => word.startsWith(substituted)))));
export const decodes = (command: ShellCommand) =>
  (/^(?:base64|base32|gbase64)$/.test(command.program) && hasOption(command, "d", "D", "decode")) ||
  (command.program === "xxd" && hasOption(command, "r")) ||
  (command.program === "openssl" && /^(?:enc|base64)/.test(command.verbs)) ||
  /^(?:uudecode|rev|tr|gunzip|zcat|gpg)$/.test(command.program);
export const runsTextFrom = (command: ShellCommand, test: (source: ShellCommand) => boolean) =>
  runsText(command) && sources(command).some(test);
