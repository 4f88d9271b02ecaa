import type {
  HealingAct,
  HealingLeft,
  HealingLimits,
  HealingMode,
  HealingScope,
  HealingStep,
  HealingSubject,
} from "@beckon/contracts/healing";
import { diagnose } from "./diagnose/diagnose.ts";
import type { Finding } from "./diagnose/finding.ts";
import { allowance } from "./limits.ts";
import { likelihoodOf, type Past } from "./past.ts";
import { freeAgent } from "./free-agent.ts";
import { targetOf, type Target } from "./target.ts";
import { leftForMs } from "./thresholds.ts";
import { wishes, type Wish } from "./wishes.ts";
import { ageMs, seen, type World } from "./world.ts";

export type PlannedStep = HealingStep & { key: string; target: Target };
export type Plan = { steps: PlannedStep[]; left: HealingLeft[] };
export type Planning = { mode: HealingMode; limits: HealingLimits; past: Past; scope?: HealingScope };

/** First what gives work back, then what wakes and restarts, then questions: in one order, whatever the evidence stands in. */
const ranks: Record<HealingAct, number> = { requeue: 0, reassign: 1, retry: 2, resume: 3, restart: 4, stop: 5, wait: 6, ask: 7 };

/** What would be done about what is wrong: a function of the evidence, the mode, the limits and the own history. */
export const plan = (world: World, planning: Planning): Plan => {
  const { findings, left } = diagnose(world);
  if (world.maintenance)
    return {
      steps: [],
      left: [
        {
          subject: { kind: "team", id: "team", name: "Everything" },
          reason: maintenanceWords,
          evidence: [seen("Maintenance is on", "Beckon")],
          person: true,
        },
      ],
    };
  const steps: PlannedStep[] = [];
  for (const finding of findings.filter((one) => isIn(one, planning.scope))) {
    const standing = standingAnswer(world, planning.past, finding);
    if (standing) left.push(standing);
    else stepsOf(world, planning, finding).forEach((one) => ("act" in one ? steps.push(one) : left.push(one)));
  }
  steps.sort((a, b) => ranks[a.act] - ranks[b.act] || Date.parse(a.since) - Date.parse(b.since) || (a.id < b.id ? -1 : 1));
  return { steps: withinRun(onceATask(steps), planning.limits), left };
};

const maintenanceWords = "Maintenance is on: nothing is done by itself until a person ends it.";

const isIn = ({ hostId, role, agent, task }: Finding, { hostId: onlyHost, role: onlyRole }: HealingScope = {}): boolean =>
  (onlyHost === undefined || hostId === onlyHost) && (onlyRole === undefined || (role ?? agent?.role ?? task?.role) === onlyRole);

/** A person was asked about this and has not answered, or said what is to be. */
const standingAnswer = (world: World, { asks }: Past, { fault, key, subject, evidence }: Finding): HealingLeft | undefined => {
  const told = asks.filter((ask) => ask.fault === fault && ask.key === key);
  const open = told.find(({ answered }) => answered === undefined);
  const answer = told
    .flatMap(({ answered }) => answered ?? [])
    .filter(({ choice, at }) => choice !== "again" && ageMs(world.now, at) < leftForMs)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (!open && !answer) return undefined;
  const reason = open
    ? "A person has been asked, and has not answered yet."
    : `${answer?.by} said: ${answer?.choice === "stop" ? "stop it" : "leave it"}.`;
  return { fault, subject, reason, evidence: [...evidence, seen(open ? "Asked" : "Answered", "Now", (open ?? answer)?.at)], person: true };
};

const stepsOf = (world: World, planning: Planning, finding: Finding): (PlannedStep | HealingLeft)[] => {
  const { mode, past, limits } = planning;
  const wish = wishes[finding.fault as keyof typeof wishes][mode];
  const { act, why, to } = chosen(world, { finding, wish, past });
  if (act === undefined)
    return [
      { fault: finding.fault, subject: finding.subject, reason: `${finding.reason} ${why}`, evidence: [...finding.evidence], person: true },
    ];
  if (act !== "restart" && act !== "resume") return [toStep(finding, { act, why, past, ...(to ? { to } : {}) })];
  // What is stopped again whenever it goes on is no better off than what hangs again.
  const step = toStep(finding, { act, why, past });
  const refusal = allowance(world.now, { key: finding.key, past, limits });
  if (!refusal) return [step];
  const refused = { ...step, refusedBy: refusal };
  if (refusal.limit === "cool_down") return [refused];
  const tried = past.restarts.filter(({ key }) => key === finding.key).length;
  const given =
    tried === 0
      ? "Restarts are switched off by its limit."
      : `It was ${act === "resume" ? "let go on or restarted" : "restarted"} ${tried} ${tried === 1 ? "time" : "times"} in the last hour, and it is so again.`;
  return [refused, toStep(finding, { act: "ask", why: given, past })];
};

type Choice = { act?: HealingAct; why: string; to?: HealingSubject };

const chosen = (world: World, { finding, wish, past }: { finding: Finding; wish: Wish; past: Past }): Choice => {
  switch (wish) {
    case "restart":
    case "weigh":
      return restart({ finding, wish, past });
    case "requeue":
      return finding.task && (finding.clear || finding.fault === "zombie_task" || finding.fault === "orphaned_task")
        ? giveBack(world, finding, false)
        : { why: "Only a person can say what becomes of it." };
    case "reassign":
      return finding.task ? giveBack(world, finding, true) : { act: "ask", why: "There is no task of it that could go to another agent." };
    case "resume":
      return { act: "resume", why: "It goes on from where it stands; nothing is lost." };
    case "wait":
      return { act: "wait", why: "A restart would hit the same limit." };
    case "keep":
      return { why: "Whether work would be lost is not known, so nothing is done in this mode." };
    case "ask":
      return { act: "ask", why: "In this mode that is a person's to decide." };
  }
};

const restart = ({ finding, wish, past }: { finding: Finding; wish: Wish; past: Past }): Choice => {
  if (!finding.process) return { act: "ask", why: "No runner started it, so nothing here can restart it." };
  if (!finding.process.startable) return { act: "ask", why: `${finding.process.host} has no profile ${finding.process.profile} any more.` };
  const known = likelihoodOf(past, finding.fault, "restart");
  const share = known && `A restart helped in ${known.helped} of ${known.of} cases.`;
  if (wish === "restart") return { act: "restart", why: share ?? "A restart is the way to find out." };
  if (known) return known.helped * 2 >= known.of ? { act: "restart", why: share as string } : { act: "ask", why: share as string };
  return finding.clear
    ? { act: "restart", why: "The evidence is plain." }
    : { act: "ask", why: "Neither history nor evidence says that a restart would help." };
};

const giveBack = (world: World, finding: Finding, toAnother: boolean): Choice => {
  const to = toAnother ? freeAgent(world, finding) : undefined;
  if (to) return { act: "reassign", why: `${to.name} is free and can take it.`, to };
  if (finding.task?.status === "pending") return { why: "It waits for an agent already." };
  return {
    act: "requeue",
    why: toAnother ? "Nobody is free, so it goes back to the queue." : "It goes back to the queue; nothing of it is lost.",
  };
};

type Stepping = { act: HealingAct; why: string; past: Past; to?: HealingSubject };

const toStep = (finding: Finding, { act, why, past, to }: Stepping): PlannedStep => {
  const { fault, key, subject, since, reason, evidence, until } = finding;
  const known = act === "ask" || act === "wait" ? undefined : likelihoodOf(past, fault, act);
  return {
    id: `${act} ${fault} ${key}`,
    act,
    fault,
    key,
    subject,
    reason: `${reason} ${why}`,
    evidence: [...evidence],
    since,
    ...(known ? { likelihood: known } : {}),
    ...(act === "wait" && until !== undefined ? { until } : {}),
    ...(to ? { to } : {}),
    target: targetOf(finding, act, to),
  };
};

/** A task that several findings are about is given back once. */
const onceATask = (steps: readonly PlannedStep[]): PlannedStep[] => {
  const given = new Set<string>();
  return steps.filter(({ act, target: { taskId } }) => {
    if (taskId === undefined || (act !== "requeue" && act !== "reassign")) return true;
    const isFirst = !given.has(taskId);
    given.add(taskId);
    return isFirst;
  });
};

/** Waiting costs nothing; everything else counts, in the order in which it would be done. */
const withinRun = (steps: readonly PlannedStep[], { actsPerRun }: HealingLimits): PlannedStep[] => {
  let left = actsPerRun;
  return steps.map((step) => {
    if (step.act === "wait" || step.refusedBy) return step;
    left -= 1;
    return left >= 0 ? step : { ...step, refusedBy: { limit: "acts_per_run" as const } };
  });
};
