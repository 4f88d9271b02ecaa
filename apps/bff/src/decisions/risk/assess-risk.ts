import type { Action, DecisionKind, Risk } from "@beckon/contracts/decisions";
import { actions } from "./conditions/actions.ts";
import { applies, type CommandCondition } from "./conditions/condition.ts";
import { deleting } from "./conditions/deleting.ts";
import { git } from "./conditions/git.ts";
import { infrastructure } from "./conditions/infrastructure.ts";
import { machine } from "./conditions/machine.ts";
import { network } from "./conditions/network.ts";
import { publishing } from "./conditions/publishing.ts";
import { readPatch } from "./patches.ts";
import { readCommands, type ShellCommand } from "./read-command.ts";
import { actionRules, commandRules, type ActionRuleId, type CommandRuleId, type Rule } from "./risk-rules.ts";

type Assessment = { risk: Risk; reasons: string[] };
type Finding = { risk: Risk; reason: string };

const order: Risk[] = ["low", "medium", "high", "critical"];
const rank = (risk: Risk) => order.indexOf(risk);
const mostReasons = 6;

/** Typed by the rules: a rule without its condition does not compile. */
const conditions: Record<CommandRuleId, CommandCondition> = {
  ...deleting,
  ...git,
  ...publishing,
  ...infrastructure,
  ...network,
  ...machine,
};
const rulesOfCommands = Object.entries(commandRules) as [CommandRuleId, Rule][];
const rulesOfActions = Object.entries(actionRules) as [ActionRuleId, Rule][];

/** Destroying something and naming production in one text is more than either of them. */
function findingsInCommands(commands: ShellCommand[], cwd: string | undefined): Finding[] {
  const found = rulesOfCommands.filter(([id]) => commands.some((command) => applies(conditions[id], command, { cwd })));
  const findings = found.map(([, [risk, reason]]): Finding => ({ risk, reason }));
  const namesProduction = found.some(([id]) => id === "production.system");
  const destroys = found.some(([, rule]) => rule[2] === "destroys");
  return namesProduction && destroys
    ? [{ risk: "critical", reason: "Destroys something where production is named" }, ...findings]
    : findings;
}

/**
 * Raises the declared risk by the rules in `risk-rules.ts`; never lowers it. Without a declared
 * risk a request starts as low. `reasons` says in plain words why it was raised, the gravest first,
 * and is empty when it was not. Takes time linear in the action and never throws.
 */
export function assessRisk({ declared = "low", action }: { declared?: Risk; kind: DecisionKind; action?: Action }): Assessment {
  if (!action) return { risk: declared, reasons: [] };
  const patch = readPatch(action);
  const { commands, tooDeep } = readCommands(patch.isCommand ? "" : (action.command ?? ""));
  const subject = { ...action, ...patch, tooDeep };
  const findings = findingsInCommands(commands, action.cwd);
  for (const [id, [risk, reason]] of rulesOfActions) {
    const evidence = actions[id](subject);
    if (evidence !== false) findings.push({ risk, reason: evidence === true ? reason : `${reason}: ${evidence}` });
  }
  const raising = findings.filter((finding) => rank(finding.risk) > rank(declared)).sort((a, b) => rank(b.risk) - rank(a.risk));
  return { risk: raising[0]?.risk ?? declared, reasons: [...new Set(raising.map((finding) => finding.reason))].slice(0, mostReasons) };
}
