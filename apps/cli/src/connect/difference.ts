type Line = { sign: " " | "+" | "-"; text: string };

const AROUND = 3;
const MAX_LINES = 20_000;

/**
 * The difference of two texts as `diff -u` writes it, without its file names. Beginning and end that
 * are the same are set aside first; of what is left, the longest common lines are kept.
 */
export function difference(before: string, after: string): string[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const lines: Line[] = [
    ...left.slice(0, head).map((text): Line => ({ sign: " ", text })),
    ...middle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...left.slice(left.length - tail).map((text): Line => ({ sign: " ", text })),
  ];
  return hunks(lines);
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

function middle(left: string[], right: string[]): Line[] {
  const removed = left.map((text): Line => ({ sign: "-", text }));
  const added = right.map((text): Line => ({ sign: "+", text }));
  if (left.length === 0 || right.length === 0 || left.length * right.length > MAX_LINES * 100) return [...removed, ...added];
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        left[i] === right[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ sign: " ", text: left[i]! });
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!))
      lines.push(removed[i++]!);
    else lines.push(added[j++]!);
  }
  return lines;
}

function hunks(lines: Line[]): string[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== " "));
  const out: string[] = [];
  let [old, fresh] = [1, 1];
  for (let at = 0; at < lines.length; at += 1) {
    if (near[at] && !near[at - 1]) {
      let end = at;
      while (near[end]) end += 1;
      const hunk = lines.slice(at, end);
      const count = (sign: string) => hunk.filter((line) => line.sign !== sign).length;
      out.push(`@@ -${old},${count("+")} +${fresh},${count("-")} @@`);
    }
    if (near[at]) out.push(lines[at]!.sign + lines[at]!.text);
    if (lines[at]!.sign !== "+") old += 1;
    if (lines[at]!.sign !== "-") fresh += 1;
  }
  return out;
}
