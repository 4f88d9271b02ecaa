/** A hundred commands are some 40 KB. */
const mostBytes = 1_048_576;

/** Said in the place of what the network says where nothing could be reached. */
const notTaken = (why: string) => new Error(why, { cause: { code: why } });

/**
 * The answer, read no further than an honest server writes: whatever stands in the server's place must neither fill the
 * memory, nor have its page taken for an answer.
 *
 * @throws Error whose cause says why it was not taken.
 */
export async function guarded(answer: Response): Promise<Response> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) throw notTaken("its answer is too large");
    parts.push(part);
  }
  const type = answer.headers.get("content-type") ?? "";
  if (bytes > 0 && answer.ok && !/^application\/json\b/i.test(type)) throw notTaken("its answer is no JSON");
  return new Response(bytes > 0 ? Buffer.concat(parts) : null, { status: answer.status, headers: answer.headers });
}
