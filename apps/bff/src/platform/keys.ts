import { hash } from "node:crypto";

/** 128 bits of a row's names: an index over the names themselves would refuse a row whose names are long. */
export const keyOf = (names: readonly string[]): string => {
  const hex = hash("sha256", JSON.stringify(names));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
};

export const quarterMs = 900_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export const startOfQuarter = (at: number): number => Math.floor(at / quarterMs) * quarterMs;
/** UTC. */
export const startOfHour = (at: number): number => Math.floor(at / hourMs) * hourMs;
/** 8 days of UTC, counted from 1970: a month is read in a few of them. */
export const days8Ms = 8 * dayMs;
export const startOfDays8 = (at: number): number => Math.floor(at / days8Ms) * days8Ms;
/** 32 days of UTC, counted from 1970: a year is read in a dozen of them. */
export const days32Ms = 32 * dayMs;
export const startOfDays32 = (at: number): number => Math.floor(at / days32Ms) * days32Ms;
export const startOfDay = (at: number): number => Math.floor(at / dayMs) * dayMs;
