import pg from "pg";
import type { Logger } from "../logger.ts";

const again = 250;

/**
 * One connection that only listens. When it is lost it is opened anew, for as long as it takes;
 * what was said meanwhile is lost, so `gap` tells everybody to look for themselves.
 */
export const createEar = (options: {
  connection: pg.ClientConfig;
  channel: string;
  logger: Logger;
  heard: (payload: string) => void;
  gap: () => void;
}) => {
  const { connection, channel, logger, heard, gap } = options;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const open = async () => {
    const fresh = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
    fresh.on("error", (error) => logger.warn({ err: error }, "the listening connection was lost"));
    fresh.on("notification", ({ payload }) => heard(payload ?? ""));
    await fresh.connect();
    await fresh.query(`listen ${channel}`);
    client = fresh;
    fresh.once("end", reopen);
  };

  const reopen = () => {
    if (closed) return;
    retry = setTimeout(() => void open().then(gap, reopen), again);
  };

  return {
    open,
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
};
