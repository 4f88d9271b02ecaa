import { isUtf8 } from "node:buffer";

/** The text of a file, every byte of it; `exact` when writing it as UTF-8 gives the very same bytes. Else why it is no text. */
export const decode = (bytes: Uint8Array): { text: string; exact: boolean } | { problem: string } => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), exact: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), exact: false };
  if (bytes.includes(0)) return { problem: "is binary" };
  if (!isUtf8(bytes)) return { problem: `is not UTF-8, from byte ${firstWrong(bytes)}` };
  return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), exact: true };
};

/** Counted from 1. */
const firstWrong = (bytes: Uint8Array): number => {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    // A character cut in two at the very end is no fault of the part before it.
    if ([0, 1, 2, 3].some((less) => isUtf8(bytes.subarray(0, Math.max(good, middle - less))) && middle - less > good)) good = middle;
    else bad = middle;
  }
  let at = Math.max(0, good - 4);
  while (at < bytes.length && isUtf8(bytes.subarray(0, at))) at += 1;
  return Math.max(1, at);
};
