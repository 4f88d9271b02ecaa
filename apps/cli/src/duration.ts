import { CliError } from "./errors.ts";

const secondsPer: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const MAX_SECONDS = 2_592_000;

/** `90`, `90s`, `30m`, `2h`, `1d` or `1h30m` as seconds, from 1 second to 30 days. */
export function parseDuration(text: string, flag: string): number {
  const bare = /^\d{1,9}$/.test(text) ? `${text}s` : text;
  const wellFormed = /^(\d{1,9}[smhd])+$/.test(bare);
  const parts = [...bare.matchAll(/(\d+)([smhd])/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * secondsPer[unit!]!, 0);
  if (!wellFormed || seconds < 1 || seconds > MAX_SECONDS) {
    throw new CliError(`${flag} "${text}" is no time between 1s and 30d`, { hint: "write 45s, 30m, 2h or 1d" });
  }
  return seconds;
}
