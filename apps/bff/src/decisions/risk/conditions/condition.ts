import type { Action } from "@beckon/contracts/decisions";
import type { Patch } from "../patches.ts";
import type { Place } from "../paths.ts";
import type { ShellCommand } from "../read-command.ts";
import { hasOption } from "../signs.ts";

/** When a rule about one command applies: all that is given must hold. */
export type CommandCondition = {
  /** Programs, separated by spaces; any when left out. */
  on?: string;
  /** The first arguments that are no options, such as `push origin main`. */
  verbs?: RegExp;
  /** One of these is given. */
  options?: string[];
  /** None of these is given. */
  unless?: string[];
  /** What words cannot say. */
  when?: (command: ShellCommand, place: Place) => boolean;
};

/** The whole action as the rules about it see it. */
export type Subject = Action & Patch & { tooDeep: boolean };
/** When a rule about the action applies; a text is what was found, and joins the reason. */
export type ActionCondition = (subject: Subject) => boolean | string;

const programs = new WeakMap<CommandCondition, Set<string>>();

function programsOf(condition: CommandCondition): Set<string> {
  let known = programs.get(condition);
  if (!known) programs.set(condition, (known = new Set(condition.on?.split(" "))));
  return known;
}

export function applies(condition: CommandCondition, command: ShellCommand, place: Place): boolean {
  if (condition.on && !programsOf(condition).has(command.program)) return false;
  if (condition.verbs && !condition.verbs.test(command.verbs)) return false;
  if (condition.options && !hasOption(command, ...condition.options)) return false;
  if (condition.unless && hasOption(command, ...condition.unless)) return false;
  return condition.when?.(command, place) ?? true;
}

/** One of the arguments has this form. */
export const has = (pattern: RegExp) => (command: ShellCommand) => command.args.some((word) => pattern.test(word));
