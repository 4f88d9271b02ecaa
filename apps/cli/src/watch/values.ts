import { isMap, isNothing } from "./keys.ts";

/** Text as the contracts hold it: without NUL, well-formed, at most `max` UTF-16 units, the end marked where it was cut. */
export const clip = (value: string, max: number): string => {
  const clean = value.replaceAll("\0", "");
  return (clean.length > max ? `${clean.slice(0, max - 1)}…` : clean).toWellFormed();
};

/** Text given as text, as a list (points) or as a map (`key: value`), however deep. */
export const asText = (value: unknown, depth = 0): string => {
  if (typeof value === "string") return value.trim();
  if (depth > 8 || value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((each) => `- ${indented(asText(each, depth + 1))}`).join("\n");
  if (isMap(value))
    return Object.entries(value)
      .map(([key, each]) => {
        const inner = asText(each, depth + 1);
        return typeof each === "string" && !inner.includes("\n") ? `${key}: ${inner}` : `${key}:\n  ${indented(inner)}`;
      })
      .join("\n");
  return String(value as string);
};
const indented = (text: string) => text.replaceAll("\n", "\n  ");

/** One name: text, the first of a list, or the name in a map. */
export const asName = (value: unknown): string => {
  if (typeof value === "string") return value.replace(/\s+/g, " ").trim();
  if (Array.isArray(value)) return value.length > 0 ? asName(value[0]) : "";
  if (!isMap(value)) return "";
  const key = ["name", "title", "id", "value", "text", "label"].find((each) => typeof value[each] === "string");
  return key === undefined ? asName(Object.values(value).find((each) => typeof each === "string")) : asName(value[key]);
};

/** Names given as a list, with commas, or as the keys of a map; each once. */
export const asNames = (value: unknown): string[] => {
  const parts = Array.isArray(value)
    ? value.map(asName)
    : isMap(value)
      ? Object.entries(value).flatMap(([key, each]) => (/^(false|no|off)$/i.test(asName(each)) ? [] : [key]))
      : asName(value)
          .replace(/^\[(.*)\]$/, "$1")
          .split(/[,;]/);
  return [...new Set(parts.map((part) => part.trim().replace(/^(["'])(.*)\1$/, "$2")).filter((part) => !isNothing(part)))];
};

/** `75`, `"75%"`, `0.75`, `3/4`: percent; nothing for anything else. */
export const asPercent = (value: unknown): number | undefined => {
  const match = /^(\d{1,9}(?:[.,]\d+)?)\s*(%|\/\s*(\d{1,9}))?$/.exec(asName(value));
  if (!match) return undefined;
  const [, number = "", sign, whole] = match;
  const amount = Number(number.replace(",", "."));
  // A share of one is written with a point; a bare 1 is one percent.
  const percent =
    whole !== undefined ? (amount / Number(whole)) * 100 : sign === undefined && amount <= 1 && /[.,]/.test(number) ? amount * 100 : amount;
  return percent >= 0 && percent <= 100 ? Math.round(percent * 100) / 100 : undefined;
};

const units = { d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 } as const;

/** `90`, `"90s"`, `1h 30m`, `2 hours`, `00:01:30`, `PT1H30M`: seconds; `scale` is what a bare number counts. */
export const asSeconds = (value: unknown, scale = 1): number | undefined => {
  const text = asName(value).toLowerCase();
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return within(Number(text) * scale);
  const clock = /^(\d{1,5}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/.exec(text);
  if (clock) return within(Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0));
  const spelled = text.replace(/^p(?:(\d+)d)?t?/, (_, days: string | undefined) => (days ? `${days}d` : ""));
  const part = /(\d{1,9}(?:\.\d+)?)\s*(ms|milliseconds?|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?![a-z])/g;
  const parts = [...spelled.matchAll(part)];
  if (parts.length === 0 || parts.length > 6 || spelled.replace(part, "").replace(/[\s,]|and/g, "") !== "") return undefined;
  const sum = parts.reduce(
    (total, [, amount, unit = ""]) => total + Number(amount) * units[/^(ms|milli)/.test(unit) ? "ms" : (unit[0] as "d")],
    0,
  );
  return within(sum);
};
const within = (seconds: number) => (seconds >= 0 && seconds <= 1e9 ? Math.round(seconds * 1_000) / 1_000 : undefined);
