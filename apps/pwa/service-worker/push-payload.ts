import type { PushData, PushPayload } from "@beckon/contracts/notifications";

/** What the worker shows for a push, whatever came. */
export type Shown = {
  title: string;
  options: NotificationOptions & { actions?: { action: string; title: string }[]; renotify?: boolean };
  data?: PushData;
  badge?: number;
};

/**
 * Reads a payload by hand: no schema library in the worker. Something is always shown, because
 * a push that shows nothing costs the permission to push (Safari: three in all).
 */
export function readPush(text: string): Shown {
  const payload = parse(text);
  const notification = isRecord(payload?.notification) ? payload.notification : undefined;
  const data = pushDataOf(notification?.data);
  const title = stringOf(notification?.title, 200) ?? "Something needs you";
  const body = stringOf(notification?.body, 1_000) ?? "Open Beckon to see what it is.";
  const quiet = data?.type === "withdraw" || data?.type === "check" || notification?.silent === true;
  const tag = stringOf(notification?.tag, 200);
  return {
    title,
    options: {
      body,
      icon: "/icon-192.png",
      badge: "/badge.png",
      lang: "en",
      silent: quiet,
      // A reminder under the tag of a notification still on the screen must ring again.
      ...(tag === undefined ? {} : { tag, renotify: !quiet }),
      data: { ...data, navigate: stringOf(notification?.navigate, 2_000) },
      actions: (data?.type === "withdraw" ? [] : (data?.answers ?? [])).map(({ id, label }) => ({ action: `answer:${id}`, title: label })),
    },
    ...(data === undefined ? {} : { data }),
    ...(typeof payload?.app_badge === "number" ? { badge: payload.app_badge } : {}),
  };
}

/** `notification.data` as the server made it, or nothing: it came over a foreign service. */
export function pushDataOf(value: unknown): PushData | undefined {
  if (!isRecord(value) || value.v !== 1) return undefined;
  const { type, deliveryId, capability, requestId, answers, card } = value;
  if (!["decision", "reminder", "withdraw", "test", "notice", "digest", "check"].includes(type as string)) return undefined;
  if (typeof deliveryId !== "string" || typeof capability !== "string") return undefined;
  return {
    v: 1,
    type: type as PushData["type"],
    deliveryId,
    capability,
    ...(typeof requestId === "string" ? { requestId } : {}),
    answers: Array.isArray(answers) ? answers.filter(isAnswer).slice(0, 2) : [],
    ...(isCard(card) ? { card } : {}),
  };
}

function parse(text: string): Partial<PushPayload> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const stringOf = (value: unknown, max: number): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, max) : undefined;

const isAnswer = (value: unknown): value is PushData["answers"][number] =>
  isRecord(value) && typeof value.id === "string" && typeof value.label === "string";

function isCard(value: unknown): value is NonNullable<PushData["card"]> {
  if (!isRecord(value)) return false;
  const { title, agent, risk, command, askedAt, expiresAt } = value;
  const texts = [title, agent, askedAt].every((text) => typeof text === "string");
  const maybe = [command, expiresAt].every((text) => text === undefined || typeof text === "string");
  return texts && maybe && ["low", "medium", "high", "critical"].includes(risk as string);
}
