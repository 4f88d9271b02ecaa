/** The longest that one card counts, in milliseconds (METRICS "Decisions"). */
export const longestLookMs = 600_000;
/** Working hours, by the clock of the time zone that was asked for, on every day of the week. */
export const workingHours = { from: 9, to: 18 } as const;
const hourMs = 3_600_000n;

/** Attention of people: `cards` were measured, `capped` of them lasted longer than they count. */
export type Attention = { ms: number; cardsMs: number; cards: number; capped: number; reviewMs: number; reviews: number };

/**
 * METRICS "Attention": from the opening of each card to its answer, in milliseconds and each at most 10 minutes, plus
 * review time as people declared it, in minutes. What is no length of time is left out.
 */
export function attention(looks: Iterable<number>, reviewMinutes: Iterable<number> = []): Attention {
  const out: Attention = { ms: 0, cardsMs: 0, cards: 0, capped: 0, reviewMs: 0, reviews: 0 };
  for (const look of looks) {
    if (!(look >= 0)) continue;
    out.cards += 1;
    if (look > longestLookMs) out.capped += 1;
    out.cardsMs += Math.round(Math.min(look, longestLookMs));
  }
  for (const minutes of reviewMinutes) {
    if (!(minutes >= 0) || !Number.isFinite(minutes)) continue;
    out.reviews += 1;
    out.reviewMs += Math.round(minutes * 60_000);
  }
  return { ...out, ms: out.cardsMs + out.reviewMs };
}

/** What this much time (whole milliseconds) costs at an hourly rate, both in millionths of the currency; half rounded up. */
export function priceOf(ms: number, microsPerHour: number): number {
  return Number((BigInt(ms) * BigInt(microsPerHour) * 2n + hourMs) / (hourMs * 2n));
}

/** Part of a whole in millionths; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 1e6) : null;
}
