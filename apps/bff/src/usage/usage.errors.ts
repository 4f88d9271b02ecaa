import { defineError } from "../platform/errors.ts";

export const windowEmpty = defineError({ code: "usage.window_empty", status: 422, title: "The window ends before it begins" });
export const windowTooLong = defineError({ code: "usage.window_too_long", status: 422, title: "The window is longer than ten years" });
export const priceNotFound = defineError({ code: "usage.price_not_found", status: 404, title: "No price is set for this model" });
export const tooManyPrices = defineError({ code: "usage.too_many_prices", status: 409, title: "No more prices can be set" });
