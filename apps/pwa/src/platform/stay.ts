import type { IDBPTransaction, StoreNames } from "idb";
import { type BeckonSchema, readMeta, type Replica } from "./replica.ts";

/**
 * What the server is asked from: how far the replica knows its feed, and the stay of whoever is signed in. A stay
 * ends when the device is wiped, and is counted, so that an answer is known as one to the person before.
 */
export type Standing = { cursor: string | undefined; stay: number | undefined };
type Name = StoreNames<BeckonSchema>;
export type PutTx = Pick<IDBPTransaction<BeckonSchema, Name[], "readwrite">, "objectStore">;

/** The stay that a question is asked in. A replica that cannot be read is told by the write that follows. */
export const readStay = (replica: Replica) => readMeta<number>(replica, "stay").catch(() => undefined);

/** The stay first: where it ends between the two, the older one is refused whatever the cursor. */
export const readStanding = async (replica: Replica): Promise<Standing> => ({
  stay: await readStay(replica),
  cursor: await readMeta(replica, "cursor"),
});

/** Writes what was asked in a stay, while it lasts; false where it ended meanwhile: nothing of the former person may come back. */
export async function putWithin(
  replica: Replica,
  stay: number | undefined,
  { into, put }: { into: Name[]; put: (tx: PutTx) => unknown },
): Promise<boolean> {
  const tx = (await replica.db()).transaction(["meta", ...into], "readwrite");
  const lasts = (await tx.objectStore("meta").get("stay")) === stay;
  if (lasts) await put(tx);
  await tx.done;
  return lasts;
}

/** Keeps what the server answers to a question that was asked just now, and hands the answer on. */
export async function keepAnswer<T>(
  replica: Replica,
  asked: T | Promise<T>,
  { into, put }: { into: Name[]; put: (tx: PutTx, answer: T) => unknown },
): Promise<T> {
  const stay = readStay(replica);
  const answer = await asked;
  await putWithin(replica, await stay, { into, put: (tx) => put(tx, answer) });
  return answer;
}
