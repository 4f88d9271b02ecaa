import type { AgentRef } from "@beckon/contracts/decisions";
import type { Signal } from "@beckon/contracts/signals";
import { clip } from "../clean.ts";

/** Who calls, as far as the request tells beside its token. */
export type McpClient = {
  agent: { name?: string; vendor?: string; host?: string };
  /** The agent's own id of its run, where a header names one. */
  session?: string;
  /** Seconds a call may be held, as our own settings block promises (`X-Beckon-Wait`). */
  wait?: number;
  /** It speaks the revision of 2026-07-28 or a later one, where each message says so. */
  modern: boolean;
};

/** One tool call of it. `id` is the vendor's own id of the call, the same in hooks and telemetry. */
export type McpCall = McpClient & { id?: string; progressToken?: string | number };

const vendors: readonly [RegExp, string][] = [
  [/^claude-code\b/i, "Claude Code"],
  [/^codex\b/i, "Codex"],
  [/^gemini-cli\b/i, "Gemini CLI"],
  [/^opencode\b/i, "OpenCode"],
  [/^cursor\b/i, "Cursor"],
  [/^(github-)?copilot(-cli|-developer-cli)?\b/i, "Copilot CLI"],
];

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The name that a client gives itself: in every request (2026-07-28), at the start (2025), else as user agent. */
const namesOf = (headers: Headers, body: unknown) => {
  const params = record(record(body).params);
  const infos = [record(params._meta)["io.modelcontextprotocol/clientInfo"], params.clientInfo];
  return [...infos.map((info) => record(info).name), headers.get("user-agent")].filter((name) => typeof name === "string");
};

const revisionOf = (headers: Headers, body: unknown) => [
  record(record(record(body).params)._meta)["io.modelcontextprotocol/protocolVersion"],
  headers.get("mcp-protocol-version"),
];

/** Header values arrive as Latin-1 and untrusted; what is empty or too long to be meant is nothing. */
const header = (headers: Headers, name: string, max: number) => clip(headers.get(name)?.trim(), max);

/** Reads who calls from the request's headers and its JSON-RPC message. */
export const readClient = (headers: Headers, body: unknown): McpClient => {
  const names = namesOf(headers, body);
  const vendor = vendors.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  const name = header(headers, "x-beckon-agent", 120);
  const host = header(headers, "x-beckon-host", 120);
  // The server keeps no sessions of its own: an id in this header is one that the client made itself.
  const session = header(headers, "x-beckon-session", 200) ?? header(headers, "mcp-session-id", 200);
  const wait = headers.get("x-beckon-wait") ?? "";
  return {
    agent: { ...(name ? { name } : {}), ...(vendor ? { vendor } : {}), ...(host ? { host } : {}) },
    ...(session ? { session } : {}),
    ...(/^[1-9]\d{0,5}$/.test(wait) ? { wait: Number(wait) } : {}),
    modern: revisionOf(headers, body).some((revision) => typeof revision === "string" && revision >= "2026"),
  };
};

/** Adds what one tool call's `_meta` tells: Claude Code and Codex name the call, Codex its session too. */
export const readCall = (client: McpClient, meta: unknown): McpCall => {
  const told = record(meta);
  const id = clip(told["claudecode/toolUseId"], 150) ?? clip(told.callId, 150);
  const session = clip(told.threadId, 200) ?? client.session;
  const { progressToken } = told;
  return {
    ...client,
    ...(session ? { session } : {}),
    ...(id ? { id } : {}),
    ...(typeof progressToken === "string" || typeof progressToken === "number" ? { progressToken } : {}),
  };
};

/** For a decision request. The token's name stands where none is told. */
export const agentRefOf = (call: McpClient, owner: { name: string }): AgentRef => ({
  name: owner.name,
  ...call.agent,
  ...(call.session ? { sessionId: call.session } : {}),
});

/** What stands in each signal of a call. */
export const signalHeadOf = (call: McpClient): Pick<Signal, "source" | "agent" | "session" | "takes"> => ({
  source: "mcp",
  // What a person says goes with the answer to this very call.
  takes: ["message"],
  ...(Object.keys(call.agent).length > 0 ? { agent: call.agent } : {}),
  ...(call.session ? { session: call.session } : {}),
});
