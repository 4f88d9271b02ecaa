import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { withPort, type Config } from "./config.ts";
import { scheduleDumps } from "./platform/backup/backups.ts";
import { systemClock } from "./platform/clock.ts";
import { openDataFolder, type DataFolder } from "./platform/data-folder.ts";
import type { Database } from "./platform/db/database.ts";
import { scheduleUpkeep } from "./platform/db/upkeep.ts";
import { StartError } from "./platform/errors.ts";
import { createLogger, type Logger } from "./platform/logger.ts";
import { createTroubles } from "./platform/troubles.ts";
import { createServices, type Services } from "./services.ts";
import { version } from "./version.ts";

export type RunningServer = { config: Config; services: Services; notes: string[]; stop(): Promise<void> };

/** Opens the data folder and the database, brings the schema up to date, listens, and starts the jobs. */
export const startServer = async (given: Config): Promise<RunningServer> => {
  const troubles = createTroubles({ clock: systemClock });
  const logger = createLogger(given.logLevel, troubles);
  const folder = openDataFolder(given.dataDir, given.databaseUrl ? 8 : 64);
  // The port is taken before the database is opened: a second start fails fast, and says why.
  let answer: RequestListener = (_request, response) => void response.writeHead(503, { "retry-after": "1" }).end();
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 300_000 }, (request, response) => answer(request, response));
  const config = withPort(given, await listen(server, given));
  const opened = await openDatabase(config, folder, logger).catch((error: unknown) => {
    server.close();
    throw error;
  });
  const traces = config.tracesUrl ? await (await import("./platform/traces.ts")).openTraces({ url: config.tracesUrl, version }) : undefined;
  const services = createServices({
    ...{ config, database: opened.database, logger, troubles, localSecret: folder.localSecret },
    ...(traces ? { traces } : {}),
  });
  await services.sync.start(opened.restored);
  opened.confirmRestored?.();
  if (opened.copyTo) {
    scheduleDumps({ jobs: services.jobs, copyTo: opened.copyTo, folder: folder.dumps, clock: systemClock, logger });
    scheduleUpkeep({ jobs: services.jobs, database: opened.database, clock: systemClock });
  }
  const app = createApp(services);
  await services.jobs.start();
  await services.decisions.expireDue();
  await services.tasks.timeOutDue();
  await services.agents.start();
  void services.recovery.sweep().catch((error: unknown) => logger.warn({ err: error }, "recoveries are looked at in a minute"));
  void services.alerts.evaluate().catch((error: unknown) => logger.warn({ err: error }, "alert rules are looked at in a minute"));
  services.audit.start();
  // Not before: a request that enqueues while the job store is being opened would wait for itself, for ever.
  answer = getRequestListener(app.fetch);

  const stop = async () => {
    services.streams.stop();
    await services.hooks.stop();
    server.close();
    server.closeAllConnections();
    await services.budgets.stop();
    await services.agents.stop();
    await services.coordination.stop();
    await services.jobs.stop();
    await services.audit.stop();
    await services.outbound.close();
    await opened.close();
    await traces?.close().catch((error: unknown) => logger.warn({ err: error }, "the last traces were not taken"));
  };
  return { config, services, notes: folder.notes, stop };
};

const listen = (server: ReturnType<typeof createServer>, { port, host }: Config) =>
  new Promise<number>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new StartError(explain(error, port, host))));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const explain = ({ code, message }: NodeJS.ErrnoException, port: number, host: string) => {
  if (code === "EADDRINUSE")
    return `Port ${port} is taken. Stop what uses it, or choose another: BECKON_PORT=${port < 65_535 ? port + 1 : 8787} npx pnpm@12 start`;
  if (code === "EACCES")
    return `Port ${port} needs more rights than this user has. Choose one above 1023: BECKON_PORT=8787 npx pnpm@12 start`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `BECKON_HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`;
  return `The server cannot listen on ${host}:${port} (${code ?? message}).`;
};

type Opened = {
  database: Database;
  /** The database is a copy of an earlier day: replicas begin anew. */
  restored: boolean;
  confirmRestored?(): void;
  /** The embedded engine is dumped, and kept tidy; a Postgres server has its own tools for both. */
  copyTo?: (target: string) => Promise<void>;
  close(): Promise<void>;
};

/** The engine is loaded only when it is the one in use: the embedded one costs a server on Postgres nothing. */
const openDatabase = async (config: Config, folder: DataFolder, logger: Logger): Promise<Opened> => {
  if (config.databaseUrl) {
    const { openPostgres } = await import("./platform/db/postgres.ts");
    const database = await openPostgres({ url: config.databaseUrl, logger });
    await database.migrate();
    return { database, restored: false, close: () => database.close() };
  }
  const { openEmbedded } = await import("./platform/db/embedded.ts");
  const opened = await openEmbedded({ folder, clock: systemClock });
  return { ...opened, copyTo: opened.database.copyTo };
};
