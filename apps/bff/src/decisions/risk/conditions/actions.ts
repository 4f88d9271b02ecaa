import { revealHidden, type PartKind } from "@beckon/contracts/visible-text";
import { worstOf } from "../databases.ts";
import { isOutside, isPipeline, isSecret, runsByItself } from "../paths.ts";
import type { ActionRuleId } from "../risk-rules.ts";
import type { ActionCondition, Subject } from "./condition.ts";

const hiddenIn = (text: string, kinds?: PartKind[]) => {
  const found = revealHidden(text).hidden.filter((part) => kinds?.includes(part.kind) ?? true);
  return found.length > 0 && [...new Set(found.map((part) => part.label))].slice(0, 3).join(", ");
};
const toolName = ({ tool }: Subject) => tool.split(/__|[./:]/).at(-1) ?? tool;
const isShellTool = ({ tool }: Subject) => /^(?:bash|shell|local_shell|exec\w*|run_\w*|terminal|powershell|command)$/i.test(tool);
const toolDoes = (verbs: RegExp) => (subject: Subject) =>
  !isShellTool(subject) && verbs.test(toolName(subject).replace(/([a-z])([A-Z])/g, "$1_$2"));

/** Tokens that give themselves away by their form, and passwords in addresses and options. */
const secretText =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-(?:ant-|proj-)?[\w-]{20,}|[sr]k_live_\w{10,}|npm_\w{30,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|hf_\w{30,}|eyJ[\w-]{10,200}\.eyJ[\w-]{10,})|-----BEGIN [A-Z ]{0,30}PRIVATE KEY|\b(?:PGPASSWORD|MYSQL_PWD|AWS_SECRET_ACCESS_KEY|\w{0,40}(?:_TOKEN|_SECRET|_PASSWORD|_API_KEY))\s{0,3}[=:]\s{0,3}["']?(?!\$|<|\*|x{3}|your|change|example|test|dummy|secret\b|password\b|postgres\b|process\.|env\.|os\.)[\w+/=.-]{12,}|Bearer (?!\$|<)[\w.+/=-]{20,}/i;
const passwordInAddress =
  /:\/\/[^\s:/@]{1,80}:(?!\$|<|\*)[^\s:/@]{3,200}@(?!localhost\b|127\.|db\b|postgres\b|mysql\b|mongo\b|redis\b|\[?::1)/i;

export const actions: Record<ActionRuleId, ActionCondition> = {
  "trick.hidden": ({ command = "", tool, cwd = "", files = [] }) => hiddenIn([tool, command, cwd, ...files].join("\n")),
  "trick.hidden-in-change": ({ added }) =>
    hiddenIn(added.replace(/^\+\ufeff/gm, "").replace(/[\u00a0\u3000\r]/g, " "), ["bidi", "control", "invisible"]),
  "trick.out-of-sight": ({ command = "" }) => / {80}|\t{20}|\n(?:[ \t]{0,80}\n){8}/.test(command),
  "trick.nested": ({ tooDeep }) => tooDeep,
  "trick.separator": ({ command = "" }) => /\$\{?IFS\b/.test(command),
  "trick.fork-bomb": ({ command = "" }) => /:\s?\(\)\s?\{\s?:\s?\|\s?:\s?&\s?\}/.test(command),
  long: ({ command = "" }) => command.length > 2_000,
  "secret.in-command": ({ command = "" }) => secretText.test(command) || passwordInAddress.test(command),
  "secret.in-change": ({ added }) => secretText.test(added) || passwordInAddress.test(added),
  "secret.file": ({ paths }) => paths.some(isSecret),
  "file.outside": ({ paths, cwd, writes }) => writes && paths.some((path) => isOutside(path, { cwd })),
  "file.outside-read": ({ paths, cwd, writes }) => !writes && paths.some((path) => isOutside(path, { cwd })),
  "file.startup": ({ paths, writes }) => writes && paths.some(runsByItself),
  "file.pipeline": ({ paths, writes }) => writes && paths.some(isPipeline),
  "file.install-script": ({ added, paths }) =>
    paths.some((path) => /(?:^|\/)package\.json$/.test(path)) &&
    /^\+\s{0,40}"(?:pre|post)?(?:install|prepare|prepublish|publish|pack)"\s{0,3}:/m.test(added),
  "change.deletes": ({ deletedFiles }) => deletedFiles > 5,
  "change.many": ({ paths, writes }) => writes && paths.length > 50,
  "change.database": ({ added, paths }) =>
    paths.some((path) => path.endsWith(".sql")) && worstOf(added.replace(/^\+/gm, "")) === "destroys",
  "tool.payment": toolDoes(/(?:^|_)(?:pay|payment|charge|refund|payout|purchase|transfer_(?:funds|money))(?:s?$|s?_)/i),
  "tool.delete": toolDoes(/(?:^|_)(?:delete|destroy|drop|purge|wipe|terminate|revoke|remove|truncate)(?:$|_)/i),
  "tool.publish": toolDoes(/(?:^|_)(?:deploy|publish|release|merge|push|send|email|post|invite|grant)(?:$|_)/i),
  "tool.sql": (subject) =>
    /sql|query|database|postgres|mysql/i.test(subject.tool) && /^(?:destroys|unbounded)$/.test(worstOf(subject.command ?? "") ?? ""),
};
