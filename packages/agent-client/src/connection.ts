import { InvalidOptionError } from "./errors.ts";

export type ClientOptions = {
  /** Where the server answers, such as `http://localhost:8787`; a path in front of `/api` is kept. */
  url: string;
  /** The agent's token. */
  token: string;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch;
};

/** A checked server address and token. */
export type Connection = { base: string; token: string; fetch: typeof globalThis.fetch };

/**
 * Checks the options once, so that a typing mistake never looks like an unreachable server.
 *
 * @throws InvalidOptionError when the URL is not http(s), carries a user, or the token has impossible characters.
 */
export function connect(options: ClientOptions): Connection {
  const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidOptionError(`"${options.url}" is not an http or https address`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InvalidOptionError("the server's address must carry no user, query or fragment");
  }
  if (!/^[\x21-\x7e]{1,4096}$/.test(options.token)) {
    throw new InvalidOptionError(options.token === "" ? "the token is empty" : "the token has characters no token has");
  }
  return {
    base: url.href.replace(/\/+$/, ""),
    token: options.token,
    // Unbound, so that a replaced global (tests, instrumentation) is honoured at the time of the call.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
}
