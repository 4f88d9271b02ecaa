import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { agentConnection } from "../connect/agent-connection.ts";
import { serverUrl } from "../environment.ts";
import { exitCode } from "../errors.ts";
import { onEnd } from "./on-end.ts";
import { say } from "../output.ts";
import { awaitOutput } from "./await-output.ts";
import type { Endpoint } from "./post.ts";
import { placeHeaders } from "./place.ts";
import { readInput } from "./read-input.ts";
import { withdraw } from "./withdraw.ts";

const agents = ["codex", "gemini", "copilot", "cursor", "claude-code", "opencode"];

type Env = Record<string, string | undefined>;

/** Always 0: another exit code would mean something to the agent, and stop it. */
export async function runHook(args: string[], env: Env = process.env): Promise<number> {
  try {
    await relay(args, env);
  } catch (error) {
    say(`beckon hook: ${error instanceof Error ? error.message : String(error)}`);
  }
  return exitCode.ok;
}

async function relay(args: string[], env: Env): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { gate: { type: "string" }, json: { type: "boolean" } },
    allowPositionals: true,
  });
  const [agent = "", second] = positionals;
  if (!agents.includes(agent)) throw new Error(`"${agent.slice(0, 40)}" is none of ${agents.join(", ")}`);
  const endpoint = endpointOf(agent, env);
  // Codex's `notify` hands its JSON over as an argument.
  const isInput = second?.trimStart().startsWith("{") === true;
  const input = isInput ? second : await readInput();
  const event = isInput ? undefined : second;

  const told = await placeHeaders(input, { event, host: decodeURIComponent(endpoint.headers["x-beckon-host"] ?? hostname()) });
  endpoint.headers = { ...endpoint.headers, ...told };
  const key = randomUUID();
  const end = onEnd();
  try {
    const output = await awaitOutput({ endpoint, agent, input, key, event, gate: values.gate, signal: end.signal });
    if (end.signal.aborted) await withdraw({ endpoint, agent, key, reason: end.reason() });
    else if (output !== undefined) process.stdout.write(`${output}\n`);
  } finally {
    end.stop();
  }
}

/** The environment first, else what `connect` has written for this agent. */
function endpointOf(agent: string, env: Env): Endpoint {
  const token = env.BECKON_TOKEN?.trim();
  const known = token ? undefined : agentConnection(agent, env);
  if (!token && !known) throw new Error(`there is no token: set BECKON_TOKEN, or run beckon connect ${agent}`);
  const url = env.BECKON_URL?.trim() || known?.url || serverUrl(env);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Error("BECKON_URL is not an http or https address");
  return {
    url: url.replace(/\/+$/, ""),
    headers: {
      authorization: `Bearer ${token ?? known?.token}`,
      "x-beckon-host": encodeURIComponent(known?.host ?? hostname()),
      ...(env.BECKON_AGENT ? { "x-beckon-agent": encodeURIComponent(env.BECKON_AGENT.toWellFormed().slice(0, 120)) } : {}),
    },
  };
}
