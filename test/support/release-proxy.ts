import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands before the server and can publish "a newer version" of the app: the same files, and a
 * service worker of which one byte differs, which is all that a browser looks at.
 */
export const startReleaseProxy = async () => {
  let release = 0;
  let target = 0;
  const proxy = createServer((incoming, outgoing) => {
    const worker = incoming.url === "/sw.js";
    // Plain text, so that something can be added to it.
    const headers = worker ? { ...incoming.headers, "accept-encoding": "identity", "if-none-match": "" } : incoming.headers;
    const onward = request({ host: "127.0.0.1", port: target, method: incoming.method, path: incoming.url, headers }, (answer) => {
      const { "content-length": _length, etag: _etag, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, worker ? rest : answer.headers);
      if (!worker) return void answer.pipe(outgoing);
      answer.on("data", (chunk) => outgoing.write(chunk));
      answer.on("end", () => outgoing.end(`\n// release ${release}\n`));
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    leadTo: (port: number) => void (target = port),
    publish: () => void (release += 1),
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
};
