import { isSecret } from "../paths.ts";
import { actsOnProduction, changesProductionFiles } from "../production.ts";
import type { ShellCommand } from "../read-command.ts";
import {
  decodes,
  downloads,
  hasOption,
  operands,
  reachesOut,
  readsSecret,
  runsText,
  runsTextFrom,
  sendsData,
  sources,
  writes,
} from "../signs.ts";
import { has, type CommandCondition } from "./condition.ts";

/** The first arguments that are no options. */
const targets = (command: ShellCommand) => operands(command).slice(0, 500);

/** Production, secrets, and what goes out or comes in. */
export const network = {
  "production.system": { when: actsOnProduction },
  "production.files": { when: changesProductionFiles },
  "secret.read": { when: readsSecret },
  "secret.write": {
    when: (c) =>
      writes(c).some((path) => isSecret(path) && !/(?:^|\/)\.env(?:\.local)?$/.test(path)) ||
      c.redirects.some((r) => r.operator.includes(">") && isSecret(r.target)),
  },
  "secret.tool": {
    when: (c) =>
      /^(?:security (?:find-|dump-|export)|pass (?:show|\S+\/)|op (?:read|item get)|bw get|vault (?:kv get|read|token)|aws secretsmanager get-secret|aws ssm get-parameter|aws sts get-session|aws configure (?:get|export)|gcloud auth (?:print|application-default print)|gcloud secrets versions access|az keyvault secret show|az account get-access-token|gh auth token|doppler secrets|heroku config|kubectl get secrets?|npm token|gpg (?:--export-secret|-a)|git credential|ssh-add)/.test(
        `${c.program} ${c.verbs}`,
      ) ||
      (c.program === "gpg" && has(/^--export-secret/)(c)),
  },
  "secret.environment": {
    when: (c) =>
      (/^(?:env|printenv|set|export|declare)$/.test(c.program) && targets(c).length === 0 && c.env.length === 0 && !has(/^[-+][a-z]/)(c)) ||
      (/^(?:echo|printf|printenv)$/.test(c.program) &&
        has(/^[${"]{0,3}\w{0,60}(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|CREDENTIAL)\w{0,60}\}?$/)(c) &&
        (c.program === "printenv" || has(/^\$/)(c))),
  },
  "secret.exported": {
    when: (c) =>
      reachesOut(c) &&
      (sources(c).some((s) => readsSecret(s) || /^(?:env|printenv|security)$/.test(s.program)) ||
        (sendsData(c) && has(/\.env\b|id_(?:rsa|ed25519)|\.ssh\/|\.aws\/|credentials/)(c))),
  },
  "network.sends": { when: sendsData },
  "network.changes": {
    on: "curl http https wget xh",
    when: (c) =>
      reachesOut(c) &&
      has(/^(?:-X|--request=?|--method=?)?(?:POST|PUT|PATCH|DELETE)$|^(?:-d|--data(?:-\w+)?|-F|--form|--json|--post-data)(?:=|$)/)(c),
  },
  "network.shell": {
    when: (c) =>
      (/^(?:nc|ncat|netcat)$/.test(c.program) && hasOption(c, "e", "c", "exec", "sh-exec")) ||
      (c.program === "socat" && has(/exec:|system:/i)(c)) ||
      has(/\/dev\/(?:tcp|udp)\//)(c) ||
      c.redirects.some((r) => /^\/dev\/(?:tcp|udp)\//.test(r.target)),
  },
  "network.tunnel": {
    when: (c) =>
      /^(?:ngrok|cloudflared|localtunnel|lt|bore|zrok|chisel)$/.test(c.program) ||
      (c.program === "tailscale" && /^(?:funnel|up)/.test(c.verbs)) ||
      (c.program === "ssh" && hasOption(c, "R")),
  },
  "code.decoded": { when: (c) => runsTextFrom(c, decodes) },
  "code.downloaded": {
    when: (c) =>
      runsTextFrom(c, downloads) ||
      (c.program === "iex" && sources(c).length > 0) ||
      (/^(?:npm|pnpm|yarn|bun|npx|pip|pipx|uv|uvx|cargo|go)$/.test(c.program) &&
        has(/^(?:git\+|git@|https?:\/\/|github:)/)(c) &&
        !/^(?:config|set|view|info)/.test(c.verbs)),
  },
  "code.generated": { when: runsText },
  "code.computed": {
    when: (c) => /^["']?(?:\$(?!\{?(?:PYTHON|NODE|SHELL|EDITOR|npm_execpath)\b)|`)/.test(c.path) && !c.path.startsWith("$(…)/"),
  },
  "code.brace": { when: (c) => /^\{.*,/.test(c.path) },
  "code.inline": {
    on: "python node perl ruby php deno bun",
    when: (c) =>
      [...c.args.slice(0, 6), c.input].some((code) =>
        /rmtree|rmSync|rmdirSync|unlinkSync|os\.(?:system|remove|unlink|popen)|fs\.(?:rm|unlink)|child_process|subprocess|shell_exec|FileUtils\.rm|execSync|\bsystem\(/.test(
          code,
        ),
      ),
  },
  payment: {
    when: (c) =>
      (c.program === "stripe" &&
        /^(?:charges|refunds|payouts|transfers|payment_intents|subscriptions|invoices) (?:create|capture|confirm|cancel|pay|update)/.test(
          c.verbs,
        )) ||
      (downloads(c) &&
        has(/(?:api\.stripe\.com|api(?:-m)?\.paypal\.com|api\.adyen|api\.wise\.com|squareup\.com)/)(c) &&
        has(/^(?:-X|-d|--data|POST|--json)/)(c)),
  },
} satisfies Record<string, CommandCondition>;
