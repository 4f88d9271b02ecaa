/** Reads where things stand; what it gives back changes them. */
type Measure = () => (() => void) | undefined;
const waiting = new Set<Measure>();

/**
 * Measures in the next frame, once, however often it is asked for: first all of them read, and then all of them
 * change. One that read after another's change would make the browser lay out the page for each.
 */
export function measureSoon(measure: Measure): void {
  if (waiting.size === 0) requestAnimationFrame(run);
  waiting.add(measure);
}

function run(): void {
  const all = [...waiting];
  waiting.clear();
  for (const change of all.map((measure) => measure())) change?.();
}
