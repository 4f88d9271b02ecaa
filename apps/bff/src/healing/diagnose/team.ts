import { thresholds } from "../thresholds.ts";
import { ageMs, seen, type World } from "../world.ts";
import type { Finding } from "./finding.ts";

/** Work that was handed over and taken up by nobody, and what fails again and again in the same words. */
export const teamFaults = (world: World): Finding[] => [...handOffs(world), ...patterns(world)];

const handOffs = (world: World): Finding[] =>
  world.handOffs.flatMap((offer): Finding[] => {
    const age = ageMs(world.now, offer.at);
    if ((age < thresholds.handOffMs && !offer.timedOut) || age > thresholds.handOffOldMs) return [];
    const task = world.tasks.find(({ id }) => id === offer.taskId);
    // Begun by whoever: it was taken up, whatever was told of the offer.
    if (offer.taskId !== undefined && (!task || task.inFile || (task.status !== "assigned" && task.status !== "pending"))) return [];
    const taker = world.agents.find(({ id, name }) => (offer.toId === undefined ? name === offer.to : id === offer.toId));
    // Somebody else has it by now, or it was taken back.
    if (task && taker && task.agentId !== taker.id) return [];
    if (taker?.waitingSince !== undefined || taker?.paused) return [];
    return [
      {
        fault: "lost_hand_off",
        key: offer.id,
        subject: { kind: "coordination", id: offer.id, name: task?.title ?? `${offer.from} → ${offer.to ?? "anybody"}` },
        since: offer.at,
        reason: `${offer.from} handed it to ${offer.to ?? "whoever takes it"}, and nobody has taken it up.`,
        evidence: [
          seen(`Offered by ${offer.from}`, "Teamwork", offer.at),
          ...(task ? [seen(`"${task.title}" is ${task.status}`, "Work", task.updatedAt)] : []),
          ...(taker?.dead ? [seen("The one it was offered to has ended", taker.host ?? taker.name, taker.dead.at)] : []),
        ],
        clear: taker?.dead !== undefined,
        ...(task ? { task } : {}),
        ...(taker ? { agent: taker } : {}),
      },
    ];
  });

const patterns = (world: World): Finding[] =>
  world.patterns
    .filter(({ count, lastAt }) => count >= thresholds.patternCount && ageMs(world.now, lastAt) <= thresholds.patternFreshMs)
    .map(({ id, template, count, firstAt, lastAt, agents }) => ({
      fault: "repeated_failure",
      key: id,
      subject: { kind: "pattern", id, name: template },
      since: firstAt,
      reason: `The same failure ${count} times in an hour: doing it again does not help.`,
      evidence: [seen(template, agents.toSorted().slice(0, 3).join(", ") || "Teamwork", lastAt)],
      clear: false,
    }));
