import { describe, expect, test } from "vitest";
import { endpointRefusal, serviceOf } from "./push-services.ts";

const taken: [url: string, service: string][] = [
  ["https://fcm.googleapis.com/fcm/send/abc", "Google"],
  ["https://updates.push.services.mozilla.com/wpush/v2/abc", "Mozilla"],
  ["https://wns2-par02p.notify.windows.com/w/?token=abc", "Microsoft"],
  ["https://web.push.apple.com/abc", "Apple"],
];

describe("push endpoints", () => {
  test.each(taken)("%s is %s's", (url, service) => {
    expect(endpointRefusal(url, [])).toBeUndefined();
    expect(serviceOf(url)).toBe(service);
  });

  test.each([
    "https://evil.example.com/x.google.com/",
    "https://fcm.googleapis.com.evil.example.com/",
    "https://evil-fcm.googleapis.com/",
    "https://sub.fcm.googleapis.com/",
    "https://evilpush.apple.com/",
    "https://push.apple.com/",
    "https://notify.windows.com.evil.example.com/",
    "https://xpush.services.mozilla.com/",
    "https://fcm.googleapis.com:8443/",
    "https://fcm.googleapis.com./",
    "http://fcm.googleapis.com/",
    "https://fcm.googleapis.com@evil.example.com/",
    "https://evil.example.com/?fcm.googleapis.com",
    "https://evil.example.com/#.push.apple.com",
    "https://example.com/",
    "https://127.0.0.1/",
  ])("%s is refused", (url) => expect(endpointRefusal(url, [])).toBeTypeOf("string"));

  test("an origin that the owner allowed is taken, and called by its host", () => {
    expect(endpointRefusal("http://127.0.0.1:4601/push/1", ["http://127.0.0.1:4601"])).toBeUndefined();
    expect(endpointRefusal("http://127.0.0.1:4602/push/1", ["http://127.0.0.1:4601"])).toBeDefined();
    expect(serviceOf("http://127.0.0.1:4601/push/1")).toBe("127.0.0.1:4601");
  });
});
