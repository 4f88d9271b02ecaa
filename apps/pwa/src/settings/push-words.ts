import { formatMoment } from "@beckon/ui/duration";
import type { Delivery, DeliveryStatus } from "@beckon/contracts/notifications";
import type { PushState } from "./push.store.ts";

/** The state of notifications on this device in a few words. */
export function pushSummary({ support, wanted, subscribed, busy }: PushState): string {
  if (support === "blocked") return "Blocked in this browser";
  if (support === "ios-install-first") return "Needs the app on the home screen";
  if (support === "insecure-context") return "Needs https";
  if (support === "unsupported") return "Not possible in this browser";
  if (busy) return "One moment";
  if (subscribed) return "On for this device";
  return wanted ? "Stopped on this device" : "Off for this device";
}

/** The stages that a notification goes through; a push service's yes is not yet a shown one. */
export const stages: { status: DeliveryStatus; word: string; at: (delivery: Delivery) => string | undefined }[] = [
  { status: "queued", word: "Queued", at: (delivery) => delivery.createdAt },
  { status: "accepted", word: "Accepted by the push service", at: (delivery) => delivery.acceptedAt },
  { status: "shown", word: "Shown on the device", at: (delivery) => delivery.shownAt },
  { status: "opened", word: "Opened", at: (delivery) => delivery.openedAt },
];

const deliveryWords: Record<DeliveryStatus, string> = {
  held: "waits for the end of quiet hours, or a digest",
  queued: "queued",
  accepted: "accepted by the push service, not shown yet",
  shown: "shown",
  opened: "opened",
  answered: "answered",
  failed: "failed",
  gathered: "told in a digest",
};

/** Kept lists of before know only devices. */
export const isChannel = ({ via }: Pick<Delivery, "via">): boolean => via !== undefined && via !== "push";
export const channelWords = { ntfy: "ntfy", webhook: "webhook", email: "mail" } as const;

/** How far it came, and why not further. */
export function deliveryState(delivery: Delivery): string {
  const { status, reason, answer, heldUntil } = delivery;
  if (status === "held" && heldUntil) return `waits until ${formatMoment(heldUntil)}`;
  if (status === "accepted" && isChannel(delivery)) return answer ?? "taken";
  return `${deliveryWords[status]}${reason ? `: ${reason}` : ""}`;
}

export const deliveryKinds: Record<Delivery["kind"], string> = {
  decision: "Decision",
  reminder: "Reminder",
  notice: "Notice",
  withdraw: "Taken back",
  test: "Test",
  digest: "Digest",
  check: "Weekly check",
};
