import type { AlertUnit } from "@beckon/contracts/alert-kinds";

/** Thresholds are kept in the unit in which people set them; Prometheus wants base units. */
const parts: Record<AlertUnit, number> = { percent: 100, times: 1, count: 1, seconds: 1, milliseconds: 1_000, micros: 1_000_000 };
export const inBaseUnits = (unit: AlertUnit, threshold: number): number => threshold / parts[unit];

const plain = (value: number) => String(Math.round(value * 100) / 100);
const steps = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
] as const;

/** A threshold as a person reads it. */
export const thresholdWords = (unit: AlertUnit, threshold: number): string => {
  switch (unit) {
    case "percent":
      return `${plain(threshold)} %`;
    case "times":
      return `${plain(threshold)} times`;
    case "micros":
      return `$${plain(threshold / 1_000_000)}`;
    case "milliseconds":
      return `${plain(threshold)} ms`;
    case "seconds": {
      const step = steps.find(([seconds]) => threshold >= seconds && threshold % seconds === 0);
      return step ? `${threshold / step[0]} ${step[1]}` : `${plain(threshold)} s`;
    }
    case "count":
      return plain(threshold);
  }
};

/** How its present value is written by Prometheus' template language. */
export const valueTemplate: Record<AlertUnit, string> = {
  percent: "{{ $value | humanizePercentage }}",
  times: '{{ $value | printf "%.2f" }} times',
  count: "{{ $value | humanize }}",
  seconds: "{{ $value | humanizeDuration }}",
  milliseconds: "{{ $value | humanizeDuration }}",
  micros: '${{ $value | printf "%.2f" }}',
};
