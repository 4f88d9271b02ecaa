import type { Device } from "@beckon/contracts/access";
import type { Hearing } from "./hearing.repository.ts";

/** A push service that fails for so long is no passing trouble. */
const failingMs = 10 * 60_000;

type Deaf = NonNullable<Device["push"]["deaf"]>;

/**
 * Whether a device most likely hears nothing. Accepted and not shown is what a phone that is off looks like too, and an
 * iPhone confirms only while the app's worker runs: the words say what is known, not more.
 */
export const deafness = (hearing: Hearing, now: Date): Deaf | undefined => {
  const { state, service, failure, failingSince, unshown, unshownSince } = hearing;
  if (state === "gone")
    return { since: (failingSince ?? hearing.subscribedAt).toISOString(), words: failure ?? "The browser has ended the subscription" };
  if (failingSince && now.getTime() - failingSince.getTime() >= failingMs)
    return { since: failingSince.toISOString(), words: failure ?? "Its push service takes nothing" };
  if (!unshownSince || unshown === 0) return undefined;
  const sent = unshown === 1 ? "1 notification was" : `${unshown} notifications were`;
  const apple = service === "Apple" ? "; an iPhone may show them and not say so" : "";
  return { since: unshownSince.toISOString(), words: `${sent} accepted by ${service}'s push service and not confirmed as shown${apple}` };
};

/** What became of the weekly check. */
export const checkOf = ({ checkAt, checkStatus }: Hearing): Device["push"]["check"] => {
  if (!checkAt || !checkStatus) return undefined;
  const result = ["shown", "opened"].includes(checkStatus) ? "shown" : checkStatus === "failed" ? "failed" : "open";
  return { at: checkAt.toISOString(), result };
};
