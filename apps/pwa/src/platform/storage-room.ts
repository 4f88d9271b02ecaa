import type { Replica } from "./replica.ts";

/** Runs a write; when the disk is full, gives up what the server has anyway and tries once more. */
export async function withRoom<T>(replica: Replica, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
    await makeRoom(replica);
    return write();
  }
}

/** Resolved requests and the first screen can be read again; answers on their way cannot. */
async function makeRoom(replica: Replica): Promise<void> {
  const tx = (await replica.db()).transaction(["meta", "decisionRequests", "acks"], "readwrite");
  await tx.objectStore("meta").delete("firstScreen");
  await tx.objectStore("acks").clear();
  const requests = tx.objectStore("decisionRequests");
  await Promise.all((await requests.index("resolvedAt").getAllKeys()).map((key) => requests.delete(key)));
  await tx.done;
  replica.changed({ reset: true });
}
