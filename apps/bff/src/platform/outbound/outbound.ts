import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress, refusalOf } from "./addresses.ts";

/** A call that got no answer. The message is fit for a log: it names no path, no query and no key. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
  /** refused: by our own guard, again is useless · timeout, network: may work later. */
  readonly kind: "refused" | "timeout" | "network";

  constructor(kind: OutboundError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

export type OutboundAnswer = { status: number; retryAfter: string | undefined; text: string };
export type OutboundPost = { method?: "POST" | "PUT"; url: string; headers: Record<string, string>; body: string | Uint8Array };

export type Outbound = {
  /** Why this URL may not be called, in words. Names are resolved, and judged again, when the call is made. */
  refusal(url: string): string | undefined;
  post(call: OutboundPost): Promise<OutboundAnswer>;
  close(): Promise<void>;
};

type ResolveAll = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const resolveAll: ResolveAll = (hostname, done) =>
  systemLookup(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

const internal = "BECKON_INTERNAL";
const readAtMost = 4_096;

/** Judges the very addresses that are then connected to, so that a name cannot change its mind in between. */
export const publicOnly =
  (resolve: ResolveAll): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "");
      const found = addresses.find(({ address }) => !isPublicAddress(address));
      if (found || addresses.length === 0)
        return callback(Object.assign(new Error("the name points to an internal address"), { code: internal }), "");
      if (options.all) return callback(null, addresses);
      const [first] = addresses as [LookupAddress];
      return callback(null, first.address, first.family);
    });

const toError = (error: unknown, signal: AbortSignal, limitMs: number): OutboundError => {
  if (signal.aborted) return new OutboundError("timeout", `no answer within ${limitMs / 1_000} s`);
  const codes = [error, (error as Error).cause, ...((error as AggregateError).errors ?? [])].map(
    (each) => (each as NodeJS.ErrnoException | undefined)?.code,
  );
  if (codes.includes(internal)) return new OutboundError("refused", "its name points to an internal address");
  return new OutboundError("network", `cannot be reached (${codes.find(Boolean) ?? (error as Error).name})`);
};

/**
 * The only way out of this server to addresses that others have given. No redirect is followed,
 * no more than 4 KB of an answer is read, and after `limitMs` in all it is over.
 */
export const createOutbound = (options: { allowed: readonly string[]; limitMs?: number; resolve?: ResolveAll }): Outbound => {
  const { allowed, limitMs = 10_000 } = options;
  let opened: ReturnType<typeof openClient> | undefined;
  const client = () => (opened ??= openClient({ limitMs, lookup: publicOnly(options.resolve ?? resolveAll) }));

  const post = async ({ method = "POST", url, headers, body }: OutboundPost): Promise<OutboundAnswer> => {
    const refusal = refusalOf(url, allowed);
    if (refusal) throw new OutboundError("refused", refusal);
    const { request, guarded, trusted } = await client();
    const signal = AbortSignal.timeout(limitMs);
    try {
      const answer = await request(url, {
        method,
        headers,
        body,
        signal,
        dispatcher: allowed.includes(new URL(url).origin) ? trusted : guarded,
      });
      const retryAfter = answer.headers["retry-after"];
      return {
        status: answer.statusCode,
        retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
        text: await readStart(answer.body),
      };
    } catch (error) {
      throw toError(error, signal, limitMs);
    }
  };

  return {
    refusal: (url) => refusalOf(url, allowed),
    post,
    close: async () => {
      const { guarded, trusted } = (await opened) ?? {};
      await Promise.all([guarded?.destroy(), trusted?.destroy()]);
    },
  };
};

/** Loaded at the first call out: its hundred files are a tenth of the time of a start. */
const openClient = async ({ limitMs, lookup }: { limitMs: number; lookup: LookupFunction }) => {
  const { Agent, request } = await import("undici");
  const shared = { connections: 32, keepAliveTimeout: 30_000, pipelining: 1 };
  return {
    request,
    guarded: new Agent({ ...shared, connect: { lookup, timeout: limitMs } }),
    trusted: new Agent({ ...shared, connect: { timeout: limitMs } }),
  };
};

/** The first bytes of an answer; leaving the loop ends the connection, if more was to come. */
const readStart = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= readAtMost) break;
  }
  return Buffer.concat(chunks).subarray(0, readAtMost).toString();
};
