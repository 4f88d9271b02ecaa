import { encode } from "uqr";

/** Cameras need four modules of white around the code. */
const quiet = 4;

/** The dark modules of a QR code as an SVG path, one unit a module; `size` with the quiet zone. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: quiet });
  const runs = data.flatMap((row, y) => darkRuns(row).map(({ start, length }) => `M${start} ${y}h${length}v1h-${length}z`));
  return { path: runs.join(""), size };
}

/** Neighbours are drawn as one: between two shapes a hair of white could show. */
function darkRuns(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  row.forEach((dark, x) => {
    if (!dark) return;
    const last = runs.at(-1);
    if (last && last.start + last.length === x) last.length++;
    else runs.push({ start: x, length: 1 });
  });
  return runs;
}
