const reads = new Set<Promise<unknown>>();

/** Names something that is read from the replica to be shown: a page that opens is painted with it, not before it and again. */
export function reading<T>(read: Promise<T>): Promise<T> {
  reads.add(read);
  const over = () => void reads.delete(read);
  read.then(over, over);
  return read;
}

/** When all that is being read now is there. */
export async function readsDone(): Promise<void> {
  await Promise.allSettled(reads);
}
