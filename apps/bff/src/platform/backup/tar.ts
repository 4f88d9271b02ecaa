import { createReadStream, type Dirent } from "node:fs";
import { mkdir, open, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Just enough of the tar format (ustar) for a folder of files and folders with short plain names. */
const block = 512;
const padding = (size: number) => (block - (size % block)) % block;

const header = (name: string, size: number, directory: boolean): Buffer => {
  const out = Buffer.alloc(block);
  if (Buffer.byteLength(name) > 100 || size >= 8 ** 11) throw new Error(`${name} does not fit into a dump`);
  const octal = (value: number, at: number, width: number) => out.write(`${value.toString(8).padStart(width - 1, "0")}\0`, at, "ascii");
  out.write(name, 0, "utf8");
  octal(directory ? 0o700 : 0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  out.write("        ", 148, "ascii");
  out.write(directory ? "5" : "0", 156, "ascii");
  out.write("ustar\x0000", 257, "latin1");
  const sum = out.reduce((total, byte) => total + byte, 0);
  out.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
  return out;
};

const small = 262_144;
const ahead = 32;

/** The folder as a tar, piece by piece, so that its size does not matter. Small files are read several at once. */
export async function* packTar(folder: string, path = ""): AsyncGenerator<Buffer> {
  const entries = await readdir(join(folder, path), { withFileTypes: true });
  const nameOf = (entry: Dirent) => (path ? `${path}/${entry.name}` : entry.name);
  for (let at = 0; at < entries.length; at += ahead) {
    const batch = entries.slice(at, at + ahead);
    const sizes = await Promise.all(batch.map(async (entry) => (entry.isDirectory() ? 0 : (await stat(join(folder, nameOf(entry)))).size)));
    const contents = await Promise.all(
      batch.map((entry, index) =>
        entry.isFile() && (sizes[index] as number) <= small ? readFile(join(folder, nameOf(entry))) : undefined,
      ),
    );
    for (const [index, entry] of batch.entries()) {
      const size = sizes[index] as number;
      const content = contents[index];
      yield header(`${nameOf(entry)}${entry.isDirectory() ? "/" : ""}`, size, entry.isDirectory());
      if (entry.isDirectory()) yield* packTar(folder, nameOf(entry));
      else if (content) yield content;
      else for await (const chunk of createReadStream(join(folder, nameOf(entry)), { highWaterMark: small })) yield chunk as Buffer;
      if (padding(size) > 0) yield Buffer.alloc(padding(size));
    }
  }
  if (path === "") yield Buffer.alloc(2 * block);
}

const text = (part: Buffer) => part.toString("utf8").replace(/\0.*$/s, "");

/** Writes a tar's files under `folder`. A name that points anywhere else, or an end that comes early, is an error. */
export const unpackTar = async (source: AsyncIterable<Buffer>, folder: string): Promise<void> => {
  const reader = createReader(source);
  for (;;) {
    const head = await reader.exactly(block);
    if (head.every((byte) => byte === 0)) return reader.drain();
    const name = text(head.subarray(0, 100)).replace(/^\.?\//, "");
    const kind = head.toString("latin1", 156, 157);
    const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    if (sum !== Number.parseInt(text(head.subarray(148, 156)), 8)) throw new Error("the dump is damaged");
    if (name === "") continue;
    if (name.split("/").includes("..") || !/^[\w./+-]+$/.test(name))
      throw new Error(`the dump holds a file with a name that is not its own: ${JSON.stringify(name)}`);
    if (kind === "5") {
      await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
      continue;
    }
    if (kind !== "0" && kind !== "\0") throw new Error(`the dump holds something that is no file: ${name}`);
    const size = Number.parseInt(text(head.subarray(124, 136)), 8);
    await mkdir(join(folder, name, ".."), { recursive: true, mode: 0o700 });
    const file = await open(join(folder, name), "wx", 0o600);
    try {
      for (let left = size; left > 0;) {
        const chunk = await reader.upTo(left);
        await file.write(chunk);
        left -= chunk.length;
      }
    } finally {
      await file.close();
    }
    await reader.exactly(padding(size));
  }
};

const createReader = (source: AsyncIterable<Buffer>) => {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  const upTo = async (most: number): Promise<Buffer> => {
    if (rest.length === 0) {
      const next = await chunks.next();
      if (next.done) throw new Error("the dump ends too early");
      rest = next.value;
    }
    const part = rest.subarray(0, most);
    rest = rest.subarray(part.length);
    return part;
  };
  const exactly = async (size: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (let left = size; left > 0; left -= (parts.at(-1) as Buffer).length) parts.push(await upTo(left));
    return Buffer.concat(parts);
  };
  /** To the very end: only there does gzip compare its checksum. */
  const drain = async () => {
    while (!(await chunks.next()).done);
  };
  return { upTo, exactly, drain };
};
