import { defineError } from "../platform/errors.ts";

export const alertNotFound = defineError({ code: "alert.not_found", status: 404, title: "There is no such alert" });
export const alertOver = defineError({ code: "alert.over", status: 409, title: "The alert is over" });
export const wrongUntil = defineError({ code: "alert.wrong_until", status: 422, title: "That time does not fit" });
export const personUnknown = defineError({ code: "alert.person_unknown", status: 422, title: "There is no such person" });
export const thresholdOutside = defineError({ code: "alert.threshold_outside", status: 422, title: "The threshold does not fit" });
export const silenceNotFound = defineError({ code: "alert.silence_not_found", status: 404, title: "There is no such silence" });
export const tooManySilences = defineError({ code: "alert.too_many_silences", status: 409, title: "There are too many silences" });
