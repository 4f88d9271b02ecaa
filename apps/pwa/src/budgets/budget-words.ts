import type { Budget, BudgetEvent, BudgetStanding, BudgetTarget, SpendAlarm } from "@beckon/contracts/budgets";
import type { IconName } from "@beckon/ui/icons";
import { formatCount } from "@beckon/ui/numbers";
import { formatMoney } from "../fleet/money.ts";

export type Tone = "good" | "beacon" | "bad" | "faint";

const kinds = { workspace: "", agent: "Agent", team: "Team", project: "Project", task: "Task" } as const;
const times = { day: "a day", week: "a week", month: "a month", life: "in all" } as const;
export const columnNames = { billed: "billed by token", apiEquivalent: "API equivalent" } as const;

/** "Agent · $10.00 a day". */
export const kindWords = ({ scope, period, amountMicros }: Pick<Budget, "scope" | "period" | "amountMicros">): string =>
  [kinds[scope.kind], `${formatMoney(amountMicros)} ${times[period]}`].filter(Boolean).join(" · ");

export const scopeName = ({ kind, name }: Budget["scope"]): string => (kind === "workspace" ? "All agents" : name);

/** How much of the limit is spent, in percent; null: nothing has a known cost. */
export const shareOf = ({ current: { spent, limitMicros } }: Budget): number | null =>
  spent === undefined || spent.micros === null ? null : (spent.micros / limitMicros) * 100;

const looks: Record<BudgetStanding, { icon: IconName; tone: Tone; word: string }> = {
  within: { icon: "circle", tone: "good", word: "within" },
  warned: { icon: "triangle", tone: "beacon", word: "over 80 %" },
  asking: { icon: "question", tone: "beacon", word: "spent: it waits for your answer" },
  continued: { icon: "triangle", tone: "bad", word: "over, and goes on" },
  stopping: { icon: "clock", tone: "beacon", word: "being stopped" },
  stopped: { icon: "square", tone: "faint", word: "stopped" },
  stop_failed: { icon: "octagon", tone: "bad", word: "not all were stopped" },
};

/** How it stands, by shape, colour and word. */
export function standingLook(budget: Budget): { icon: IconName; tone: Tone; word: string } {
  if (budget.paused) return { icon: "pause", tone: "faint", word: "rests: it is counted, and nothing is said" };
  const look = looks[budget.current.standing];
  const share = shareOf(budget);
  if (budget.current.standing !== "within" || share === null || share < 50) return look;
  return { ...look, word: `over ${Math.floor(share / 10) * 10} %` };
}

/** "$4.10 of $5.00". */
export function spentWords({ current: { spent, limitMicros } }: Budget): string {
  const limit = ` of ${formatMoney(limitMicros)}`;
  if (!spent) return `Not counted yet${limit}`;
  return spent.micros === null
    ? `${spent.unpriced > 0 ? "No call priced yet" : "Nothing spent yet"}${limit}`
    : `${formatMoney(spent.micros)}${limit}`;
}

const calls = (count: number) => (count === 1 ? "1 call" : `${formatCount(count)} calls`);

/** What is not in the sum, and why; empty where all is. */
export function missingWords({ current: { spent } }: Budget): string {
  if (!spent) return "";
  const { unpriced, paymentUnknown } = spent;
  const parts = [
    unpriced > 0 ? `${calls(unpriced)} without price` : "",
    paymentUnknown > 0 ? `${calls(paymentUnknown)} of which nobody said how they are paid` : "",
  ].filter(Boolean);
  return parts.length === 0 ? "" : `${parts.join(" and ")} ${unpriced + paymentUnknown === 1 ? "is" : "are"} not in it.`;
}

const dayMs = 86_400_000;

/** "Resets in 3 days, Tue 1 December 00:00 Europe/Berlin"; nothing where it never does. */
export function resetWords({ current: { to }, timeZone }: Budget, now: number): string {
  if (to === undefined) return "";
  const left = Date.parse(to) - now;
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const at = `${format.format(Date.parse(to)).replaceAll(",", "").replace(" at ", " ")} ${timeZone}`;
  if (left <= 0) return `Was to reset ${at}; not heard of since`;
  const days = Math.floor(left / dayMs);
  const hours = Math.floor(left / 3_600_000);
  const span = days >= 2 ? `${days} days` : hours >= 2 ? `${hours} hours` : `${Math.max(1, Math.ceil(left / 60_000))} min`;
  return `Resets in ${span}, ${at}`;
}

/** What the end of the period looks like from here; empty where nobody can say. */
export function forecastWords({ current: { forecast, limitMicros } }: Budget): string {
  if (!forecast) return "";
  const { p10, p50, p90 } = forecast;
  const range = p10 === p90 ? `about ${formatMoney(p50)}` : `about ${formatMoney(p50)} (${formatMoney(p10)} to ${formatMoney(p90)})`;
  const verdict = p10 > limitMicros ? "over the limit" : p90 > limitMicros ? "it may go over the limit" : "within the limit";
  return `At the end: ${range}; ${verdict}.`;
}

export const targetWords = ({ how, state }: BudgetTarget): string => {
  if (how === "none" || state === "failed") return "was not stopped";
  if (state === "expired" || state === "cancelled") return "was not stopped in time";
  if (state === "done") return how === "hold" ? "stands still" : "stopped";
  return {
    machine: "its machine is asked to end it",
    step: "ends at its next step",
    hold: "is held at its next step",
    team: "is being dissolved",
  }[how];
};

const percentOf = ({ percent }: BudgetEvent) => `${percent ?? 100} % spent`;
const by = ({ by: actor }: BudgetEvent) =>
  actor?.kind === "system" ? (actor.name === "expiry" ? ", nobody answered" : "") : actor?.name ? `, by ${actor.name}` : "";

/** One line of the history. */
export function eventWords(event: BudgetEvent): string {
  const money = event.micros === undefined ? "" : formatMoney(event.micros);
  switch (event.what) {
    case "created":
      return `Set to ${money}${by(event)}`;
    case "changed":
      return `Changed to ${money}${by(event)}`;
    case "paused":
      return `Rests${by(event)}`;
    case "resumed":
      return `Watched again${by(event)}`;
    case "step":
      return `${percentOf(event)}: ${money}`;
    case "asked":
      return `All spent: ${money}, asked what now`;
    case "extended":
      return `Extended by ${money}${by(event)}`;
    case "continued":
      return `Let go on${by(event)}`;
    case "stop":
      return `To be stopped${by(event)}`;
    case "stopped":
      return "Everybody stopped";
    case "stop_failed":
      return "Not everybody stopped";
  }
}

/** What an alarm says, in one sentence. */
export function alarmWords({ kind, hour, silence, until, scope }: SpendAlarm): string {
  if (kind === "no_data") {
    const names = silence?.agents ?? [];
    const who = names.length === 1 ? `${names[0]} is` : `${names.length} agents are`;
    return until === undefined
      ? `Nothing comes in while ${who} at work. What is spent now is not seen.`
      : "Nothing came in for a while; it is over.";
  }
  if (!hour) return "Spending is far above its habit.";
  return `${scopeName(scope)} spent ${formatMoney(hour.micros)} in one hour, usually ${formatMoney(hour.usual)}.`;
}
