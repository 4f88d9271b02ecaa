import { describe, expect, test } from "vitest";
import { isPublicAddress, refusalOf } from "./addresses.ts";

const internal = [
  "127.0.0.1",
  "127.8.8.8",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.3.4",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "192.0.0.8",
  "198.18.0.1",
  "203.0.113.5",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "192.88.99.1",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:0:7f00:1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "2002:7f00:1::",
  "2001::1",
  "2001:db8::1",
  "3fff::1",
  "fe80::1",
  "fec0::1",
  "fc00::1",
  "fd12:3456::1",
  "ff02::1",
  "100::1",
  "5f00::1",
  "fe80::1%eth0",
  "nonsense",
  "",
];

describe("addresses", () => {
  test.each(internal)("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));
  test.each(["8.8.8.8", "142.250.74.106", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450:4001:829::200a"])("%s is public", (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

const refused: [url: string, why: string][] = [
  ["http://example.com/", "not https"],
  ["ftp://example.com/", "not https"],
  ["file:///etc/passwd", "not https"],
  ["data:text/plain,x", "not https"],
  ["javascript:alert(1)", "not https"],
  ["gopher://example.com/", "not https"],
  ["https://example.com:8443/", "port"],
  ["https://example.com:80/", "port"],
  ["https://user@example.com/", "credentials"],
  ["https://user:secret@example.com/", "credentials"],
  ["https://:secret@example.com/", "credentials"],
  ["https://fcm.googleapis.com@127.0.0.1/", "credentials"],
  ["https://127.0.0.1/", "address"],
  ["https://127.0.0.1./", "address"],
  ["https://127.1/", "address"],
  ["https://127.0.1/", "address"],
  ["https://2130706433/", "address"],
  ["https://0x7f000001/", "address"],
  ["https://0x7f.0.0.1/", "address"],
  ["https://0x7F.0x0.0x0.0x1/", "address"],
  ["https://0177.0.0.1/", "address"],
  ["https://017700000001/", "address"],
  ["https://0/", "address"],
  ["https://①②⑦.0.0.1/", "address"],
  ["https://127。0。0。1/", "address"],
  ["https://%31%32%37.0.0.1/", "address"],
  ["https://8.8.8.8/", "address"],
  ["https://169.254.169.254/latest/meta-data", "address"],
  ["https://[::1]/", "address"],
  ["https://[::]/", "address"],
  ["https://[::ffff:127.0.0.1]/", "address"],
  ["https://[::ffff:7f00:1]/", "address"],
  ["https://[0:0:0:0:0:ffff:7f00:0001]/", "address"],
  ["https://[64:ff9b::7f00:1]/", "address"],
  ["https://[fe80::1]/", "address"],
  ["https://[2606:4700::1111]/", "address"],
  ["https://localhost/", "public name"],
  ["https://LOCALHOST/", "public name"],
  ["https://localhost./", "public name"],
  ["https://app.localhost/", "public name"],
  ["https://intranet/", "public name"],
  ["https://printer.local/", "public name"],
  ["https://metadata.google.internal/", "public name"],
  ["https://example.com./", "public name"],
  ["https://.example.com/", "public name"],
  ["https://a_b.example.com/", "public name"],
  ["//example.com/", "not a URL"],
  ["", "not a URL"],
  ["https://", "not a URL"],
  ["https://[::1/", "not a URL"],
];

describe("URLs from outside", () => {
  test.each(refused)("%s is refused: %s", (url, why) => expect(refusalOf(url)).toContain(why));
  test.each(["https://example.com/", "https://example.com:443/hook?x=1", "https://EXAMPLE.com/", "https://bücher.example.com/"])(
    "%s passes",
    (url) => expect(refusalOf(url)).toBeUndefined(),
  );

  test("an allowed origin passes exactly, and nothing beside it", () => {
    const allowed = ["http://127.0.0.1:4601"];
    expect(refusalOf("http://127.0.0.1:4601/push/1", allowed)).toBeUndefined();
    for (const url of ["http://127.0.0.1:4602/", "https://127.0.0.1:4601/", "http://localhost:4601/", "http://127.0.0.1:4601.example.com/"])
      expect(refusalOf(url, allowed)).toBeDefined();
    expect(refusalOf("http://a:b@127.0.0.1:4601/", allowed)).toContain("credentials");
  });
});
