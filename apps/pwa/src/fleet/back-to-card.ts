import type { FleetLook } from "./fleet.store.ts";

type Opened = NonNullable<FleetLook["opened"]>;
/** Cards that come into sight take their true height, which moves what is below them. */
const frames = 10;

/** Which card is being opened, and where in the window it stands. */
export const openedCard = (id: string, card: HTMLElement): Opened => ({ id, top: card.getBoundingClientRect().top });

/**
 * After going back, puts the card that was opened where it stood. The scroll position alone does not:
 * what was never in sight has only an estimated height. A new visit begins at the top, as every page does.
 */
export async function backToCard({ top }: Opened, card: () => HTMLElement | undefined): Promise<void> {
  if (!((history.state as { scrollTop?: number } | null)?.scrollTop ?? 0)) return;
  for (let frame = 0; frame < frames; frame++) {
    await new Promise(requestAnimationFrame);
    const now = card()?.getBoundingClientRect().top;
    if (now !== undefined && Math.abs(now - top) >= 1) scrollBy(0, now - top);
  }
}
