import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import { createWaiters } from "../platform/http/waiters.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import { createWorkDirectoriesService } from "./work-directories.service.ts";

let app: TestApp;
let now = Date.now();
beforeAll(async () => void (app = await createTestApp()));
afterAll(() => app.close());

test("where nothing is heard for 90 s nobody follows it any more, and everybody is told", async () => {
  let look = async (_: { id: string }): Promise<void> => {};
  const looks: { id: string; at: number }[] = [];
  const told: string[] = [];
  const jobs = {
    handle: (_: string, __: object, handler: typeof look) => void (look = handler),
    enqueue: async (_: unknown, __: string, { id }: { id: string }, { startAfter }: { startAfter: Date }) =>
      void looks.push({ id, at: startAfter.getTime() }),
  } as unknown as Jobs;
  const service = createWorkDirectoriesService(
    {
      database: app.database,
      clock: () => new Date(now),
      feed: { append: async (_, ...rows) => void told.push(...rows.map(({ entityId }) => entityId)) },
      jobs,
      tasks: app.services.tasks.files,
      validTokens: async () => [],
    },
    createWaiters({ database: app.database, topic: "of this test" }),
  );
  const token = { id: "tok_silent", name: "silent" };
  const { id } = await service.open(token, { name: "Shop", host: "laptop", path: "/silent", writable: false });
  const next = async () => {
    const due = looks.shift();
    now = due?.at ?? now;
    if (due) await look(due);
    return (await service.find(app.database.db, [id]))[0]?.watching;
  };
  now += 60_000;
  await service.edits(token, id, { waitMs: 0 });
  // A word in between was heard: it is looked at again when 90 s have passed since.
  expect(await next()).toBe(true);
  told.length = 0;
  expect(await next()).toBe(false);
  expect(told).toEqual([id]);
  expect(looks).toEqual([]);
  // And a word brings it back, to be looked at again.
  await service.edits(token, id, { waitMs: 0 });
  expect(looks).toHaveLength(1);
  await service.tell(token, id, { revision: 0, files: [], moved: [], removed: [], leaving: true });
  told.length = 0;
  // Who has said goodbye is not missed.
  expect(await next()).toBe(false);
  expect({ told, looks }).toEqual({ told: [], looks: [] });
});
