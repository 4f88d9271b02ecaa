import { defineError } from "../platform/errors.ts";

export const ruleNotFound = defineError({ code: "rule.not_found", status: 404, title: "There is no such rule" });
export const proposalNotFound = defineError({ code: "rule.proposal_not_found", status: 404, title: "There is no such proposal" });
export const wrongEnd = defineError({ code: "rule.wrong_end", status: 422, title: "The rule's end does not fit" });
export const tooManyRules = defineError({ code: "rule.too_many", status: 409, title: "There are too many rules" });
export const ruleEnded = defineError({ code: "rule.ended", status: 409, title: "The rule's time is over" });
export const replayFirst = defineError({ code: "rule.replay_first", status: 409, title: "Replay the rule first" });
export const confirmAgainst = defineError({ code: "rule.confirm_against", status: 409, title: "It would have answered against you" });
export const passkeyFirst = defineError({ code: "rule.passkey_required", status: 403, title: "Confirm with your passkey" });
