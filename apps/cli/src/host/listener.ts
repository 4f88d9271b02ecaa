import { guarded } from "./guarded-answer.ts";

/** The server as it is heard: answers no larger than an honest one's, and its clock, to the second. */
export function openListener() {
  let aheadMs = 0;
  const listening: typeof fetch = async (input, init) => {
    const answer = await guarded(await fetch(input, init));
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) aheadMs = date - Date.now();
    return answer;
  };
  return {
    fetch: listening,
    /** Commands have their time by the server's clock; this machine's may be wrong. */
    now: () => new Date(Date.now() + aheadMs),
  };
}
