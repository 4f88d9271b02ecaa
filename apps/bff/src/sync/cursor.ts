/** Where a replica stands in the feed: after the change (xid, seq) of the feed `epoch`. */
export type Cursor = { epoch: string; xid: bigint; seq: bigint };

export const formatCursor = (cursor: Cursor) => `${cursor.epoch}.${cursor.xid}.${cursor.seq}`;

/** Nothing for a text that is no cursor: the caller then gets a snapshot. */
export const parseCursor = (value: string): Cursor | undefined => {
  const match = /^([0-9a-z]{1,32})\.(\d{1,19})\.(\d{1,18})$/.exec(value);
  if (!match) return undefined;
  const [, epoch, xid, seq] = match as unknown as [string, string, string, string];
  return { epoch, xid: BigInt(xid), seq: BigInt(seq) };
};

export const isAfter = (a: Pick<Cursor, "xid" | "seq">, b: Pick<Cursor, "xid" | "seq">) =>
  a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq);
