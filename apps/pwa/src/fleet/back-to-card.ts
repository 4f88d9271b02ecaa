import type { FleetLook } from "./fleet.store.ts";

type Opened = NonNullable<FleetLook["opened"]>;
/** Cards that come into sight take their true height, which moves what is below them: until nothing moved for so many frames. */
const stillFrames = 10;
const mostFrames = 180;
const handEvents = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/** Which card is being opened, and where in the window it stands. */
export const openedCard = (id: string, card: HTMLElement): Opened => ({ id, top: card.getBoundingClientRect().top });

/**
 * After going back, puts the card that was opened where it stood. The scroll position alone does not:
 * what was never in sight has only an estimated height. A new visit begins at the top, as every page does.
 * Ends at once when the person scrolls or types.
 */
export async function backToCard({ top }: Opened, card: () => HTMLElement | undefined): Promise<void> {
  if (!((history.state as { scrollTop?: number } | null)?.scrollTop ?? 0)) return;
  const over = new AbortController();
  for (const name of handEvents) addEventListener(name, () => over.abort(), { signal: over.signal, passive: true, capture: true });
  for (let frame = 0, still = 0; frame < mostFrames && still < stillFrames && !over.signal.aborted; frame++) {
    await new Promise(requestAnimationFrame);
    const now = card()?.getBoundingClientRect().top;
    if (now === undefined || over.signal.aborted) continue;
    still = Math.abs(now - top) < 1 ? still + 1 : 0;
    if (still === 0) scrollBy(0, now - top);
  }
  over.abort();
}
