import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isPublicAddress, refusalOf } from "./addresses.ts";
import { OutboundError } from "./outbound.ts";

export type MailServer = {
  host: string;
  port: number;
  /** tls: from the first byte · starttls: upgraded, or nothing is sent · none: in the open. */
  security: "tls" | "starttls" | "none";
  user?: string | undefined;
  password?: string | undefined;
};
export type Mail = { from: string; to: readonly string[]; subject: string; text: string; messageId: string; references?: string };

export type Mailer = {
  /** Why this server may not be called, in words. Its name is resolved, and judged again, when it is called. */
  refusal(server: Pick<MailServer, "host" | "port" | "security">): string | undefined;
  /** The server's own words for having taken it. Throws `OutboundError`: refused where another try gets the same answer. */
  send(server: MailServer, mail: Mail): Promise<string>;
};

type ResolveAll = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;
const resolveAll: ResolveAll = (hostname, done) =>
  systemLookup(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []));

const usualPorts = [25, 465, 587, 2_525];

/**
 * The only way of mail out of this server. `allowed` are servers as `smtp://host:port` that the owner has named: only they may
 * be inside the network, on any port, and in the open. Certificates are verified, of those too.
 */
export const createMailer = (options: {
  allowed: readonly string[];
  limitMs?: number;
  resolve?: ResolveAll;
  /** Beside the system's: whom to believe about certificates. */
  ca?: string;
}): Mailer => {
  const { allowed, limitMs = 20_000, resolve = resolveAll } = options;
  const isAllowed = ({ host, port }: Pick<MailServer, "host" | "port">) => allowed.includes(`smtp://${host.toLowerCase()}:${port}`);

  const refusal: Mailer["refusal"] = (server) => {
    if (isAllowed(server)) return undefined;
    const reason = refusalOf(`https://${server.host}/`);
    if (reason) return reason;
    if (!usualPorts.includes(server.port)) return `port ${server.port} is none of ${usualPorts.join(", ")}`;
    return server.security === "none" ? "mail would go in the open" : undefined;
  };

  /** The address that is then connected to, so that a name cannot change its mind in between. */
  const addressOf = async (server: MailServer): Promise<string> => {
    if (isAllowed(server)) return server.host;
    const addresses = await new Promise<LookupAddress[]>((done, fail) =>
      resolve(server.host, (error, found) => (error ? fail(new OutboundError("network", "its name is not known")) : done(found))),
    );
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => !isPublicAddress(address)))
      throw new OutboundError("refused", "its name points to an internal address");
    return first.address;
  };

  const send: Mailer["send"] = async (server, { messageId, references, ...mail }) => {
    const reason = refusal(server);
    if (reason) throw new OutboundError("refused", reason);
    const host = await addressOf(server);
    // Loaded at the first mail: a start does without it.
    const { createTransport } = await import("nodemailer");
    const transport = createTransport({
      ...{ host, port: server.port, secure: server.security === "tls", requireTLS: server.security === "starttls" },
      ...(server.security === "none" ? { ignoreTLS: true } : {}),
      tls: { servername: server.host, minVersion: "TLSv1.2", ...(options.ca ? { ca: options.ca } : {}) },
      ...(server.user === undefined ? {} : { auth: { user: server.user, pass: server.password ?? "" } }),
      ...{ connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs, disableFileAccess: true, disableUrlAccess: true },
    });
    try {
      const sent = await transport.sendMail({
        ...{ ...mail, to: [...mail.to], messageId: `<${messageId}>` },
        ...(references ? { inReplyTo: `<${references}>`, references: `<${references}>` } : {}),
      });
      return String(sent.response).slice(0, 200);
    } catch (error) {
      throw toError(error);
    } finally {
      transport.close();
    }
  };
  return { refusal, send };
};

/** 5xx, a wrong password and a certificate that does not fit get the same answer tomorrow; all else may pass. */
const toError = (error: unknown): OutboundError => {
  const { responseCode, response, code, message } = error as { responseCode?: number; response?: string; code?: string; message?: string };
  if (responseCode !== undefined)
    return new OutboundError(
      responseCode >= 500 ? "refused" : "network",
      `it answered ${(response ?? String(responseCode)).slice(0, 200)}`,
    );
  if (code === "ETIMEDOUT") return new OutboundError("timeout", "no answer in time");
  if (code === "ETLS" || /certificate|self-signed|altnames/i.test(message ?? ""))
    return new OutboundError("refused", `its encryption does not fit (${(message ?? "").slice(0, 120)})`);
  return new OutboundError("network", `cannot be reached (${code ?? (error as Error).name})`);
};
