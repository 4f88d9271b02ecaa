/** A tail of letters and digits, or a UUID, that nobody makes twice by chance. */
const random = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$|(?=[a-z]*\d)(?=\d*[a-z])[\da-z]{20,}$/i;

/**
 * What a call is known by among all calls of its source. Some model servers count their calls anew in every
 * conversation (`call_0`, `functions.bash:1`): such an id says which call only together with its run. A random
 * one stands alone, so that hook and telemetry mean the same call also where only one of them knows of a sub-agent.
 */
export const callKey = (session: string | undefined, callId: string): string =>
  session === undefined || random.test(callId) ? callId : `${session}:${callId}`;
