/** The top of an axis of counts that holds `most`: 1, 2 or 5 times a power of ten, or twice such a one, so that its half is whole too. */
export function axisTop(most: number): number {
  if (!(most > 2)) return 2;
  const power = 10 ** Math.floor(Math.log10(most));
  const steps = power === 1 ? [2, 4, 6, 8, 10] : [1, 2, 3, 4, 5, 6, 8, 10];
  return (steps.find((step) => step * power >= most) ?? 10) * power;
}

/** Which of `count` marks get a label, so that about `most` of them are shown, evenly. */
export function labelled(count: number, most: number): (index: number) => boolean {
  const step = Math.max(1, Math.ceil(count / Math.max(1, most)));
  return (index) => index % step === 0;
}
