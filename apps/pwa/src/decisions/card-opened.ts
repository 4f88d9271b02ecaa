/** When each waiting card was first in front of the person, since this page began. Kept nowhere else. */
const opened = new Map<string, number>();
/** Nobody has more cards in view in one go; the oldest are forgotten. */
const most = 500;

/** The card is on the screen: counts from the first moment at which that is looked at. */
export function cardOpened(requestId: string, now = Date.now()): void {
  if (document.visibilityState !== "visible" || opened.has(requestId)) return;
  opened.set(requestId, now);
  const [oldest] = opened.keys();
  if (opened.size > most && oldest !== undefined) opened.delete(oldest);
}

/** Milliseconds since then; nothing for a card that was not opened here. */
export function openedFor(requestId: string, now = Date.now()): number | undefined {
  const at = opened.get(requestId);
  return at === undefined ? undefined : Math.max(0, now - at);
}
