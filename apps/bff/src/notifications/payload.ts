import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Delivery, PushData, PushPayload } from "@beckon/contracts/notifications";
import { answersFor } from "./answers.ts";
import { showLine } from "./clip.ts";
import type { NoticeWords, NotifiedDevice } from "./notifications.types.ts";

/** Every push service takes 4,096 bytes; what encryption and headers add leaves room to spare. */
export const payloadLimit = 3_000;

export type Envelope = {
  kind: Delivery["kind"];
  deliveryId: string;
  publicOrigin: string;
  device: Pick<NotifiedDevice, "role" | "privateNotifications">;
  /** Told again, because nobody took it. */
  escalated?: boolean;
  /** How many requests wait now. */
  pending: number;
  /** Makes the bearer of this delivery for the answers that the notification offers. */
  capability(answers: string[]): string;
};

type Words = {
  title: string;
  body: string;
  answers?: PushData["answers"];
  card?: PushData["card"];
  silent?: boolean;
  at?: { path: string; tag: string };
};

/** How much of an agent's words a notification holds, in bytes; the next size is for words that do not fit. */
const sizes = [
  { title: 420, command: 500, agent: 120, label: 90 },
  { title: 250, command: 220, agent: 80, label: 60 },
  { title: 120, command: 60, agent: 40, label: 40 },
];

const wrap = (envelope: Envelope, requestId: string | undefined, words: Words): PushPayload => {
  const { kind, deliveryId, publicOrigin, pending } = envelope;
  const answers = words.answers ?? [];
  return {
    web_push: 8030,
    mutable: true,
    app_badge: pending,
    notification: {
      title: words.title,
      body: words.body,
      navigate: publicOrigin + (words.at?.path ?? (requestId ? `/decisions/${requestId}` : "/settings/notifications")),
      tag: words.at?.tag ?? requestId ?? deliveryId,
      lang: "en",
      ...(words.silent ? { silent: true } : {}),
      data: {
        v: 1,
        type: kind,
        deliveryId,
        capability: envelope.capability(answers.map(({ id }) => id)),
        ...(requestId ? { requestId } : {}),
        answers,
        ...(words.card ? { card: words.card } : {}),
      },
    },
  };
};

const fits = (payload: PushPayload) => Buffer.byteLength(JSON.stringify(payload)) <= payloadLimit;

/** What will run, as one line: the command, else the tool with its files. */
export const detailOf = ({ action }: DecisionRequest): string | undefined => {
  if (!action) return undefined;
  return action.command ?? [action.tool, ...(action.files ?? [])].join(" ");
};

export const riskWord = { low: undefined, medium: "Medium risk", high: "High risk", critical: "Critical risk" } as const;

/** What happens to an unanswered request. No hour: the server does not know the phone's time zone. */
const defaultLine = ({ expiresAt, onExpiry, options }: DecisionRequest, max: number): string | undefined => {
  if (!expiresAt) return undefined;
  const label = options.find(({ id }) => id === onExpiry)?.label;
  return `If you do nothing: ${label ? showLine(label, max).text : "it expires"}`;
};

/** What the demo fleet asks looks like nothing else. */
export const marked = ({ agent, title }: DecisionRequest) => (agent.demo ? `Demo: ${title}` : title);

const decisionWords = (request: DecisionRequest, envelope: Envelope, size: (typeof sizes)[number]): Words => {
  const title = showLine(marked(request), size.title);
  const agent = showLine(request.agent.name, size.agent).text;
  const detail = detailOf(request);
  const command = detail === undefined ? undefined : showLine(detail, size.command);
  const answers = answersFor({
    request,
    device: envelope.device,
    seenWhole: title.whole && command?.whole !== false && !request.action?.diff,
  });
  const labels = answers.map(({ id, label }) => ({ id, label: showLine(label, size.label) }));
  const first = [
    envelope.kind === "reminder" ? (envelope.escalated ? "Nobody has answered yet" : "Snoozed until now") : undefined,
    riskWord[request.risk],
    agent,
    command?.text,
  ];
  return {
    title: title.text || "A decision waits",
    body: [first.filter(Boolean).join(" · "), defaultLine(request, size.label)].filter(Boolean).join("\n"),
    // A button whose words are not all there, or not what they seem, is none.
    answers: labels.every(({ label }) => label.whole) ? labels.map(({ id, label }) => ({ id, label: label.text })) : [],
    card: {
      title: title.text || "A decision waits",
      agent,
      risk: request.risk,
      ...(command ? { command: command.text } : {}),
      askedAt: request.askedAt,
      ...(request.expiresAt ? { expiresAt: request.expiresAt } : {}),
    },
  };
};

/** Says that something waits, and nothing of what: for private devices, and where the full one is too large. */
export const genericPayload = (envelope: Envelope, request: DecisionRequest | undefined): PushPayload => {
  const body = {
    decision: "A decision waits",
    reminder: envelope.escalated ? "A decision still waits" : "A snoozed decision waits",
    withdraw: "No longer waits",
    test: "Notifications reach this device",
    notice: "Something changed",
    digest: "Things waited for you",
    check: checkWords,
  };
  return wrap(envelope, request?.id, { title: "Beckon", body: body[envelope.kind], silent: envelope.kind === "withdraw" });
};

/** A request, as a notification: at most 3,000 bytes of JSON whatever the agent wrote. */
export const decisionPayload = (envelope: Envelope, request: DecisionRequest): PushPayload => {
  if (envelope.device.privateNotifications) return genericPayload(envelope, request);
  for (const size of sizes) {
    const payload = wrap(envelope, request.id, decisionWords(request, envelope, size));
    if (fits(payload)) return payload;
  }
  return genericPayload(envelope, request);
};

/** What became of a request, in a line. */
export const outcomeWords = ({ decision, options, status }: DecisionRequest): string => {
  const answer = options.find(({ id }) => id === decision?.option)?.label ?? decision?.text;
  const where = decision?.decidedBy.device ? ` on ${showLine(decision.decidedBy.device, 120).text}` : "";
  const how = { pending: "Still waits", decided: `Answered${where}`, cancelled: "Withdrawn by the agent", expired: "Expired" }[status];
  return answer ? `${how}: ${showLine(answer, 120).text}` : how;
};

/** Takes the place of a shown notification, without a sound: what became of the request. */
export const withdrawPayload = (envelope: Envelope, request: DecisionRequest): PushPayload => {
  if (envelope.device.privateNotifications) return genericPayload(envelope, request);
  const title = outcomeWords(request);
  return wrap(envelope, request.id, { title, body: showLine(marked(request), 300).text, silent: true });
};

export const testPayload = (envelope: Envelope): PushPayload =>
  wrap(envelope, undefined, { title: "Beckon", body: "Notifications reach this device" });

const checkWords = "The weekly check: notifications reach this device.";

/** Shown without a sound, and closed by the worker once it has said that it was. */
export const checkPayload = (envelope: Envelope): PushPayload =>
  wrap(envelope, undefined, { title: "Beckon", body: checkWords, silent: true, at: { path: "/settings/devices", tag: "check" } });

/** What is said by itself, about no request; `withdraw` takes its place without a sound. */
export const noticePayload = (envelope: Envelope, words: NoticeWords): PushPayload => {
  const at = { path: words.path, tag: words.tag };
  const silent = envelope.kind === "withdraw";
  if (envelope.device.privateNotifications) return wrap(envelope, undefined, { title: "Beckon", body: words.private, at, silent });
  return wrap(envelope, undefined, { title: showLine(words.title, 300).text, body: showLine(words.body, 600).text, at, silent });
};
