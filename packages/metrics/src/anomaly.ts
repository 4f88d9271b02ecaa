import { ratio } from "./value/money.ts";

export type AnomalyInput = {
  /** Spent in the hour that is asked about, in micros. */
  micros: number;
  /** What the same hours cost before. */
  habit: readonly number[];
  /** How many scattering widths above the median are still usual; 6 if not given. */
  k?: number | undefined;
  /** Less than this above the median is never worth a word; 1 $ if not given. */
  floorMicros?: number | undefined;
};

/** Above `limitMicros` it is anomalous. `n`: hours it rests on. */
export type Anomaly = { anomalous: boolean; limitMicros: number; medianMicros: number; n: number };

const fewest = 5;
const ordinary = { k: 6, floorMicros: 1_000_000 };
/** The median distance from the median × this is the standard deviation, where there is a normal distribution. */
const width = 14_826n;

/**
 * Is an hour's spend far above its own habit? The limit is the median + k × 1.4826 × the median absolute deviation, which
 * a few wild hours among the old ones do not move; but never nearer to the median than `floorMicros`, because a habit
 * without any scatter would call every cent an anomaly. Null without five hours of habit. Whole micros.
 */
export function anomaly({ micros, habit, k = ordinary.k, floorMicros = ordinary.floorMicros }: AnomalyInput): Anomaly | null {
  const n = habit.length;
  if (n < fewest) return null;
  const medianMicros = median(habit);
  const scatter = median(habit.map((hour) => Math.abs(hour - medianMicros)));
  const above = ratio(BigInt(scatter) * width * BigInt(Math.round(k * 1000)), 10_000_000n);
  const limitMicros = medianMicros + Math.max(above, floorMicros);
  return { anomalous: micros > limitMicros, limitMicros, medianMicros, n };
}

/** Of two in the middle what lies between them, rounded half away from zero. */
function median(amounts: readonly number[]): number {
  const sorted = Float64Array.from(amounts).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]] as [number, number];
  return ratio(BigInt(low) + BigInt(high), 2n);
}
