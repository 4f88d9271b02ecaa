import type { Command, commandQuery } from "@beckon/contracts/controls";
import type { z } from "zod";
import { searchCommands } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { toCommand } from "./present.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

/** One page of the commands, newest first. */
export const search =
  ({ database }: Pick<ControlsDeps, "database">) =>
  async ({ agent, host, state, cursor, limit }: z.output<typeof commandQuery>): Promise<{ items: Command[]; cursor?: string }> => {
    const before = cursor === undefined ? undefined : parseCursor(cursor);
    const rows = await searchCommands(database.db, { agentId: agent, hostId: host, state, before, limit });
    const last = rows.at(-1);
    return {
      items: rows.map(toCommand),
      ...(last && rows.length === limit ? { cursor: `${last.requestedAt.getTime()}~${last.id}` } : {}),
    };
  };

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(cm_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] as string };
};
