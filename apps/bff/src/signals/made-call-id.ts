/**
 * Of an agent that gives its calls no ids, one is made of what is called: the same called again has the same. `made` marks it,
 * so that a new start is taken for what it is; an id of the agent's own comes never twice.
 */
export const madeCallId = (what: string): string => `${mark}${what}`;
export const isMadeCallId = (callId: string): boolean => callId.startsWith(mark);

const mark = "~";
