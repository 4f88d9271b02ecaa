import type { hostInput } from "@beckon/contracts/hosts";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { findHost, lockNamesakes, updateHost, upsertHost, type HostRow } from "./hosts.repository.ts";
import type { HostsDeps, Runner } from "./hosts.types.ts";

type Told = z.output<typeof hostInput>;

/** A runner says which machine it is on: one token is one machine, however often it is said. */
export const openHost =
  (deps: HostsDeps & { watchLife: (work: Work, id: string) => Promise<void> }) =>
  (runner: Runner, told: Told): Promise<HostRow> =>
    deps.database.transaction(async (work) => {
      const now = deps.clock();
      await inherit(deps, work, { runner, name: told.name });
      const before = await findHost(work.db, { tokenId: runner.id });
      const { teams, ...machine } = told;
      const row = await upsertHost(work.db, { id: newId("ho", now.getTime()), tokenId: runner.id, ...machine }, now);
      await deps.declared?.(work, row, teams);
      if (!before)
        await deps.audit.append(work, {
          actor: { kind: "agent", id: runner.id, name: runner.name },
          action: "host.added",
          subject: row.id,
          detail: { name: row.name, platform: row.platform, profiles: row.profiles.map(({ name }) => name) },
        });
      await deps.feed.append(work, { kind: "host", entityId: row.id });
      if (!before?.shownConnected) await deps.watchLife(work, row.id);
      return row;
    });

/**
 * A revoked token can say no more of its machine, and what runs there would be nobody's: the machine of that name goes on
 * under the new token. One whose token is valid stays its own, whatever another one claims to be.
 */
const inherit = async (deps: HostsDeps, work: Work, { runner, name }: { runner: Runner; name: string }): Promise<void> => {
  if (await findHost(work.db, { tokenId: runner.id })) return;
  const others = await lockNamesakes(work.db, { name, tokenId: runner.id });
  if (others.length === 0) return;
  const valid = new Set(
    await deps.validTokens(
      work.db,
      others.map(({ tokenId }) => tokenId),
    ),
  );
  // The one that was heard of last.
  const [left] = others.filter(({ tokenId }) => !valid.has(tokenId)).toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
  if (left) await updateHost(work.db, left.id, { tokenId: runner.id });
};
