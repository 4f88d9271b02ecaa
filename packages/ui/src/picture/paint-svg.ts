/** Draws one shape or text of an SVG as the browser shows it. */
export function paintShape(context: CanvasRenderingContext2D, element: SVGElement, toPage: DOMMatrix): void {
  if (!(element instanceof SVGGraphicsElement)) return;
  const matrix = element.getScreenCTM();
  if (!matrix) return;
  const style = getComputedStyle(element);
  context.save();
  const { a, b, c, d, e, f } = toPage.multiply(DOMMatrix.fromMatrix(matrix));
  context.transform(a, b, c, d, e, f);
  if (element instanceof SVGTextElement) paintText(context, element, style);
  else {
    const path = pathOf(element);
    if (path) paintPath(context, { element, path, style });
  }
  context.restore();
}

function paintPath(
  context: CanvasRenderingContext2D,
  { element, path, style }: { element: SVGGraphicsElement; path: Path2D; style: CSSStyleDeclaration },
): void {
  const alpha = context.globalAlpha;
  const fill = fillOf(context, element, style.fill);
  if (fill) {
    context.globalAlpha = alpha * Number(style.fillOpacity || 1);
    context.fillStyle = fill;
    context.fill(path);
  }
  const width = Number.parseFloat(style.strokeWidth);
  if (style.stroke === "none" || !(width > 0)) return;
  context.globalAlpha = alpha * Number(style.strokeOpacity || 1);
  context.strokeStyle = style.stroke;
  context.lineWidth = width;
  context.lineCap = style.strokeLinecap as CanvasLineCap;
  context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
  context.setLineDash(
    style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[\s,]+/u).map((part) => Number.parseFloat(part) || 0),
  );
  context.stroke(path);
}

/** The outline, with lengths in percent worked out by the browser. */
function pathOf(element: SVGElement): Path2D | undefined {
  if (element instanceof SVGPathElement) return new Path2D(element.getAttribute("d") ?? "");
  const path = new Path2D();
  if (element instanceof SVGRectElement) {
    const [x, y, width, height] = [element.x, element.y, element.width, element.height].map(({ baseVal }) => baseVal.value) as [
      number,
      number,
      number,
      number,
    ];
    const radius = Math.min(element.rx.baseVal.value, width / 2, height / 2);
    path.roundRect(x, y, width, height, Math.max(0, radius));
    return path;
  }
  if (element instanceof SVGLineElement) {
    path.moveTo(element.x1.baseVal.value, element.y1.baseVal.value);
    path.lineTo(element.x2.baseVal.value, element.y2.baseVal.value);
    return path;
  }
  if (element instanceof SVGCircleElement) {
    path.arc(element.cx.baseVal.value, element.cy.baseVal.value, element.r.baseVal.value, 0, 2 * Math.PI);
    return path;
  }
  return undefined;
}

function paintText(context: CanvasRenderingContext2D, element: SVGTextElement, style: CSSStyleDeclaration): void {
  const text = (element.textContent ?? "").trim();
  if (text === "" || element.getNumberOfChars() === 0) return;
  const { x, y } = element.getStartPositionOfChar(0);
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.fill;
  // Where the first character begins, on its baseline: how the text was anchored is worked out already.
  context.textBaseline = "alphabetic";
  context.fillText(text, x, y);
}

/** A colour; of `url(#name)` the pattern of that name, one tile of it drawn. */
function fillOf(context: CanvasRenderingContext2D, element: SVGElement, fill: string): string | CanvasPattern | undefined {
  if (fill === "none") return undefined;
  const name = /url\(["']?#([\w-]+)["']?\)/u.exec(fill)?.[1];
  if (name === undefined) return fill;
  const pattern = (element.getRootNode() as ShadowRoot | Document).querySelector(`pattern#${name}`);
  if (!(pattern instanceof SVGPatternElement)) return undefined;
  const tile = document.createElement("canvas");
  const scale = 4;
  const [width, height] = [pattern.width.baseVal.value, pattern.height.baseVal.value];
  tile.width = Math.ceil(width * scale);
  tile.height = Math.ceil(height * scale);
  const inner = tile.getContext("2d");
  if (!inner) return undefined;
  inner.scale(scale, scale);
  for (const child of pattern.children) {
    const path = child instanceof SVGElement && pathOf(child);
    if (path) paintPath(inner, { element: child as SVGGraphicsElement, path, style: getComputedStyle(child) });
  }
  const made = context.createPattern(tile, "repeat") ?? undefined;
  made?.setTransform(new DOMMatrix().multiply(patternMatrix(pattern)).scale(1 / scale));
  return made;
}

function patternMatrix(pattern: SVGPatternElement): DOMMatrix {
  const list = pattern.patternTransform.baseVal;
  const matrix = list.numberOfItems > 0 ? list.consolidate()?.matrix : undefined;
  return matrix ? DOMMatrix.fromMatrix(matrix) : new DOMMatrix();
}
