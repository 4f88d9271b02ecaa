import { multiple, payback, roi, yearMilliHours } from "./figures.ts";
import { ratio, safe } from "./money.ts";
import type { ClaimInput, ClaimResult, ClaimWarning } from "./types.ts";

const hour = 1000;
const whole = 1_000_000;
const ordinaryWorkingDays = 220;
const dayHours = { working: 8 * hour, all: 24 * hour };
const yearDays = 365;

/**
 * What a claim comes to by its own inputs, and why nobody should believe it: nothing in it was measured, and nothing is
 * taken off. Its sum is never a value. Money in micros, exact; hours in milliHours; ratios in ppm.
 */
export function checkClaim(claim: ClaimInput): ClaimResult {
  const { output, costMicros, rateMicros, days } = claim;
  const milliHoursPerYear = ratio(BigInt(claim.milliHoursPerDay) * BigInt(Math.round(days * 1000)), 1000n);
  const worth = (milliHours: number) => ratio(BigInt(milliHours) * BigInt(rateMicros), BigInt(hour));
  const hoursValueMicros = worth(milliHoursPerYear);
  const sumMicros = safe(claim.flat.reduce((sum, { micros }) => sum + BigInt(micros), BigInt(hoursValueMicros)));
  const netMicros = sumMicros - costMicros;
  const times = output ? multiple(output.equivalentMilliHours, output.humanMilliHours) : null;
  const held = Math.min(milliHoursPerYear, yearMilliHours);
  const result = {
    multiple: times,
    gain: times === null ? null : times - whole,
    hoursValueMicros,
    sumMicros,
    netMicros,
    roi: roi(netMicros, costMicros),
    paybackMilliDays: days > 0 ? payback(costMicros, netMicros, days) : null,
    milliHoursPerYear,
    yearHolds: { milliHours: held, micros: worth(held) },
  };
  return { ...result, warnings: doubts(claim, result) };
}

/** What cannot be first, then what disagrees, then what was left out. */
function doubts(claim: ClaimInput, { gain, multiple: times, sumMicros, milliHoursPerYear }: Omit<ClaimResult, "warnings">): ClaimWarning[] {
  const { milliHoursPerDay, days, output, stated, flat, workingDays = ordinaryWorkingDays } = claim;
  const claimsHours = milliHoursPerYear > 0 || output !== undefined;
  const found: (ClaimWarning | false)[] = [
    milliHoursPerYear > yearMilliHours && { code: "over_year", milliHours: milliHoursPerYear },
    milliHoursPerDay > dayHours.working && {
      code: "over_working_day",
      milliHours: milliHoursPerDay,
      impossible: milliHoursPerDay > dayHours.all,
    },
    days > workingDays && { code: "over_working_days", days, workingDays, impossible: days > yearDays + 1 },
    gain !== null && stated?.gain !== undefined && stated.gain === times && { code: "multiple_called_gain", stated: stated.gain, gain },
    output !== undefined &&
      milliHoursPerDay > 0 &&
      output.equivalentMilliHours - output.humanMilliHours !== milliHoursPerDay && {
        code: "hours_disagree",
        milliHours: output.equivalentMilliHours - output.humanMilliHours,
      },
    stated?.sumMicros !== undefined &&
      stated.sumMicros !== sumMicros && { code: "sum_disagrees", stated: stated.sumMicros, sum: sumMicros },
    claimsHours && { code: "no_grade" },
    claimsHours && { code: "gross" },
    flat.some(({ micros }) => micros !== 0) && {
      code: "flat_unproven",
      names: flat.filter(({ micros }) => micros !== 0).map(({ name }) => name),
    },
    { code: "no_range" },
  ];
  return found.filter((warning) => warning !== false);
}
