import { hasOption } from "./signs.ts";
import type { ShellCommand } from "./read-command.ts";

const isPush = (command: ShellCommand) => /^push\b/.test(command.verbs) && !hasOption(command, "dry-run", "n");
/** Remote and branches of a push; `a:b` goes to b. */
const refs = (command: ShellCommand) => command.verbs.split(" ").slice(2);
const goals = (command: ShellCommand) =>
  refs(command).map((ref) => (ref.split(":").at(-1) ?? ref).replace(/^\+/, "").replace(/^refs\/heads\//, ""));
const protectedName = /^(?:main|master|trunk|develop|stable|release(?:[/-].*)?|releases\/.*|v?\d+(?:\.(?:\d+|x))*)$/;
const productionName = /^(?:prod|production|live|deploy)(?:[/-].*)?$/;

export const isForced = (command: ShellCommand) =>
  isPush(command) &&
  (hasOption(command, "f", "force", "mirror") ||
    refs(command).some((ref) => ref.startsWith("+")) ||
    (hasOption(command, "force-with-lease") && (toProtected(command) || goals(command).length === 0)));
export const toProtected = (command: ShellCommand) =>
  isPush(command) &&
  (goals(command).some((goal) => protectedName.test(goal) || productionName.test(goal)) || hasOption(command, "all", "mirror"));
export const toProduction = (command: ShellCommand) => isPush(command) && goals(command).some((goal) => productionName.test(goal));
export const deletes = (command: ShellCommand) =>
  isPush(command) && (hasOption(command, "d", "delete", "prune") || refs(command).some((ref) => ref.startsWith(":")));
export const withLease = (command: ShellCommand) => isPush(command) && hasOption(command, "force-with-lease");
/** `git push`, `git push origin`, `git push origin HEAD`, `--tags`: the line does not say where it goes. */
export const toUnnamed = (command: ShellCommand) =>
  isPush(command) &&
  (goals(command).length === 0 ||
    goals(command).some((goal) => /^(?:HEAD|@|\$.*)$/.test(goal)) ||
    hasOption(command, "tags", "follow-tags"));

export const losesUnsaved = (command: ShellCommand) =>
  (/^reset\b/.test(command.verbs) && hasOption(command, "hard", "merge")) ||
  (/^clean\b/.test(command.verbs) && hasOption(command, "f", "force") && !hasOption(command, "n", "dry-run")) ||
  (command.verbs.startsWith("worktree remove") && hasOption(command, "f", "force"));
export const discards = (command: ShellCommand) =>
  (/^checkout\b/.test(command.verbs) &&
    (command.args.includes("--") || hasOption(command, "f", "force") || /^checkout \.$/.test(command.verbs))) ||
  (/^restore\b/.test(command.verbs) && (!hasOption(command, "S", "staged") || hasOption(command, "W", "worktree"))) ||
  /^stash (?:drop|clear)/.test(command.verbs) ||
  (/^switch\b/.test(command.verbs) && hasOption(command, "f", "force", "discard-changes")) ||
  (/^branch\b/.test(command.verbs) &&
    (hasOption(command, "D") || (hasOption(command, "d", "delete") && hasOption(command, "f", "force")))) ||
  (/^tag\b/.test(command.verbs) && hasOption(command, "d", "delete")) ||
  (/^rm\b/.test(command.verbs) && hasOption(command, "r") && !hasOption(command, "cached"));
