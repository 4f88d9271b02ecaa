/** The server takes no more. */
const mostBytes = 8 * 1_048_576;

/** The hook's JSON from stdin, at most 8 MiB of it; what is longer, or no JSON object, is refused in words. */
export async function readInput(stream: NodeJS.ReadableStream = process.stdin): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read to the end all the same: an agent that writes to a closed pipe may take that for a failure.
    if (size <= mostBytes) chunks.push(bytes);
  }
  if (size > mostBytes) throw new Error("the hook's JSON is longer than 8 MiB and was not reported");
  const text = Buffer.concat(chunks).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("stdin holds no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("stdin holds no JSON object");
  return text;
}
