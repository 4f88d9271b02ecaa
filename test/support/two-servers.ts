import { inject } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "./bff-process.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "./people.ts";
import { createDatabase } from "./postgres-database.ts";

/** Two processes on one new database; `cleanUp` ends them. `bare`: both make what they need in it, at once. */
export const startTwoServers = async (cleanUp: AsyncDisposableStack, options: { bare?: boolean } = {}): Promise<[Bff, Bff]> => {
  const database = cleanUp.use(await createDatabase(inject("postgres").port, options));
  const start = async (): Promise<Bff> => {
    const folder = cleanUp.use(dataFolder());
    const bff = await startBff({ port: await freePort(), dataDir: folder.path, databaseUrl: database.url });
    cleanUp.defer(async () => void (await bff.kill()));
    return bff;
  };
  return Promise.all([start(), start()]);
};

/** The same, with one agent's token at each and a person at the first. */
export const openTwoServers = async (cleanUp: AsyncDisposableStack): Promise<{ agents: [Caller, Caller]; person: Caller }> => {
  const [first, second] = await startTwoServers(cleanUp);
  const token = { authorization: `Bearer ${await makeToken(first, "Builder")}` };
  return {
    agents: [callerOf(first.origin, token), callerOf(second.origin, token)],
    person: callerOf(first.origin, { cookie: await pairDevice(first, "Phone") }),
  };
};
