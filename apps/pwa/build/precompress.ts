import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const worthwhile = 1_024;

/** Writes `.br` and `.gz` beside every file that gains by it, so that the server never compresses one twice. */
export function precompress(folder: string): void {
  for (const entry of globSync("**/*", { cwd: folder, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /\.(br|gz)$/.test(file)) continue;
    const content = readFileSync(file);
    if (content.length <= worthwhile) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    keepIfSmaller(`${file}.br`, brotliCompressSync(content, { params }), content);
    keepIfSmaller(`${file}.gz`, gzipSync(content, { level: 9 }), content);
  }
}

/** Pictures are compressed already: a second copy that saves nothing would only be sent by mistake. */
function keepIfSmaller(file: string, compressed: Buffer, content: Buffer): void {
  if (compressed.length < content.length * 0.95) writeFileSync(file, compressed);
}
