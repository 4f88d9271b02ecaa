import type { Json } from "./types.ts";

/** What a setup is made for. */
export type Connection = {
  /** The server's address as the agent reaches it, without a slash at its end. */
  origin: string;
  token: string;
  /** The machine's name, told with every report. */
  host?: string;
  /** How `beckon` is called on that machine; only the command line knows more than `beckon`. */
  beckon?: string;
  /** How calls that auto mode would let pass come to a person (Claude Code only). */
  gate?: Gate;
  /** The text of the OpenCode plugin. */
  plugin?: string;
  /** The shell whose start file is meant (Copilot CLI only): zsh or bash. */
  shell?: string;
};

/** `ask`: the agent's own ask rules · `risky`: a hook before every tool judges the risk · `none`. */
export type Gate = "ask" | "risky" | "none";

/** A day in seconds: as long as a question may stay open in an agent that waits for it. */
export const dayInSeconds = 86_400;
/** What only reports must not hold the agent up. */
export const reportSeconds = 5;
/** What a person may pause a run with, where a program of ours waits: until then it waits, and then goes on by itself. */
export const pauseSeconds = 3_600;
/**
 * The same where the agent waits for the server itself, and so how long a server that is stuck can hold it. The server
 * answers a little sooner, and the agent comes again.
 */
export const stepSeconds = 600;
/** How long an answer may take through MCP: the client's limit, and a little less for the server. */
export const toolSeconds = 3_600;
const waitSeconds = 3_300;

const hostHeader = ({ host }: Connection): { [key: string]: string } => (host ? { "X-Beckon-Host": headerText(host) } : {});

/** Headers of a hook; the token comes from a variable where the agent can put it in. */
export const hookHeaders = (connection: Connection, token: string): { [key: string]: string } => ({
  Authorization: `Bearer ${token}`,
  ...hostHeader(connection),
});

/** Headers of the MCP server; they say how long this client waits. */
export const toolHeaders = (connection: Connection): { [key: string]: string } => ({
  Authorization: `Bearer ${connection.token}`,
  ...hostHeader(connection),
  "X-Beckon-Wait": String(waitSeconds),
});

/** `OTEL_EXPORTER_OTLP_HEADERS`: pairs with commas between, values percent-encoded. */
export const otlpHeaders = (connection: Connection): string =>
  [
    `Authorization=Bearer ${encodeURIComponent(connection.token)}`,
    ...Object.entries(hostHeader(connection)).map(([key, value]) => `${key}=${encodeURIComponent(value)}`),
  ].join(",");

/** The command of a hook. */
export const hookCommand = (connection: Connection, agent: string): string => `${connection.beckon ?? "beckon"} hook ${agent}`;

/** What a header can carry. */
const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, "-").slice(0, 120);

/** A word that the shell takes as it is. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Operations that set the keys of one object. */
export const setAll = (path: string[], values: { [key: string]: Json }) =>
  Object.entries(values).map(([key, value]) => ({ kind: "set" as const, path: [...path, key], value }));
