type Given = { low: number; high: number; mark?: number | undefined };

/** From where to where a range is drawn: nothing and all that is shown lie in it, with a little room at the end. */
export function rangeScale({ low, high, mark }: Given): { from: number; to: number; at: (value: number) => number } {
  const from = Math.min(0, low, mark ?? 0);
  const most = Math.max(0, high, mark ?? 0);
  const room = (most - from) * 0.06;
  // Below nothing there is room too, else its end would be cut off.
  const [first, to] = [from < 0 ? from - room : 0, most - from === 0 ? 1 : most + room];
  return { from: first, to, at: (value) => Math.max(0, Math.min(100, ((value - first) / (to - first)) * 100)) };
}
