import { inject } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "./bff-process.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "./people.ts";
import { createDatabase } from "./postgres-database.ts";

/** Two processes on one database, with one agent's token at each and a person at the first; `cleanUp` ends them. */
export const openTwoServers = async (cleanUp: AsyncDisposableStack): Promise<{ agents: [Caller, Caller]; person: Caller }> => {
  const database = cleanUp.use(await createDatabase(inject("postgres").port));
  const start = async (): Promise<Bff> => {
    const folder = cleanUp.use(dataFolder());
    const bff = await startBff({ port: await freePort(), dataDir: folder.path, databaseUrl: database.url });
    cleanUp.defer(async () => void (await bff.kill()));
    return bff;
  };
  const [first, second] = [await start(), await start()];
  const token = { authorization: `Bearer ${await makeToken(first, "Builder")}` };
  return {
    agents: [callerOf(first.origin, token), callerOf(second.origin, token)],
    person: callerOf(first.origin, { cookie: await pairDevice(first, "Phone") }),
  };
};
