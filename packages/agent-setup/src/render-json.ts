import type { Json } from "./types.ts";

const WIDTH = 100;

/** JSON for people: what is short stands on one line, as a person would write it. `pad` is what the first line is indented by. */
export function renderJson(value: Json, style: { indent: string; eol: string; pad?: string }): string {
  const { indent, eol, pad = "" } = style;
  const short = oneLine(value);
  if (typeof value !== "object" || value === null || short.length + pad.length <= WIDTH) return short;
  const inner = pad + indent;
  const items = Array.isArray(value)
    ? value.map((item) => renderJson(item, { ...style, pad: inner }))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${renderJson(item, { ...style, pad: inner })}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}${eol}${items.map((item) => inner + item).join(`,${eol}`)}${eol}${pad}${close}`;
}

function oneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}
