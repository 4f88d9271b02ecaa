/** How sure a source of hours is, in words. */
export const gradeWords = {
  A: "A · measured on own tasks of this type",
  B: "B · estimated before the run",
  C: "C · estimated after the run",
  D: "D · judged by a model",
} as const;

/** One input of a figure: what it is called, what it is, where it is from, and where it can be looked at. */
export type FigureInput = { name: string; value: string; from?: string | undefined; href?: string | undefined };

/** A figure as it opens: what it says, how it is made, of what, how sure, and the rows behind it. */
export type Figure = {
  title: string;
  /** The figure itself; absent: not known, and `says` tells why. */
  shown?: string | undefined;
  says: string;
  formula: string;
  inputs: readonly FigureInput[];
  /** Share of the value that rests on each grade, ppm. */
  grades?: Record<"A" | "B" | "C" | "D", number> | null | undefined;
  rows: readonly { label: string; href: string }[];
  /** To look at only this. */
  narrow?: { label: string; href: string } | undefined;
};
