import { paintElement } from "./paint-page.ts";

const around = 20;
const footHeight = 34;
const scale = 2;
/** Browsers refuse larger canvases; a longer chart is drawn smaller. */
const mostPixels = 8_000;

/** An element as a PNG, on the page's own ground, with a line below that says of when it is. */
export async function pictureOf(element: Element, foot: string): Promise<Blob> {
  const box = element.getBoundingClientRect();
  const [width, height] = [box.width + 2 * around, box.height + around + footHeight];
  const factor = Math.min(scale, mostPixels / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * factor);
  canvas.height = Math.round(height * factor);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  context.scale(factor, factor);
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground");
  context.fillStyle = ground === "" ? "#fff" : ground;
  context.fillRect(0, 0, width, height);
  paintElement({ context, toPage: new DOMMatrix().translate(around - box.left, around - box.top) }, element);
  const style = getComputedStyle(element);
  context.font = `500 12px ${style.fontFamily}`;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--ink-soft") || style.color;
  context.textBaseline = "middle";
  context.fillText(foot, around + 2, height - footHeight / 2 + 2, width - 2 * around);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png"),
  );
}

/** Hands a file to the person: by the share sheet where fingers rule, else as a download. */
export async function handOver(blob: Blob, name: string): Promise<void> {
  const file = new File([blob], name, { type: blob.type });
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try {
      return await navigator.share({ files: [file] });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
