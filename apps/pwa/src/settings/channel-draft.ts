import type { Channel, ChannelInput, ChannelKind } from "@beckon/contracts/channels";

/** All that the form holds, whichever kind is chosen. */
export type ChannelDraft = {
  kind: ChannelKind;
  name: string;
  private: boolean;
  enabled: boolean;
  /** Empty: as it is. */
  secret: string;
  server: string;
  topic: string;
  url: string;
  host: string;
  port: string;
  security: "tls" | "starttls" | "none";
  user: string;
  from: string;
  /** Addresses, separated by commas. */
  to: string;
};

export const freshChannel: ChannelDraft = {
  ...{ kind: "ntfy", name: "", private: true, enabled: true, secret: "", server: "https://ntfy.sh", topic: "", url: "" },
  ...{ host: "", port: "587", security: "starttls", user: "", from: "", to: "" },
};

export const draftOfChannel = (channel: Channel): ChannelDraft => {
  const { kind, name, enabled } = channel;
  const draft = { ...freshChannel, kind, name, enabled, private: channel.private };
  if (channel.kind === "ntfy") return { ...draft, ...channel.config };
  if (channel.kind === "webhook") return { ...draft, ...channel.config };
  const { port, to, user, ...rest } = channel.config;
  return { ...draft, ...rest, port: String(port), to: to.join(", "), user: user ?? "" };
};

const isUrl = (text: string) => /^https?:\/\/\S+$/.test(text.trim()) && URL.canParse(text.trim());
const isAddress = (text: string) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(text);
const addressesOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** What the server is to be told; nothing while something is missing. */
export const inputOf = (draft: ChannelDraft): ChannelInput | undefined => {
  const { name, enabled, secret } = draft;
  if (name.trim() === "") return undefined;
  const shared = { name: name.trim(), private: draft.private, enabled, ...(secret === "" ? {} : { secret }) };
  if (draft.kind === "ntfy") {
    const [server, topic] = [draft.server.trim(), draft.topic.trim()];
    return isUrl(server) && /^[-_A-Za-z0-9]{1,64}$/.test(topic) ? { kind: "ntfy", ...shared, config: { server, topic } } : undefined;
  }
  if (draft.kind === "webhook") return isUrl(draft.url) ? { kind: "webhook", ...shared, config: { url: draft.url.trim() } } : undefined;
  const [host, port, from, to] = [draft.host.trim(), Number(draft.port), draft.from.trim(), addressesOf(draft.to)];
  const fits = /^[A-Za-z0-9.-]+$/.test(host) && Number.isInteger(port) && port > 0 && port < 65_536 && isAddress(from);
  if (!fits || to.length === 0 || to.length > 10 || !to.every(isAddress)) return undefined;
  const user = draft.user.trim();
  return { kind: "email", ...shared, config: { host, port, security: draft.security, from, to, ...(user ? { user } : {}) } };
};

/** Where a channel leads, in a line. */
export const whereWords = (channel: Channel): string => {
  if (channel.kind === "ntfy") return `ntfy, ${channel.config.topic} at ${URL.parse(channel.config.server)?.host ?? channel.config.server}`;
  if (channel.kind === "webhook") return `Webhook at ${URL.parse(channel.config.url)?.host ?? channel.config.url}`;
  return `Mail to ${channel.config.to.join(", ")}`;
};

/** What became of the last message, in a line. */
export const lastWords = ({ last }: Pick<Channel, "last">): string => {
  if (!last) return "Nothing was sent through it yet";
  if (last.status === "failed") return `The last message failed: ${last.words ?? "for no reason that is known"}`;
  if (last.status === "queued") return last.words ? `On its way: ${last.words}; tried again` : "On its way";
  return `The last message was taken: ${last.words ?? "yes"}`;
};
