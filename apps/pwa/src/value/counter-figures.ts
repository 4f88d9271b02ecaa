import type { Figure } from "./figure.ts";
import type { Told } from "./figures.ts";
import { outcomesAddress } from "./value-look.ts";
import { count, counted, exactMoney, hours, minutes, percent } from "./value-words.ts";

/** The sheets of what speaks against the value. */
export function counterFigure(name: string, { summary, look, now }: Told): Figure | undefined {
  const { counters, counts, currency } = summary;
  const { rework, reverts, review } = counters;
  const rows = (state?: string) => [{ label: "The outcomes", href: outcomesAddress(look, now, { state }) }];
  if (name === "rework")
    return {
      title: "Reworked",
      shown: rework.share === null ? undefined : percent(rework.share),
      says:
        rework.share === null
          ? "Nothing was looked at again yet: that is done after 7 and 30 days."
          : "Of what was looked at again, so much was rewritten in part. Its value is written down by what is gone.",
      formula: "reworked ÷ looked at again",
      inputs: [
        { name: "Looked at again", value: count(rework.n) },
        { name: "Reworked", value: count(rework.reworked) },
        ...(rework.micros === null ? [] : [{ name: "What agents spent on it", value: exactMoney(rework.micros, currency, 2) }]),
      ],
      rows: rows("reworked"),
    };
  if (name === "reverts")
    return {
      title: "Taken back",
      shown: reverts.share === null ? undefined : percent(reverts.share),
      says:
        reverts.share === null
          ? "Nothing was looked at again yet: that is done after 7 and 30 days."
          : "Of what was looked at again, so much was reverted. It is worth nothing.",
      formula: "reverted ÷ looked at again",
      inputs: [
        { name: "Looked at again", value: count(reverts.n) },
        { name: "Reverted", value: count(reverts.reverted) },
      ],
      rows: rows("reverted"),
    };
  if (name === "review")
    return {
      title: "Time in review",
      shown: review.p50Minutes === null ? undefined : minutes(review.p50Minutes),
      says:
        review.p50Minutes === null
          ? "No pull request was merged in this time."
          : "From the opening of a pull request to its merge, by the clock. More output that waits longer is no gain.",
      formula: "median of merged − opened",
      inputs: [
        { name: "Half within", value: review.p50Minutes === null ? "no data" : minutes(review.p50Minutes) },
        { name: "19 of 20 within", value: review.p95Minutes === null ? "no data" : minutes(review.p95Minutes) },
        { name: "Pull requests", value: count(review.n) },
      ],
      rows: rows(),
    };
  if (name === "writtendown")
    return {
      title: "Written down since",
      shown: counts.writtenDown.micros === null ? hours(counts.writtenDown.milliHours) : exactMoney(counts.writtenDown.micros, currency, 0),
      says: "Value that was accepted in this time and did not last: it was reverted or rewritten later. It is taken off the time in which it was accepted.",
      formula: "Σ value before − value now, at P50",
      inputs: [
        { name: "Outcomes", value: count(counts.writtenDown.outcomes) },
        { name: "Hours", value: hours(counts.writtenDown.milliHours) },
      ],
      rows: [
        { label: "Reverted", href: outcomesAddress(look, now, { state: "reverted" }) },
        { label: "Reworked", href: outcomesAddress(look, now, { state: "reworked" }) },
      ],
    };
  if (name === "holdouts")
    return {
      title: "Held out",
      shown: count(counts.holdOuts),
      says: `${counted(counts.holdOuts, "outcome")} done by people alone, to measure what they take. No value is counted for them.`,
      formula: "outcomes marked as hold-out",
      inputs: [],
      rows: rows(),
    };
  return undefined;
}
