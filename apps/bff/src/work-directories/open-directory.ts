import type { WorkDirectory, workDirectoryInput } from "@beckon/contracts/work-directories";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { present } from "./present.ts";
import { handOver, lockOthersAt, ownsDirectoryAt, upsertDirectory } from "./work-directories.repository.ts";
import type { Watcher, WorkDirectoriesDeps } from "./work-directories.types.ts";

type Told = z.output<typeof workDirectoryInput>;
type Deps = WorkDirectoriesDeps & {
  watchLife: (work: Work, id: string) => Promise<void>;
  forget: (work: Work, where: { ids: string[] }) => Promise<number>;
};

/** The watcher says who it is: the same token, host and path is the same directory. */
export const openDirectory =
  (deps: Deps) =>
  (owner: Watcher, told: Told): Promise<WorkDirectory> =>
    deps.database.transaction(async (work) => {
      await inherit(deps, work, { owner, told });
      const row = await upsertDirectory(work.db, {
        id: newId("wd", deps.clock().getTime()),
        ownerId: owner.id,
        ...told,
        demo: owner.demo ?? false,
        lastSeenAt: deps.clock(),
      });
      // Files that have not changed are not told again.
      await deps.tasks.setWritable(work, { directoryId: row.id, writable: row.writable });
      await deps.feed.append(work, { kind: "workDirectory", entityId: row.id });
      await deps.watchLife(work, row.id);
      return present(row);
    });

/**
 * A revoked token can say no more of its directory, which would stand beside the new one for ever. Whoever follows the
 * same place now has it, with its tasks. What a valid token follows stays its own, whatever another one claims to be.
 */
const inherit = async (deps: Deps, work: Work, { owner, told }: { owner: Watcher; told: Told }): Promise<void> => {
  const at = { host: told.host, path: told.path, ownerId: owner.id };
  const others = await lockOthersAt(work.db, { ...at, demo: owner.demo ?? false });
  if (others.length === 0) return;
  const valid = new Set(
    await deps.validTokens(
      work.db,
      others.map(({ ownerId }) => ownerId),
    ),
  );
  const left = others.filter(({ ownerId }) => !valid.has(ownerId)).map(({ id }) => id);
  const [heir] = left;
  if (heir !== undefined && !(await ownsDirectoryAt(work.db, at))) {
    left.shift();
    await handOver(work.db, heir, owner.id);
    await deps.tasks.handOver(work, { directoryId: heir, ownerId: owner.id });
  }
  if (left.length > 0) await deps.forget(work, { ids: left });
};
