import type { DecisionOption, DecisionRequest, Risk } from "./decisions.ts";
import { beginsWith, isCallArguments, sameCommand } from "./rule-command.ts";
import { areUnder, isUnder } from "./rule-folder.ts";
import type { RuleAnswer, RuleHours, RuleScope, RuleTerms } from "./rules.ts";

/** What a rule looks at. Of a diff only that there is one. */
export type Askable = Pick<DecisionRequest, "kind" | "title" | "body" | "options" | "multiple" | "action" | "risk"> & {
  agent: Partial<DecisionRequest["agent"]>;
};
export type Terms = Pick<RuleTerms, "scope" | "answer" | "maxRisk" | "until" | "mostPerHour" | "hours">;

/** answers: with this option, because of all that `why` says. left: its limit for the hour is reached. */
export type Verdict = { kind: "answers"; option: DecisionOption; why: string[] } | { kind: "left" };

/** Under this id the server itself asks: a budget that is spent, a repair that did not help. */
export const beckonAsks = "beckon";

const hourMs = 3_600_000;
const rank: Record<Risk, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/**
 * THE function of rules: what one says to one request at one moment. Live, in a replay and in the app it is this one.
 * `lastHour`: how many it has answered in the hour before (`at` − 1 h excluded). Nothing: the rule is not about it.
 */
export function applyRule(terms: Terms, asked: Askable, moment: { at: Date; lastHour: number }): Verdict | undefined {
  if (moment.at.getTime() >= Date.parse(terms.until)) return undefined;
  const option = fittingOption(terms, asked);
  if (!option || (terms.hours && !isWithin(terms.hours, moment.at))) return undefined;
  if (moment.lastHour >= terms.mostPerHour) return { kind: "left" };
  return { kind: "answers", option, why: whyOf(terms, asked) };
}

/** The option that the rule gives to such a request, whenever it is asked. */
export function fittingOption(terms: Pick<Terms, "scope" | "answer" | "maxRisk">, asked: Askable): DecisionOption | undefined {
  // Questions of the demo fleet stand for themselves, and Beckon's own are for a person; several answers at once are no option.
  if (asked.agent.demo || asked.agent.id === beckonAsks || asked.multiple) return undefined;
  const option = optionOf(terms.answer, asked.options);
  if (!option || rank[asked.risk] > rank[terms.maxRisk] || !fits(terms.scope, asked, option)) return undefined;
  if (option.tone === "deny") return option;
  return rank[asked.risk] <= rank.medium && isNamed(terms.scope, asked) ? option : undefined;
}

const optionOf = (answer: RuleAnswer, options: readonly DecisionOption[]): DecisionOption | undefined => {
  const found = options.filter((option) =>
    "tone" in answer ? option.tone === answer.tone : option.id === answer.option && option.label === answer.label,
  );
  return found.length === 1 ? found[0] : undefined;
};

/** `Bash (in the background)` is Bash, run in another manner. */
const withoutManner = (tool: string): string => tool.replace(/ \([^()]*\)$/, "");

const fits = (scope: RuleScope, { kind, title, body, action, agent }: Askable, { tone }: DecisionOption): boolean => {
  const { kinds, tools, agentId, role, vendor, host, folder, command, files, says } = scope;
  const named = action?.files ?? [];
  // A yes is given to a tool as it is named; a no to it is one to every manner of it.
  const isOneOf = (names: readonly string[], tool: string) =>
    names.includes(tool) || (tone === "deny" && names.includes(withoutManner(tool)));
  return (
    (!kinds || kinds.includes(kind)) &&
    (!tools || (action !== undefined && isOneOf(tools, action.tool))) &&
    (agentId === undefined || agent.id === agentId) &&
    (role === undefined || agent.role === role) &&
    (vendor === undefined || agent.vendor === vendor) &&
    (host === undefined || agent.host === host) &&
    (folder === undefined || (action?.cwd !== undefined && isUnder(folder, action.cwd) && areUnder(folder, named, action.cwd))) &&
    (command === undefined || (action?.command !== undefined && isCommand(command, action.command))) &&
    (files === undefined || (named.length > 0 && areUnder(files, named, action?.cwd))) &&
    (says === undefined || (title === says.title && (body ?? "") === (says.body ?? "")))
  );
};

const isCommand = (wanted: NonNullable<RuleScope["command"]>, command: string): boolean =>
  "is" in wanted ? sameCommand(wanted.is, command) : beginsWith(command, wanted.begins);

/** A yes is given to nothing that the rule does not name: the command, the files, the tool, or the words where nothing runs. */
const isNamed = ({ command, files, folder, tools, says }: RuleScope, { action }: Askable): boolean => {
  if (action?.command !== undefined) return command !== undefined || (tools !== undefined && isCallArguments(action.command));
  if ((action?.files?.length ?? 0) > 0) return files !== undefined || folder !== undefined;
  if (action && action.diff === undefined) return tools !== undefined || says !== undefined;
  return says !== undefined;
};

const clocks = new Map<string, Intl.DateTimeFormat>();
const clockOf = (zone: string): Intl.DateTimeFormat => {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  clocks.set(zone, made);
  return made;
};
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether a moment lies in a rule's hours, by the clock of its zone; the last minute is not in them. */
export function isWithin({ days, from, to, zone }: RuleHours, at: Date): boolean {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const time = `${parts.hour}:${parts.minute}`;
  return days.includes(weekdays.indexOf(parts.weekday ?? "") + 1) && time >= from && time < to;
}

const whyOf = ({ scope, maxRisk, hours }: Terms, asked: Askable): string[] => {
  const { kinds, tools, agentId, role, vendor, host, folder, command, files, says } = scope;
  return [
    kinds && `asks for ${asked.kind}`,
    tools && `tool ${asked.action?.tool}`,
    agentId !== undefined && `agent ${asked.agent.name ?? agentId}`,
    role !== undefined && `role ${role}`,
    vendor !== undefined && `vendor ${vendor}`,
    host !== undefined && `machine ${host}`,
    folder !== undefined && `in the folder ${folder}`,
    command && ("is" in command ? "the very command" : `begins with ${command.begins.join(" ")}`),
    files !== undefined && `all files in ${files}`,
    says && "the very words",
    `risk ${asked.risk}, up to ${maxRisk}`,
    hours && "within its hours",
  ].filter((each): each is string => typeof each === "string");
};

const denies = ({ answer }: Pick<Terms, "answer">) => "tone" in answer && answer.tone === "deny";

/** How narrow a rule is: what names the very thing weighs more than where, and that more than who. */
const narrowness = ({ kinds, tools, agentId, role, vendor, host, folder, command, files, says }: RuleScope): number => {
  const depth = (path: string | undefined) => (path === undefined ? 0 : Math.min(50, path.split(/[\\/]/).length));
  return (
    (says ? 1_000 : 0) +
    (command ? ("is" in command ? 1_000 : 500 + command.begins.length) : 0) +
    (files === undefined ? 0 : 200 + depth(files)) +
    (folder === undefined ? 0 : 100 + depth(folder)) +
    (agentId === undefined ? 0 : 50) +
    (tools ? 20 : 0) +
    [role, vendor, host].filter((each) => each !== undefined).length * 5 +
    (kinds ? 1 : 0)
  );
};

/** The order in which rules are asked, for everybody the same: what denies first, then the narrower, then the older. */
export function inRuleOrder<R extends Pick<Terms, "answer" | "scope"> & { id: string }>(rules: readonly R[]): R[] {
  return rules.toSorted(
    (a, b) =>
      Number(denies(b)) - Number(denies(a)) || narrowness(b.scope) - narrowness(a.scope) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** Takes a rule through requests in the order in which they were asked, its limit for the hour included. */
export function createRuleRun(terms: Terms): (asked: Askable, at: Date) => Verdict | undefined {
  const answered: number[] = [];
  return (asked, at) => {
    while (answered.length > 0 && (answered[0] as number) <= at.getTime() - hourMs) answered.shift();
    const verdict = applyRule(terms, asked, { at, lastHour: answered.length });
    if (verdict?.kind === "answers") answered.push(at.getTime());
    return verdict;
  };
}
