import type { FeedSource } from "./sync/sync.service.ts";
import type { Clock } from "./platform/clock.ts";
import { agentsFeed, sessionsFeed } from "./agents/feed.ts";
import { alertsFeeds } from "./alerts/feed.ts";
import { budgetsFeeds } from "./budgets/feed.ts";
import { collisionsFeed } from "./collisions/feed.ts";
import { commandsFeed } from "./controls/feed.ts";
import { teamworkFeed } from "./coordination/feed.ts";
import { decisionsFeed, snoozesFeed } from "./decisions/feed.ts";
import { healingRuleFeed, healingRunsFeed } from "./healing/feed.ts";
import { hostsFeed } from "./hosts/feed.ts";
import { recoveriesFeed } from "./recovery/feed.ts";
import { rulesFeeds } from "./rules/feed.ts";
import { tasksFeed } from "./tasks/feed.ts";
import { teamsFeed } from "./teams/feed.ts";
import { valueFeed } from "./value/feed.ts";
import { workDirectoriesFeed } from "./work-directories/feed.ts";
import { workflowsFeed } from "./workflows/feed.ts";

type First<F extends (...args: never[]) => unknown> = Parameters<F>[0];

/** What the feeds read of each part. */
type Parts = {
  agents: First<typeof agentsFeed> & First<typeof sessionsFeed>;
  alerts: First<typeof alertsFeeds>;
  budgets: First<typeof budgetsFeeds>;
  collisions: First<typeof collisionsFeed>;
  controls: First<typeof commandsFeed>;
  decisions: First<typeof decisionsFeed> & First<typeof snoozesFeed>;
  healing: First<typeof healingRunsFeed> & First<typeof healingRuleFeed>;
  hosts: First<typeof hostsFeed>;
  pauses: { latest: Parameters<typeof sessionsFeed>[2] };
  recovery: First<typeof recoveriesFeed>;
  rules: First<typeof rulesFeeds>;
  signals: { happenings: Parameters<typeof sessionsFeed>[1] };
  tasks: First<typeof tasksFeed> & { ended24h: Parameters<typeof agentsFeed>[1] };
  teams: First<typeof teamsFeed>;
  workflows: First<typeof workflowsFeed>;
  workDirectories: First<typeof workDirectoriesFeed>;
  clock: Clock;
};

/** All that devices keep a copy of, what waits first. */
export const feedsOf = (parts: Parts): FeedSource[] => {
  const { agents, budgets, collisions, controls, decisions, healing, hosts, pauses, recovery, rules, signals, tasks, teams, workflows } =
    parts;
  return [
    decisionsFeed(decisions),
    snoozesFeed(decisions),
    agentsFeed(agents, tasks.ended24h),
    sessionsFeed(agents, signals.happenings, pauses.latest),
    tasksFeed(tasks),
    workflowsFeed(workflows),
    workDirectoriesFeed(parts.workDirectories),
    collisionsFeed(collisions),
    hostsFeed(hosts),
    commandsFeed(controls),
    recoveriesFeed(recovery),
    teamsFeed(teams),
    healingRunsFeed(healing),
    healingRuleFeed(healing),
    ...rulesFeeds(rules),
    teamworkFeed(parts.clock),
    valueFeed(parts.clock),
    ...budgetsFeeds(budgets),
    ...alertsFeeds(parts.alerts),
  ];
};
