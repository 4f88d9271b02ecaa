/** From when to when a figure counts, as ISO-8601 instants: `from` is in it, `to` is not. */
export type Window = { from: string; to: string };

/** What a figure stands in: passed through, so that no figure is shown without it. `asOf`: when it was computed. */
export type Frame = { window?: Window | undefined; asOf?: string | undefined };

/** A number that was measured, or null for "no data", with how many observations it rests on. */
export type Figure = { value: number | null; n: number } & Frame;

/** Without the dust of binary fractions: a millionth is finer than anything that is shown. */
export function exact(value: number): number {
  // `+ 0` turns a negative zero into zero.
  return Math.round(value * 1e6) / 1e6 + 0;
}

/** What may be shown of a frame: absent parts are absent, not undefined. */
export function framed(frame: Frame | undefined): Frame {
  return { ...(frame?.window && { window: frame.window }), ...(frame?.asOf && { asOf: frame.asOf }) };
}

/** A whole number for display, half rounded up: 43.5 is 44, -0.5 is 0. Null stays null. */
export function roundHalfUp(value: number | null): number | null {
  return value === null ? null : Math.floor(exact(value) + 0.5) + 0;
}

/** A count as it can be trusted: whole, not negative, and 0 for what is no number. */
export function count(value: number | undefined): number {
  return value !== undefined && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0;
}
