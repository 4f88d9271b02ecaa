import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { StartError } from "./platform/errors.ts";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Read by the command line, not by the server: set beside ours, they are no mistake. */
const ofTheCli = ["BECKON_URL", "BECKON_TOKEN", "BECKON_AGENT", "BECKON_SPOOL_DIR"];

const loopback = (hostname: string) =>
  hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1" || hostname === "[::1]";

const urlOf = (value: string) => (URL.canParse(value) ? new URL(value) : undefined);

/** `http(s)://host[:port]` in the spelling browsers send, or nothing when there is more or less to it. */
const originOf = (value: string): string | undefined => {
  const url = urlOf(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash || url.pathname !== "/")
    return undefined;
  return url.origin;
};

/** A text that `read` turns into a value; the message says what would be right. */
const text = <T>(read: (value: string) => T | undefined, right: string) =>
  z.string().transform((value, context) => {
    const result = read(value.trim());
    if (result !== undefined) return result;
    context.addIssue({ code: "custom", message: right });
    return z.NEVER;
  });

const port = (value: string) => (/^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined);

const host = (value: string) => (isIP(value) > 0 || /^(?!.*\.\d+$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value) ? value : undefined);

const publicOrigin = (value: string) => {
  const origin = originOf(value);
  return origin?.startsWith("https:") || (origin && loopback(new URL(origin).hostname)) ? origin : undefined;
};

const databaseUrl = (value: string) => (/^postgres(ql)?:\/\/\S+$/i.test(value) ? value : undefined);

const vapidSubject = (value: string) => {
  if (/^mailto:[^\s@]+@[^\s@]+\.[^\s@.]+$/i.test(value) && !/[@.]localhost$/i.test(value)) return value;
  const url = urlOf(value);
  return url?.protocol === "https:" && !loopback(url.hostname) ? value : undefined;
};

const httpUrl = (value: string) => (/^https?:$/.test(urlOf(value)?.protocol ?? "") ? value : undefined);

const origins = (value: string) => {
  const read = value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map(originOf);
  return read.every((origin) => origin !== undefined) ? [...new Set(read)] : undefined;
};

/** Origins of http servers, and mail servers as `smtp://host:port`. */
const channelServers = (value: string) => {
  const read = value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => (/^smtp:\/\/[a-z0-9.-]+:\d{1,5}$/i.test(part) ? part.toLowerCase() : originOf(part)));
  return read.every((each) => each !== undefined) ? [...new Set(read)] : undefined;
};

const environment = z.object({
  BECKON_PORT: text(port, "a port from 1 to 65535, such as 8787").default(8787),
  BECKON_HOST: text(host, "an address or host name of this machine without scheme and port, such as 127.0.0.1 or 0.0.0.0").default(
    "127.0.0.1",
  ),
  BECKON_DATA_DIR: text((value) => resolve(value), "a folder").default(() => resolve("data")),
  BECKON_PUBLIC_ORIGIN: text(
    publicOrigin,
    "the address in the browser without a path, https unless it is localhost, such as https://beckon.example.com",
  ).optional(),
  DATABASE_URL: text(databaseUrl, "postgres://user:password@host:5432/database").optional(),
  BECKON_VAPID_SUBJECT: text(vapidSubject, "mailto:you@your-domain or an https address; push services refuse localhost").optional(),
  BECKON_PUSH_ALLOW: text(origins, "origins separated by commas, such as http://127.0.0.1:4601").default([]),
  BECKON_ARGO_URL: text(origins, "origins of Argo servers separated by commas, such as https://argo-server.argo:2746").default([]),
  BECKON_CHANNEL_ALLOW: text(channelServers, "servers separated by commas, such as http://ntfy.lan:2586 or smtp://mail.lan:25").default([]),
  BECKON_TRACES_URL: text(httpUrl, "where OpenTelemetry takes traces by HTTP, such as http://127.0.0.1:4318/v1/traces").optional(),
  BECKON_LOG_LEVEL: text((value) => levels.find((level) => level === value), `one of ${levels.join(", ")}`).default("warn"),
});

export type Config = {
  /** 0: any free port, known once the server listens. */
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** The one origin browsers use; nothing else may write. */
  publicOrigin: string;
  databaseUrl: string | undefined;
  vapidSubject: string | undefined;
  pushAllow: string[];
  /** Argo servers that may be http or inside the network. */
  argoAllow: string[];
  /** Servers of notification channels that may be http or inside the network; mail servers as `smtp://host:port`. */
  channelAllow: string[];
  logLevel: (typeof levels)[number];
  /** Where traces of this server's own work go; nowhere when it is not set. */
  tracesUrl?: string | undefined;
};

/** The environment, read once. Throws one line per wrong value: the variable, what it holds, what would be right. */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  const known = Object.keys(environment.shape);
  // An empty variable is how compose files and CI spell "not set".
  const given = Object.fromEntries(known.map((name) => [name, env[name]?.trim() ? env[name] : undefined]));
  const read = environment.safeParse(given);
  if (!read.success)
    throw new StartError(read.error.issues.map((issue) => complaint(String(issue.path[0]), given, issue.message)).join("\n"));
  const { data } = read;
  return {
    port: data.BECKON_PORT,
    host: data.BECKON_HOST,
    dataDir: data.BECKON_DATA_DIR,
    publicOrigin: data.BECKON_PUBLIC_ORIGIN ?? `http://localhost:${data.BECKON_PORT}`,
    databaseUrl: data.DATABASE_URL,
    vapidSubject: data.BECKON_VAPID_SUBJECT,
    pushAllow: data.BECKON_PUSH_ALLOW,
    argoAllow: data.BECKON_ARGO_URL,
    channelAllow: data.BECKON_CHANNEL_ALLOW,
    logLevel: data.BECKON_LOG_LEVEL,
    tracesUrl: data.BECKON_TRACES_URL,
  };
};

/** The same, once `BECKON_PORT=0` has become a real port. */
export const withPort = (config: Config, port: number): Config => ({
  ...config,
  port,
  publicOrigin: config.publicOrigin === "http://localhost:0" ? `http://localhost:${port}` : config.publicOrigin,
});

const complaint = (name: string, given: Record<string, string | undefined>, right: string) => {
  // An address may carry a password, which must not end up in a log.
  const secret = name === "DATABASE_URL" || /\/\/\S*@/.test(given[name] ?? "");
  return `${name} is wrong${secret ? "" : `: ${JSON.stringify(given[name])}`}. It must be ${right}.`;
};

/** A line per BECKON_ variable nobody reads: most likely a slip of the pen. */
export const unknownVariables = (env: Record<string, string | undefined>): string[] => {
  const known = [...Object.keys(environment.shape), ...ofTheCli];
  return Object.keys(env)
    .filter((name) => name.startsWith("BECKON_") && !known.includes(name))
    .map((name) => {
      const nearest = known.map((other) => ({ other, far: distance(name, other) })).sort((a, b) => a.far - b.far)[0];
      return `${name} is set, but means nothing to Beckon${nearest && nearest.far <= 4 ? `; did you mean ${nearest.other}?` : "."}`;
    });
};

/** Levenshtein distance: how many letters are wrong. */
const distance = (a: string, b: string) => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
};
