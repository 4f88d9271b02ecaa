/**
 * The spool: requests kept on disk while the server is away. It needs a file system (Node), so it is
 * loaded by this call only; everything else runs in browsers too.
 */
export async function loadSpool() {
  const [store, sending] = await Promise.all([import("./spool.ts"), import("./send-spool.ts")]);
  return { ...store, ...sending };
}
