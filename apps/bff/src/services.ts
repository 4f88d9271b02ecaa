import { fileURLToPath } from "node:url";
import { createAudit } from "./access/audit.service.ts";
import { createAccessService } from "./access/access.service.ts";
import { accessTopic } from "./access/access.types.ts";
import { createAgentsService } from "./agents/agents.service.ts";
import type { Config } from "./config.ts";
import { createDecisionsService } from "./decisions/decisions.service.ts";
import { decisionTopic } from "./decisions/decisions.types.ts";
import { decisionsFeed, snoozesFeed } from "./decisions/feed.ts";
import { agentsFeed, sessionsFeed } from "./agents/feed.ts";
import { createDemoService } from "./demo/demo.service.ts";
import { createHooksService } from "./integrations/hooks.service.ts";
import { createOtlpService } from "./integrations/otlp/otlp.service.ts";
import { createNotificationsService } from "./notifications/notifications.service.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import type { Database } from "./platform/db/database.ts";
import type { Check } from "./platform/http/health.routes.ts";
import { inlineStyleHashes } from "./platform/http/static-files.ts";
import { createWaiters } from "./platform/http/waiters.ts";
import { newId } from "./platform/ids.ts";
import { createEvents } from "./platform/jobs/events.ts";
import { createJobs } from "./platform/jobs/jobs.ts";
import type { Logger } from "./platform/logger.ts";
import { createOutbound, type Outbound } from "./platform/outbound/outbound.ts";
import { createSignalsService } from "./signals/signals.service.ts";
import { createChangeFeed, feedTopic } from "./sync/change-feed.ts";
import { createLiveStreams } from "./sync/live-streams.ts";
import { createSyncService } from "./sync/sync.service.ts";
import { createUsageService } from "./usage/usage.service.ts";
import { version } from "./version.ts";

export type ServicesOptions = {
  config: Config;
  database: Database;
  logger: Logger;
  /** What the command line on this machine shows; from the data folder. */
  localSecret: string;
  clock?: Clock;
  outbound?: Outbound;
};

/** The composition root: every part made once, and handed to those who need it. */
export const createServices = (options: ServicesOptions) => {
  const { config, database, logger, clock = systemClock } = options;
  const outbound = options.outbound ?? createOutbound({ allowed: config.pushAllow });
  const jobs = createJobs({ database, clock, logger });
  const events = createEvents(jobs);
  const feed = createChangeFeed({ clock });
  const audit = createAudit({ clock });
  const agents = createAgentsService({ database, clock, feed, logger, rebook: (work, places) => usage.apply(work, [], places) });
  const usage = createUsageService({ database, clock, audit, onlyDemo: agents.onlyDemo });
  const signals = createSignalsService({ database, clock, agents, usage, reactions: [] });
  const otlp = createOtlpService({ signals });

  const access = createAccessService({
    database,
    clock,
    logger,
    audit,
    config: { publicOrigin: config.publicOrigin, version, localSecret: options.localSecret },
    pushStates: (db, deviceIds) => notifications.pushStates(db, deviceIds),
    verifyCapability: (token) => notifications.verifyCapability(token),
    pushServer: async () => ({ vapidPublicKey: await notifications.publicKey(), applePush: notifications.applePush }),
  });
  const decisions = createDecisionsService(
    { database, clock, feed, jobs, events, audit, agents, stepUp: access.stepUp, callbackRefusal: outbound.refusal },
    createWaiters({ database, topic: decisionTopic }),
  );
  const hooks = createHooksService({ database, clock, logger, jobs, decisions, signals });
  const notifications = createNotificationsService({
    database,
    clock,
    logger,
    jobs,
    events,
    audit,
    decisions,
    devices: access.recipients,
    secrets: { ensure: access.ensureSecret },
    outbound,
    config: {
      publicOrigin: config.publicOrigin,
      pushAllow: config.pushAllow,
      ...(config.vapidSubject ? { vapidSubject: config.vapidSubject } : {}),
    },
  });

  const demo = createDemoService({ database, clock, jobs, audit, access, agents, signals, usage, decisions, notifications, otlp });

  const sync = createSyncService({
    database,
    clock,
    newEpoch: () => newId("e").slice(2, 14).toLowerCase(),
    sources: [decisionsFeed(decisions), snoozesFeed(decisions), agentsFeed(agents), sessionsFeed(agents, signals.happenings)],
  });
  jobs.schedule("sync.prune", "41 3 * * *", () => sync.prune());
  jobs.schedule("signals.prune", "17 4 * * *", () => signals.prune());
  jobs.schedule("otlp.prune", "23 4 * * *", () => database.transaction((work) => otlp.prune(work, clock())));
  const streams = createLiveStreams({ sync, database, logger, accessTopic });
  const appFolder = fileURLToPath(new URL("../../pwa/dist", import.meta.url));
  const checks: Check[] = [
    { name: "database", run: () => database.ping() },
    {
      name: "jobs",
      run: () => {
        if (!jobs.running()) throw new Error("jobs are not running");
      },
    },
    { name: "stream", run: async () => void (await sync.horizon()) },
  ];

  return {
    config,
    version,
    logger,
    clock,
    database,
    jobs,
    access,
    accessTopic,
    agents,
    signals,
    hooks,
    usage,
    otlp,
    demo,
    decisions,
    notifications,
    sync,
    streams,
    outbound,
    feedWaiters: createWaiters({ database, topic: feedTopic }),
    checks,
    appFolder,
    styleHashes: inlineStyleHashes(`${appFolder}/index.html`),
  };
};
export type Services = ReturnType<typeof createServices>;
