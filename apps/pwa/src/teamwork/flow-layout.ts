import type { FlowBand, FlowDrawing, FlowLink, FlowNode } from "@beckon/ui/ui-flow";
import { sankey } from "d3-sankey";
import { short } from "../fleet/short.ts";
import type { FlowPair, FlowSide } from "./flow-graph.ts";
import { count } from "./teamwork-words.ts";

/** What is laid out: a box of each side for everybody who gives or takes. */
type Box = { id: string; side: FlowSide; end: "giver" | "taker" };
type Placed = { box: Box; total: number; y: number; height: number };

const leastBox = 40;
const gap = 10;
const thinnest = 2;

/** Pixels of height that so many pairs need to be told apart. */
export function flowHeight(pairs: readonly FlowPair[], width: number, text = 1): number {
  const rows = Math.max(new Set(pairs.map(({ from }) => from.key)).size, new Set(pairs.map(({ to }) => to.key)).size);
  return Math.max(rows * (leastBox * text + gap) - gap, Math.min(420, Math.round(width * 0.48)), 120);
}

/**
 * Givers at the left, takers at the right: somebody who does both stands at both sides, so that no circle has to be drawn.
 * The order that crosses least is d3-sankey's; boxes are then as high as their label needs at least. `text`: how many
 * times as large as usual that label is.
 */
export function layFlow(pairs: readonly FlowPair[], width: number, text = 1): FlowDrawing {
  const height = flowHeight(pairs, width, text);
  const boxes = new Map<string, Box>();
  const boxOf = (side: FlowSide, end: Box["end"]) => {
    const id = `${end} ${side.key}`;
    boxes.set(id, { id, side, end });
    return id;
  };
  const links = pairs.map((pair) => ({ pair, source: boxOf(pair.from, "giver"), target: boxOf(pair.to, "taker"), value: pair.attempts }));
  const laid = sankey<Box, { pair: FlowPair }>()
    .nodeId(({ id }) => id)
    .nodeWidth(1)
    .nodePadding(gap)
    .iterations(24)
    .extent([
      [0, 0],
      [width, height],
    ])({ nodes: [...boxes.values()].map((box) => ({ ...box })), links });
  const inOrder = [...laid.nodes].sort((a, b) => (a.y0 ?? 0) - (b.y0 ?? 0));
  const least = leastBox * text;
  const column = (end: Box["end"]) => inOrder.filter((node) => node.end === end).map((node) => ({ box: node, total: node.value ?? 0 }));
  const [givers, takers] = [stack(column("giver"), { height, least }), stack(column("taker"), { height, least })];
  const scale = Math.min(...[givers, takers].map(({ scale: own }) => own));
  const places = new Map([...givers.placed, ...takers.placed].map((placed) => [placed.box.id, placed]));
  const boxWidth = Math.max(76, Math.min(190 * text, width * Math.min(0.4, 0.3 * text)));
  return {
    width,
    height,
    nodes: [...places.values()].map((placed) => nodeOf(placed, { width, boxWidth, text })),
    links: linksOf(pairs, { places, scale, left: boxWidth, right: width - boxWidth }),
  };
}

/** Boxes below each other, each as high as its attempts, but never lower than its label. */
function stack(
  column: { box: Box; total: number }[],
  { height, least }: { height: number; least: number },
): { placed: Placed[]; scale: number } {
  const room = height - gap * (column.length - 1);
  let scale = room / Math.max(1, sum(column));
  // What is widened to the least height takes its room from the others.
  for (let round = 0; round < 4; round++) {
    const low = column.filter(({ total }) => total * scale < least);
    const rest = column.filter(({ total }) => total * scale >= least);
    if (rest.length === 0) break;
    scale = Math.max(0, room - low.length * least) / sum(rest);
  }
  let y = 0;
  const placed = column.map(({ box, total }) => {
    const own = { box, total, y, height: Math.max(least, total * scale) };
    y += own.height + gap;
    return own;
  });
  const spare = Math.max(0, (height - (y - gap)) / 2);
  return { placed: placed.map((one) => ({ ...one, y: one.y + spare })), scale };
}

const sum = (rows: readonly { total: number }[]) => rows.reduce((all, { total }) => all + total, 0);

function nodeOf({ box, total, y, height }: Placed, { width, boxWidth, text }: { width: number; boxWidth: number; text: number }): FlowNode {
  const letters = Math.floor((boxWidth - 16) / (7.2 * text));
  return {
    key: box.id,
    x: box.end === "giver" ? 0 : width - boxWidth,
    y,
    width: boxWidth,
    height,
    label: short(box.side.name, letters),
    below: `${count(total)} ${box.end === "giver" ? "out" : "in"}`,
  };
}

/** Each pair as one strip, made of what succeeded, failed and is open; strips leave a box in the order of their other ends. */
function linksOf(
  pairs: readonly FlowPair[],
  { places, scale, left, right }: { places: ReadonlyMap<string, Placed>; scale: number; left: number; right: number },
): FlowLink[] {
  const giver = (pair: FlowPair) => places.get(`giver ${pair.from.key}`) as Placed;
  const taker = (pair: FlowPair) => places.get(`taker ${pair.to.key}`) as Placed;
  const starts = offsets(pairs, { scale, own: giver, other: taker });
  const ends = offsets(pairs, { scale, own: taker, other: giver });
  return pairs.map((pair) => {
    const total = widthOf(pair, scale);
    const [from, to] = [starts.get(pair) as number, ends.get(pair) as number];
    let along = 0;
    const strip = (share: number): { path: string; width: number } => {
      const own = share * total;
      const middle = along + own / 2;
      along += own;
      return { path: curve({ x0: left, y0: from + middle, x1: right, y1: to + middle }), width: own };
    };
    const bands: FlowBand[] = (["succeeded", "failed", "pending"] as const).flatMap((part, index) =>
      pair[part] === 0 ? [] : [{ ...strip(pair[part] / pair.attempts), tone: (["good", "bad", "open"] as const)[index]! }],
    );
    const path = curve({ x0: left, y0: from + total / 2, x1: right, y1: to + total / 2 });
    return { key: pair.key, bands, path, width: total, words: pair.words };
  });
}

const widthOf = (pair: FlowPair, scale: number) => Math.max(thinnest, pair.attempts * scale);

/** Where each strip begins at its box: centred in it, in the order of the boxes at the other side. */
function offsets(
  pairs: readonly FlowPair[],
  { scale, own, other }: { scale: number; own: (pair: FlowPair) => Placed; other: (pair: FlowPair) => Placed },
): Map<FlowPair, number> {
  const found = new Map<FlowPair, number>();
  for (const [box, group] of Map.groupBy(pairs, own)) {
    const ordered = [...group].sort((a, b) => other(a).y - other(b).y);
    const wide = ordered.reduce((all, pair) => all + widthOf(pair, scale), 0);
    // Many thin strips may be wider than their box: they then lie closer.
    const squeeze = Math.min(1, box.height / Math.max(1, wide));
    let y = box.y + (box.height - wide * squeeze) / 2;
    for (const pair of ordered) {
      found.set(pair, y);
      y += widthOf(pair, scale) * squeeze;
    }
  }
  return found;
}

function curve({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }): string {
  const middle = (x0 + x1) / 2;
  const at = (value: number) => Math.round(value * 10) / 10;
  return `M${at(x0)} ${at(y0)}C${at(middle)} ${at(y0)} ${at(middle)} ${at(y1)} ${at(x1)} ${at(y1)}`;
}
