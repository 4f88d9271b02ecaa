import { alertKindOf, type AlertKind, type AlertUnit } from "./alert-kinds.ts";

/* How alerts are said, on the lock screen and in the app alike. */

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

const steps = [
  { seconds: 86_400, unit: "d" },
  { seconds: 3_600, unit: "h" },
  { seconds: 60, unit: "min" },
] as const;

/** `90_000` s: "1 d 1 h"; the two largest parts. */
const lengthWords = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const at = steps.findIndex((step) => whole >= step.seconds);
  const [step, next] = [steps[at], steps[at + 1]];
  if (!step) return `${whole} s`;
  const rest = next ? Math.floor((whole % step.seconds) / next.seconds) : 0;
  return `${Math.floor(whole / step.seconds)} ${step.unit}${next && rest > 0 ? ` ${rest} ${next.unit}` : ""}`;
};

/** A value in its unit, such as "12.5 %", "1.8×", "25 h" or "$3.20". */
export const valueWords = (unit: AlertUnit, value: number): string => {
  switch (unit) {
    case "percent":
      return `${rounded(value, 1)} %`;
    case "times":
      return `${rounded(value, 2)}×`;
    case "count":
      return rounded(value, 0);
    case "seconds":
      return lengthWords(value);
    case "milliseconds":
      return value < 10_000 ? `${rounded(value, 0)} ms` : `${rounded(value / 1_000, 1)} s`;
    case "micros":
      return `$${(value / 1e6).toFixed(2).replaceAll(/\B(?=(?:\d{3})+\.)/gu, ",")}`;
  }
};

/** When a rule fires, with its threshold in it. */
export const meansWords = (kind: AlertKind, threshold: number): string => {
  const { means, unit } = alertKindOf(kind);
  return means.replace("{}", valueWords(unit, threshold));
};

const oneLine = (name: string): string => name.replaceAll(/\s+/gu, " ").trim();
const clip = (name: string): string => (name.length > 80 ? `${name.slice(0, 79).toWellFormed()}…` : name);
/** A name is an agent's or a machine's own text: one short line of it. */
export const nameWords = (name: string): string => clip(oneLine(name)) || "without a name";

type About = { kind: AlertKind; count: number; members: readonly { kind: string; name: string }[] };

/** What is wrong in one line. */
export const titleWords = ({ kind, count, members }: About): string => {
  const { title, many } = alertKindOf(kind);
  if (many !== undefined && count > 1) return many.replace("{}", String(count));
  const [only] = members;
  return only && only.kind !== "workspace" ? `${title}: ${nameWords(only.name)}` : title;
};

const beside = (kind: AlertKind, value: number, threshold: number): string => {
  const { unit, bound } = alertKindOf(kind);
  return `${valueWords(unit, value)}, ${bound === "above" ? "at most" : "at least"} ${valueWords(unit, threshold)} is usual`;
};

/** What is known of it in one line: the worst reading beside its bound, and of whom. */
export const bodyWords = ({ kind, count, members, value, threshold }: About & { value: number | null; threshold: number }): string => {
  const reading = value === null ? "There is no reading of it now." : `${beside(kind, value, threshold)}.`;
  const named = members.filter((member) => member.kind !== "workspace").slice(0, 3);
  if (named.length === 0 || count === 1) return reading;
  const more = count - named.length;
  return `${named.map(({ name }) => nameWords(name)).join(", ")}${more > 0 ? ` and ${more} more` : ""}: ${reading}`;
};
