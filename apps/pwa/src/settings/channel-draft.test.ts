import { channelInput, type Channel } from "@beckon/contracts/channels";
import { expect, test } from "vitest";
import { draftOfChannel, freshChannel, inputOf, lastWords, whereWords } from "./channel-draft.ts";

const read = {
  id: "ch_00000000000000000000AA",
  name: "On call",
  private: true,
  enabled: true,
  hasSecret: true,
  createdAt: "2026-11-21T09:00:00.000Z",
};
const channels: Channel[] = [
  { ...read, kind: "ntfy", config: { server: "https://ntfy.sh", topic: "ops" } },
  { ...read, kind: "webhook", config: { url: "https://hooks.example.org/x?y=1" } },
  {
    ...{ ...read, kind: "email" },
    config: {
      host: "mail.example.org",
      port: 465,
      security: "tls",
      user: "me",
      from: "a@example.org",
      to: ["b@example.org", "c@example.org"],
    },
  },
];

test("a channel's form says that channel, and keeps its secret", () => {
  for (const channel of channels) {
    const input = channelInput.parse(inputOf(draftOfChannel(channel)));
    expect(input).toEqual({ kind: channel.kind, name: "On call", private: true, enabled: true, config: channel.config });
  }
  expect(channels.map(whereWords)).toEqual([
    "ntfy, ops at ntfy.sh",
    "Webhook at hooks.example.org",
    "Mail to b@example.org, c@example.org",
  ]);
});

test("a form that lacks something says nothing", () => {
  const ntfy = { ...freshChannel, name: "X", topic: "ops" };
  expect(inputOf(ntfy)).toBeDefined();
  const mail = { ...freshChannel, kind: "email" as const, name: "X", host: "mail.example.org", from: "a@b.org", to: "c@d.org" };
  expect(inputOf({ ...mail, secret: "pa55word" })).toMatchObject({ secret: "pa55word", config: { port: 587, security: "starttls" } });
  for (const wrong of [
    { ...ntfy, name: " " },
    { ...ntfy, topic: "a b" },
    { ...ntfy, server: "ntfy.sh" },
    { ...freshChannel, kind: "webhook" as const, name: "X", url: "ftp://x" },
    { ...mail, port: "70000" },
    { ...mail, to: "" },
    { ...mail, to: "c@d.org, nobody" },
    { ...mail, from: "me" },
  ])
    expect(inputOf(wrong)).toBeUndefined();
});

test("what became of the last message is said as the other side said it", () => {
  const at = "2026-11-21T09:00:00.000Z";
  expect(lastWords({})).toBe("Nothing was sent through it yet");
  expect(lastWords({ last: { at, status: "accepted", words: "ntfy.sh answered 200" } })).toBe(
    "The last message was taken: ntfy.sh answered 200",
  );
  expect(lastWords({ last: { at, status: "failed", words: "ntfy.sh answered 403" } })).toBe(
    "The last message failed: ntfy.sh answered 403",
  );
  expect(lastWords({ last: { at, status: "queued", words: "ntfy.sh answered 503" } })).toBe(
    "On its way: ntfy.sh answered 503; tried again",
  );
});
