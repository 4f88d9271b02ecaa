import { fileURLToPath } from "node:url";
import { createAudit } from "./access/audit.service.ts";
import { createAccessService } from "./access/access.service.ts";
import { accessTopic } from "./access/access.types.ts";
import { createAgentsService } from "./agents/agents.service.ts";
import { createCollisionsService } from "./collisions/collisions.service.ts";
import { collisionsFeed } from "./collisions/feed.ts";
import type { Config } from "./config.ts";
import { createControlsService } from "./controls/controls.service.ts";
import { commandsFeed } from "./controls/feed.ts";
import { createCoordinationService } from "./coordination/coordination.service.ts";
import { teamworkFeed } from "./coordination/feed.ts";
import { createDecisionsService } from "./decisions/decisions.service.ts";
import { decisionTopic } from "./decisions/decisions.types.ts";
import { decisionsFeed, snoozesFeed } from "./decisions/feed.ts";
import { agentsFeed, sessionsFeed } from "./agents/feed.ts";
import { createDemoService } from "./demo/demo.service.ts";
import { healingRuleFeed, healingRunsFeed } from "./healing/feed.ts";
import { createHealingService } from "./healing/healing.service.ts";
import { hostsFeed } from "./hosts/feed.ts";
import { createHostsService } from "./hosts/hosts.service.ts";
import { hostTopic } from "./hosts/hosts.types.ts";
import { createArgoService } from "./integrations/argo/argo.service.ts";
import { createGithubService } from "./integrations/github/github.service.ts";
import { createHooksService } from "./integrations/hooks.service.ts";
import { createAbandoned } from "./integrations/mcp/abandoned.ts";
import { createOtlpService } from "./integrations/otlp/otlp.service.ts";
import { createNotificationsService } from "./notifications/notifications.service.ts";
import { createPausesService } from "./pauses/pauses.service.ts";
import { pauseTopic } from "./pauses/pauses.types.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import type { Database, Db } from "./platform/db/database.ts";
import { createReadiness } from "./platform/http/readiness.ts";
import { inlineStyleHashes } from "./platform/http/static-files.ts";
import { createWaiters } from "./platform/http/waiters.ts";
import { newId } from "./platform/ids.ts";
import { createEvents } from "./platform/jobs/events.ts";
import { createJobs } from "./platform/jobs/jobs.ts";
import type { Logger } from "./platform/logger.ts";
import { createOutbound, type Outbound } from "./platform/outbound/outbound.ts";
import { recoveriesFeed } from "./recovery/feed.ts";
import { createRecoveryService } from "./recovery/recovery.service.ts";
import { rulesFeeds } from "./rules/feed.ts";
import { createRulesService } from "./rules/rules.service.ts";
import { createSignalsService } from "./signals/signals.service.ts";
import { createChangeFeed, feedTopic } from "./sync/change-feed.ts";
import { createLiveStreams } from "./sync/live-streams.ts";
import { createSyncService } from "./sync/sync.service.ts";
import { tasksFeed } from "./tasks/feed.ts";
import { createTasksService } from "./tasks/tasks.service.ts";
import { teamsFeed } from "./teams/feed.ts";
import { createTeamsService } from "./teams/teams.service.ts";
import { createUsageService } from "./usage/usage.service.ts";
import { workflowsFeed } from "./workflows/feed.ts";
import { createWorkflowsService } from "./workflows/workflows.service.ts";
import { version } from "./version.ts";
import { workDirectoriesFeed } from "./work-directories/feed.ts";
import { createWorkDirectoriesService } from "./work-directories/work-directories.service.ts";
import { editsTopic } from "./work-directories/work-directories.types.ts";

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
  const audit = createAudit({ clock, database, logger });
  const core = { database, clock, feed, jobs, audit };
  /** Whether a person has said that nothing begins by itself. */
  const maintenance = (db: Db): Promise<boolean> => recovery.maintenance.on(db);
  const agents = createAgentsService({ database, clock, feed, logger, rebook: (work, places) => usage.apply(work, [], places) });
  const usage = createUsageService({ database, clock, audit, onlyDemo: agents.onlyDemo });
  const tasks = createTasksService({
    database,
    clock,
    feed,
    jobs,
    audit,
    agents,
    usage,
    requestFileEdit: (work, wish) => workDirectories.requestEdit(work, wish),
    listeners: [(work, changes) => coordination.onTasks(work, changes), (work, changes) => teams.onTasks(work, changes)],
    runners: async (db) => new Map((await hosts.all(db)).map(({ tokenId, name }) => [tokenId, name])),
    handsOutNothing: maintenance,
  });
  const coordination = createCoordinationService({
    database,
    clock,
    logger,
    feed,
    jobs,
    agents,
    firstEnds: (db, sessionIds) => signals.firstEnds(db, sessionIds),
    openTasks: (db) => tasks.open(db),
    waiting: async (db) => (await decisions.pending(db)).map(({ agent, askedAt }) => ({ agentId: agent.id, askedAt })),
    answers: async () => ({ store: await answers("database"), stream: await answers("stream") }),
  });
  const collisions = createCollisionsService({ database, clock, feed, jobs, agents });
  const signals = createSignalsService({
    database,
    clock,
    agents,
    usage,
    reactions: [tasks.reaction, coordination.reaction, collisions.reaction],
  });
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
    { ...core, events, agents, stepUp: access.stepUp, callbackRefusal: outbound.refusal, rules: () => rules.autoAnswer, logger },
    createWaiters({ database, topic: decisionTopic }),
  );
  const rules = createRulesService({ ...core, events, stepUp: access.stepUp, decisions, maintenance });
  const workDirectories = createWorkDirectoriesService(
    { database, clock, feed, jobs, tasks: tasks.files, validTokens: access.validTokens },
    createWaiters({ database, topic: editsTopic }),
  );
  const pauses = createPausesService({
    ...core,
    logger,
    agents,
    waiters: createWaiters({ database, topic: pauseTopic }),
    changed: (work, pause) => controls.onPause(work, pause),
  });
  const hosts = createHostsService(
    {
      ...core,
      signals,
      agents,
      commands: {
        told: (work, host, reports) => controls.onHost.told(work, host, reports),
        deliver: (hostId) => controls.onHost.deliver(hostId),
        dropAll: (work, host, by) => controls.onHost.dropAll(work, host, by),
      },
      told: (work, processIds) => teams.onProcesses(work, processIds),
      declared: (work, host, declaredTeams) => teams.declared(work, host, declaredTeams),
      validTokens: access.validTokens,
    },
    createWaiters({ database, topic: hostTopic }),
  );
  const controls = createControlsService({
    ...{ ...core, logger, hosts, agents, pauses, tasks },
    ended: async (work, ends) => {
      await recovery.onCommands(work, ends);
      await teams.onCommands(
        work,
        ends.map(({ id }) => id),
      );
    },
    assertMayStart: (db) => recovery.maintenance.assertOff(db),
  });
  const recovery = createRecoveryService({
    ...{ ...core, logger, hosts, agents, controls, pauses, tasks, coordination },
    stepUp: access.stepUp,
    resync: (work) => sync.startOver(work),
  });
  const slices = { events, agents, hosts, controls, tasks, decisions, maintenance };
  const teams = createTeamsService({ ...core, ...slices, usage });
  const healing = createHealingService({ ...core, ...slices, pauses, coordination, signals });
  const hooks = createHooksService({ database, clock, logger, jobs, decisions, signals, pauses, said: controls });
  const abandoned = createAbandoned({ database, clock, jobs, decisions });
  const workflows = createWorkflowsService({
    database,
    clock,
    feed,
    jobs,
    events,
    agents,
    decisions,
    tellOutside: (...told) => argo.tellOutside(...told),
  });
  const secrets = { ensure: access.ensureSecret };
  const argoOutbound = createOutbound({ allowed: config.argoAllow });
  const argo = createArgoService({ database, clock, audit, secrets, outbound: argoOutbound, workflows });
  const github = createGithubService({
    database,
    clock,
    audit,
    secrets,
    signals,
    workflows,
    linkTasks: (work, evidence, links) => tasks.link(work, evidence, links),
  });
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

  const demo = createDemoService({
    ...{ database, clock, jobs, audit, access, agents, signals, usage, decisions, coordination, collisions, pauses },
    ...{ workflows, notifications, otlp, workDirectories, tasks },
  });

  const sync = createSyncService({
    database,
    clock,
    newEpoch: () => newId("e").slice(2, 14).toLowerCase(),
    sources: [
      decisionsFeed(decisions),
      snoozesFeed(decisions),
      agentsFeed(agents, tasks.ended24h),
      sessionsFeed(agents, signals.happenings, pauses.latest),
      tasksFeed(tasks),
      workflowsFeed(workflows),
      workDirectoriesFeed(workDirectories),
      collisionsFeed(collisions),
      hostsFeed(hosts),
      commandsFeed(controls),
      recoveriesFeed(recovery),
      teamsFeed(teams),
      healingRunsFeed(healing),
      healingRuleFeed(healing),
      ...rulesFeeds(rules),
      teamworkFeed(clock),
    ],
  });
  jobs.schedule("sync.prune", "41 3 * * *", () => sync.prune());
  jobs.schedule("signals.prune", "17 4 * * *", () => signals.prune());
  jobs.schedule("otlp.prune", "23 4 * * *", () => database.transaction((work) => otlp.prune(work, clock())));
  jobs.schedule("github.prune", "29 4 * * *", () => github.prune());
  const streams = createLiveStreams({ sync, database, logger, accessTopic });
  const appFolder = fileURLToPath(new URL("../../pwa/dist", import.meta.url));
  const { checks, answers } = createReadiness({ database, jobs, sync });

  return {
    config,
    version,
    logger,
    clock,
    database,
    jobs,
    audit,
    access,
    accessTopic,
    agents,
    signals,
    hooks,
    abandoned,
    usage,
    tasks,
    coordination,
    collisions,
    pauses,
    hosts,
    controls,
    recovery,
    teams,
    healing,
    rules,
    otlp,
    demo,
    workflows,
    workDirectories,
    argo,
    github,
    decisions,
    notifications,
    sync,
    streams,
    outbound: { ...outbound, close: async () => void (await Promise.all([outbound.close(), argoOutbound.close()])) },
    feedWaiters: createWaiters({ database, topic: feedTopic }),
    checks,
    appFolder,
    styleHashes: inlineStyleHashes(`${appFolder}/index.html`),
  };
};
export type Services = ReturnType<typeof createServices>;
