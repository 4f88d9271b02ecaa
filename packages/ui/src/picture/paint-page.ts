import { paintShape } from "./paint-svg.ts";

type Brush = { context: CanvasRenderingContext2D; /** From the window's pixels to those of the picture. */ toPage: DOMMatrix };

/**
 * Draws an element as the browser shows it, shadow roots included, onto a canvas: boxes, borders, texts and SVG shapes. Nothing
 * is loaded for it, so it works under a policy that lets no image be made of text. What is marked `data-bare` is left out.
 */
export function paintElement(brush: Brush, element: Element): void {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden" || isUnseen(style) || element.hasAttribute("data-bare")) return;
  const { context } = brush;
  const before = context.globalAlpha;
  context.globalAlpha = before * Number(style.opacity || 1);
  context.save();
  if (element instanceof SVGElement) {
    if (element.localName === "defs") return finish(context, before);
    paintShape(context, element, brush.toPage);
    if (element instanceof SVGTextElement) return finish(context, before);
  } else paintBox(brush, element, style);
  if (style.overflow !== "visible" && element instanceof HTMLElement) clip(brush, element.getBoundingClientRect());
  for (const child of childrenOf(element)) {
    if (child instanceof Element) paintElement(brush, child);
    else if (child instanceof Text && !(element instanceof SVGElement)) paintWords(brush, child);
  }
  finish(context, before);
}

function finish(context: CanvasRenderingContext2D, alpha: number): void {
  context.restore();
  context.globalAlpha = alpha;
}

/** For screen readers alone. */
const isUnseen = (style: CSSStyleDeclaration) => style.clipPath.startsWith("inset(50%") || style.opacity === "0";

function childrenOf(element: Element): Iterable<Node> {
  // What is folded away still has its place in some browsers.
  if (element instanceof HTMLDetailsElement && !element.open) return element.querySelectorAll(":scope > summary");
  if (element.shadowRoot) return element.shadowRoot.childNodes;
  if (element instanceof HTMLSlotElement) {
    const given = element.assignedNodes();
    return given.length > 0 ? given : element.childNodes;
  }
  return element.childNodes;
}

function clip({ context, toPage }: Brush, box: DOMRect): void {
  const from = toPage.transformPoint(new DOMPoint(box.left, box.top));
  context.beginPath();
  context.rect(from.x, from.y, box.width, box.height);
  context.clip();
}

function paintBox({ context, toPage }: Brush, element: Element, style: CSSStyleDeclaration): void {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0 || style.display === "contents") return;
  const { x, y } = toPage.transformPoint(new DOMPoint(box.left, box.top));
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2);
  context.beginPath();
  context.roundRect(x, y, box.width, box.height, radius);
  context.fillStyle = style.backgroundColor;
  context.fill();
  const [top, bottom] = [Number.parseFloat(style.borderTopWidth) || 0, Number.parseFloat(style.borderBottomWidth) || 0];
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = top;
  if (top > 0 && bottom > 0) {
    context.beginPath();
    context.roundRect(x + top / 2, y + top / 2, box.width - top, box.height - top, Math.max(0, radius - top / 2));
    context.stroke();
  } else if (top > 0) {
    context.beginPath();
    context.moveTo(x, y + top / 2);
    context.lineTo(x + box.width, y + top / 2);
    context.stroke();
  }
}

/** Word by word, each where the browser has put it: lines break and texts run as they do there. */
function paintWords({ context, toPage }: Brush, node: Text): void {
  const text = node.data;
  const parent = node.parentElement ?? ((node.getRootNode() as ShadowRoot).host as HTMLElement | undefined);
  if (!parent || text.trim() === "") return;
  const style = getComputedStyle(parent);
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "alphabetic";
  const range = document.createRange();
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getClientRects()[0];
    if (!box || box.width === 0) continue;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = context.measureText(word);
    const { x, y } = toPage.transformPoint(new DOMPoint(box.left, box.top));
    context.fillText(word, x, y + (box.height - up - down) / 2 + up);
  }
}
