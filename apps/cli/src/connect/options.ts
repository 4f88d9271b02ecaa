import { parseArgs } from "node:util";
import { agentSetups, findSetup } from "@beckon/agent-setup/agents";
import type { Gate } from "@beckon/agent-setup/connection";
import type { AgentSetup } from "@beckon/agent-setup/setup";
import { parseDuration } from "../duration.ts";
import { CliError } from "../errors.ts";

const GATES = ["ask", "risky", "none"];
const hint = "try beckon connect --help";
const DEFAULT_WAIT_SECONDS = 120;

export type ConnectOptions = {
  setup: AgentSetup | undefined;
  action: "write" | "remove" | "print";
  dryRun: boolean;
  yes: boolean;
  json: boolean;
  replace: boolean;
  /** The agent gets the token of the environment, and none is made. */
  useToken: boolean;
  gate: Gate | undefined;
  /** 0: does not wait. */
  waitSeconds: number;
};

/** @throws CliError on wrong use. */
export function readOptions(args: string[]): ConnectOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      yes: { type: "boolean", short: "y" },
      remove: { type: "boolean" },
      print: { type: "boolean" },
      replace: { type: "boolean" },
      "use-token": { type: "boolean" },
      "dry-run": { type: "boolean" },
      "no-wait": { type: "boolean" },
      wait: { type: "string" },
      gate: { type: "string" },
    },
  });
  const [name, surplus] = positionals;
  if (surplus !== undefined) throw new CliError(`"${surplus.slice(0, 80)}" stands alone`, { hint: "one agent at a time" });
  const setup = name === undefined ? undefined : findSetup(name);
  if (name !== undefined && !setup) {
    throw new CliError(`there is no agent "${name.slice(0, 80)}"`, { hint: `it can be ${agentSetups.map(({ id }) => id).join(", ")}` });
  }
  if (!setup && Object.keys(values).some((key) => key !== "json")) throw new CliError("which agent?", { hint });
  if (values.remove && values.print) throw new CliError("--print shows, --remove takes out: one of them", { hint });
  if (values.gate !== undefined && !GATES.includes(values.gate)) {
    throw new CliError(`--gate "${values.gate.slice(0, 80)}" is none of ${GATES.join(", ")}`, { hint });
  }
  if (values.gate !== undefined && setup?.id !== "claude-code") throw new CliError("--gate belongs to claude-code", { hint });
  if (values["use-token"] && !process.env.BECKON_TOKEN?.trim()) throw new CliError("--use-token needs BECKON_TOKEN", { hint });
  return {
    setup,
    action: values.remove ? "remove" : values.print ? "print" : "write",
    dryRun: values["dry-run"] ?? false,
    yes: values.yes ?? false,
    json: values.json ?? false,
    replace: values.replace ?? false,
    useToken: values["use-token"] ?? false,
    gate: values.gate as Gate | undefined,
    waitSeconds: values["no-wait"] ? 0 : values.wait === undefined ? DEFAULT_WAIT_SECONDS : parseDuration(values.wait, "--wait"),
  };
}
