import { defineError } from "../platform/errors.ts";

export const endpointRefused = defineError({ code: "push.endpoint_refused", status: 422, title: "This push service is not on the list" });
export const keysInvalid = defineError({ code: "push.keys_invalid", status: 422, title: "The subscription's keys do not fit" });
export const notSubscribed = defineError({ code: "push.not_subscribed", status: 409, title: "This device takes no notifications yet" });
export const tooManyTests = defineError({ code: "push.too_many_tests", status: 429, title: "Too many test notifications" });
export const deliveryNotFound = defineError({ code: "delivery.not_found", status: 404, title: "There is no such delivery" });
export const otherDelivery = defineError({ code: "delivery.not_yours", status: 403, title: "This access is for another delivery" });
export const channelRefused = defineError({
  code: "channel.address_refused",
  status: 422,
  title: "This server does not call that address",
});
export const channelNotFound = defineError({ code: "channel.not_found", status: 404, title: "There is no such channel" });
export const channelInUse = defineError({ code: "channel.in_use", status: 409, title: "The escalation tells this channel" });
export const channelOff = defineError({ code: "channel.off", status: 409, title: "This channel is off" });
export const tooManyChannels = defineError({ code: "channel.too_many", status: 409, title: "There are too many channels" });
export const channelUnknown = defineError({
  code: "escalation.channel_unknown",
  status: 422,
  title: "A step tells a channel that is not there",
});
