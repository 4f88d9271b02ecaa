import { fileURLToPath } from "node:url";
import { createAudit } from "./access/audit.service.ts";
import { createAccessService } from "./access/access.service.ts";
import { accessTopic } from "./access/access.types.ts";
import { createAgentsService } from "./agents/agents.service.ts";
import { createBudgetsService } from "./budgets/budgets.service.ts";
import { createCollisionsService } from "./collisions/collisions.service.ts";
import { createAttentionService } from "./attention/attention.service.ts";
import { ratesOf } from "./attention/rates.ts";
import type { Config } from "./config.ts";
import { createControlsService } from "./controls/controls.service.ts";
import { createCoordinationService } from "./coordination/coordination.service.ts";
import { createDecisionsService } from "./decisions/decisions.service.ts";
import { decisionTopic } from "./decisions/decisions.types.ts";
import { createDemoService } from "./demo/demo.service.ts";
import { feedsOf } from "./feeds.ts";
import { createHealingService } from "./healing/healing.service.ts";
import { createHostsService } from "./hosts/hosts.service.ts";
import { hostTopic } from "./hosts/hosts.types.ts";
import { createArgoService } from "./integrations/argo/argo.service.ts";
import { createGithubService } from "./integrations/github/github.service.ts";
import { createHooksService } from "./integrations/hooks.service.ts";
import { createAbandoned } from "./integrations/mcp/abandoned.ts";
import { createOtlpService } from "./integrations/otlp/otlp.service.ts";
import { createNotificationsService } from "./notifications/notifications.service.ts";
import { createOperations } from "./operations.ts";
import { createOutcomesService } from "./outcomes/outcomes.service.ts";
import { createPausesService } from "./pauses/pauses.service.ts";
import { pauseTopic } from "./pauses/pauses.types.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import type { Database, Db } from "./platform/db/database.ts";
import { createReadiness } from "./platform/http/readiness.ts";
import { inlineStyleHashes } from "./platform/http/static-files.ts";
import { createWaiters } from "./platform/http/waiters.ts";
import { newId } from "./platform/ids.ts";
import { createEvents } from "./platform/jobs/events.ts";
import { createJobs, type Jobs } from "./platform/jobs/jobs.ts";
import type { Logger } from "./platform/logger.ts";
import { createMailer } from "./platform/outbound/mail.ts";
import { createOutbound, type Outbound } from "./platform/outbound/outbound.ts";
import type { Traces } from "./platform/traces.ts";
import type { Troubles } from "./platform/troubles.ts";
import { createRecoveryService } from "./recovery/recovery.service.ts";
import { createRulesService } from "./rules/rules.service.ts";
import { createSignalsService } from "./signals/signals.service.ts";
import { createChangeFeed, feedTopic } from "./sync/change-feed.ts";
import { createLiveStreams } from "./sync/live-streams.ts";
import { createSyncService } from "./sync/sync.service.ts";
import { createTasksService } from "./tasks/tasks.service.ts";
import { createTeamsService } from "./teams/teams.service.ts";
import { createUsageService } from "./usage/usage.service.ts";
import { createWorkflowsService } from "./workflows/workflows.service.ts";
import { acceptedOf } from "./value/accepted.ts";
import { createValueService } from "./value/value.service.ts";
import { version } from "./version.ts";
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
  jobs?: Jobs;
  /** What the process warned of in its log. */
  troubles?: Troubles;
  /** Where its own work is traced to; nowhere unless it is asked for. */
  traces?: Traces;
};

/** The composition root: every part made once, and handed to those who need it. */
export const createServices = (options: ServicesOptions) => {
  const { config, database, logger, clock = systemClock } = options;
  const outbound = options.outbound ?? createOutbound({ allowed: config.pushAllow });
  const jobs = options.jobs ?? createJobs({ database, clock, logger, ...(options.traces ? { around: options.traces.job } : {}) });
  const events = createEvents(jobs);
  const feed = createChangeFeed({ clock });
  const audit = createAudit({ clock, database, logger });
  const core = { database, clock, feed, jobs, audit };
  /** Whether a person has said that nothing begins by itself. */
  const maintenance = (db: Db): Promise<boolean> => recovery.maintenance.on(db);
  const agents = createAgentsService({ database, clock, feed, logger, rebook: (work, places) => usage.apply(work, [], places) });
  const usage = createUsageService({ database, clock, audit, onlyDemo: agents.onlyDemo });
  const tasks = createTasksService({
    ...{ ...core, agents, usage },
    requestFileEdit: (work, wish) => workDirectories.requestEdit(work, wish),
    listeners: [
      (work, changes) => coordination.onTasks(work, changes),
      (work, changes) => teams.onTasks(work, changes),
      (work, changes) => outcomes.onTasks(work, changes),
    ],
    runners: async (db) => new Map((await hosts.all(db)).map(({ tokenId, name }) => [tokenId, name])),
    handsOutNothing: maintenance,
  });
  const coordination = createCoordinationService({
    ...{ ...core, logger, agents },
    firstEnds: (db, sessionIds) => signals.firstEnds(db, sessionIds),
    openTasks: (db) => tasks.open(db),
    waiting: async (db) => (await decisions.pending(db)).map(({ agent, askedAt }) => ({ agentId: agent.id, askedAt })),
    answers: async () => ({ store: await answers("database"), stream: await answers("stream") }),
  });
  const outcomes = createOutcomesService({
    ...{ database, clock, jobs, audit, agents, tasks, usage },
    workflows: { findAll: (db, ids) => workflows.findAll(db, ids) },
    teamsOf: (db, runs) => teams.ofRuns(db, runs),
    changed: (work) => feed.append(work, { kind: "value", entityId: "value" }),
  });
  const collisions = createCollisionsService({ database, clock, feed, jobs, agents });
  const signals = createSignalsService({
    ...{ database, clock, agents, usage },
    reactions: [tasks.reaction, coordination.reaction, collisions.reaction, outcomes.reaction, usage.modelCalls.reaction],
  });
  const otlp = createOtlpService({ signals });

  const access = createAccessService({
    ...{ database, clock, logger, audit },
    config: { publicOrigin: config.publicOrigin, version, localSecret: options.localSecret },
    pushStates: (db, deviceIds) => notifications.pushStates(db, deviceIds),
    deafDevices: (db) => notifications.deafDevices(db),
    verifyCapability: (token) => notifications.verifyCapability(token),
    pushServer: async () => ({ vapidPublicKey: await notifications.publicKey(), applePush: notifications.applePush }),
  });
  const decisions = createDecisionsService(
    {
      ...{ ...core, events, agents, logger },
      stepUp: access.stepUp,
      callbackRefusal: outbound.refusal,
      rules: () => rules.autoAnswer,
      ledger: (...told) => attention.note(...told),
    },
    createWaiters({ database, topic: decisionTopic }),
  );
  const rules = createRulesService({ ...core, events, stepUp: access.stepUp, decisions, maintenance });
  const attention = createAttentionService({
    ...{ database, clock, jobs, agents, decisions, rules },
    devicesOf: async (db, personId) => (await access.recipients.active(db)).filter((device) => device.personId === personId),
    rates: async (db) => ratesOf((await value.assumptions.current(db))?.terms),
    agentRates: (db, ids) => usage.hourlyRates(db, ids, new Date(clock().getTime() - 30 * 86_400_000)),
    shownBefore: (db) => notifications.shownBefore(db),
    reviews: (db, window) => outcomes.reviews(db, window),
  });
  const workDirectories = createWorkDirectoriesService(
    { database, clock, feed, jobs, tasks: tasks.files, validTokens: access.validTokens },
    createWaiters({ database, topic: editsTopic }),
  );
  const pauses = createPausesService({
    ...{ ...core, logger, agents },
    waiters: createWaiters({ database, topic: pauseTopic }),
    changed: (work, pause) => controls.onPause(work, pause),
  });
  const hosts = createHostsService(
    {
      ...{ ...core, signals, agents },
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
      const ids = ends.map(({ id }) => id);
      await teams.onCommands(work, ids);
      await budgets.onCommands(work, ids);
    },
    assertMayStart: (db) => recovery.maintenance.assertOff(db),
  });
  const recovery = createRecoveryService({
    ...{ ...core, logger, hosts, agents, controls, pauses, tasks, coordination },
    stepUp: access.stepUp,
    resync: (work) => sync.startOver(work),
  });
  const slices = { events, agents, hosts, controls, tasks, decisions, maintenance };
  const teams = createTeamsService({
    ...{ ...core, ...slices, usage },
    budgets: {
      setOfTeam: (work, set) => budgets.setOfTeam(work, set),
      ofTeams: (db, ids) => budgets.ofTeams(db, ids),
      onTeamOver: (work, id) => budgets.onTeamOver(work, id),
    },
  });
  const healing = createHealingService({ ...core, ...slices, pauses, coordination, signals });
  const hooks = createHooksService({ database, clock, logger, jobs, decisions, signals, pauses, said: controls });
  const abandoned = createAbandoned({ database, clock, jobs, decisions });
  const workflows = createWorkflowsService({
    ...{ ...core, events, agents, decisions },
    tellOutside: (...told) => argo.tellOutside(...told),
    changed: (work, run, owner) => outcomes.onRun(work, run, owner),
  });
  const secrets = { ensure: access.ensureSecret };
  const argoOutbound = createOutbound({ allowed: config.argoAllow });
  const argo = createArgoService({ database, clock, audit, secrets, outbound: argoOutbound, workflows });
  const github = createGithubService({
    ...{ database, clock, audit, secrets, signals, workflows },
    linkTasks: (work, evidence, links) => tasks.link(work, evidence, links),
    tellResult: (work, told, named) => outcomes.toldByGithub(work, told, named),
  });
  const channelOutbound = createOutbound({ allowed: config.channelAllow });
  const notifications = createNotificationsService({
    ...{ ...core, logger, events, decisions, secrets, outbound },
    devices: access.recipients,
    shown: attention.shown,
    waitingCost: attention.waitingCost,
    channels: { outbound: channelOutbound, mailer: createMailer({ allowed: config.channelAllow }) },
    config: {
      publicOrigin: config.publicOrigin,
      pushAllow: config.pushAllow,
      ...(config.vapidSubject ? { vapidSubject: config.vapidSubject } : {}),
    },
  });

  const value = createValueService({
    ...{ database, clock, audit, feed, usage, agents, teams },
    publicOrigin: config.publicOrigin,
    outcomes: acceptedOf(outcomes),
    attention,
    tries: access.tries("report"),
  });

  const budgets = createBudgetsService({
    ...{ ...core, logger, events, usage, agents, hosts, controls, tasks, decisions, notifications },
    teams: { known: teams.known, runs: teams.runs, dissolve: teams.dissolveAs },
  });

  const operations = createOperations({
    ...{ ...core, logger, access, agents, attention, budgets, coordination, decisions, github, hosts, notifications, signals, argo },
    horizon: () => sync.horizon(),
    troubles: () => options.troubles?.list() ?? [],
    ...{ tasks, teams, usage, value, workflows, version, config, openStreams: () => streams.size(), checks: () => checks },
  });

  const demo = createDemoService({
    ...{ database, clock, jobs, audit, access, agents, signals, usage, decisions, coordination, collisions, pauses },
    ...{ workflows, notifications, otlp, workDirectories, tasks, outcomes },
  });

  const sync = createSyncService({
    database,
    clock,
    newEpoch: () => newId("e").slice(2, 14).toLowerCase(),
    sources: feedsOf({
      ...{ clock, decisions, agents, tasks, signals, pauses, workflows, workDirectories, collisions, hosts, controls, recovery },
      ...{ teams, healing, rules, budgets, alerts: operations.alerts },
    }),
  });
  jobs.schedule("sync.prune", "41 3 * * *", () => sync.prune());
  jobs.schedule("signals.prune", "17 4 * * *", () => signals.prune());
  jobs.schedule("usage.prune", "31 * * * *", () => usage.modelCalls.prune());
  jobs.schedule("otlp.prune", "23 4 * * *", () => database.transaction((work) => otlp.prune(work, clock())));
  jobs.schedule("github.prune", "29 4 * * *", () => github.prune());
  const streams = createLiveStreams({ sync, database, logger, accessTopic });
  const appFolder = fileURLToPath(new URL("../../pwa/dist", import.meta.url));
  const { checks, answers } = createReadiness({ database, jobs, sync });

  return {
    ...{ config, version, logger, clock, database, jobs, audit, attention, access, accessTopic, agents, signals, hooks },
    ...{ abandoned, usage, value, budgets, tasks, coordination, collisions, pauses, hosts, controls, recovery, teams },
    ...{ healing, rules, otlp, demo, workflows, workDirectories, argo, github, outcomes, decisions, notifications, sync },
    ...{ streams },
    ...operations,
    traces: options.traces,
    outbound: {
      ...outbound,
      close: async () => void (await Promise.all([outbound, argoOutbound, channelOutbound].map((way) => way.close()))),
    },
    feedWaiters: createWaiters({ database, topic: feedTopic }),
    checks,
    appFolder,
    styleHashes: inlineStyleHashes(`${appFolder}/index.html`),
  };
};
export type Services = ReturnType<typeof createServices>;
