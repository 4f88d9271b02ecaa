import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { stripTypeScriptTypes } from "node:module";
import { join, normalize } from "node:path";

const empty = "<!doctype html><title>sources</title>";

/** A folder's TypeScript to a browser as the modules they are: types are taken off, nothing is bundled. */
export const serveSources = async (folder: string): Promise<{ origin: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://sources").pathname);
    const told = path === "/" ? Promise.resolve([empty, "text/html"] as const) : source(join(folder, path));
    told.then(
      ([body, type]) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const source = async (file: string) => [stripTypeScriptTypes(await readFile(file, "utf8")), "text/javascript"] as const;
