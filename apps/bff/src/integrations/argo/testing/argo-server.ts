import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

type Node = {
  displayName: string;
  phase: "Running" | "Succeeded" | "Failed";
  message?: string;
  outputs: Record<string, string | undefined>;
};
type Body = { namespace?: string; name?: string; nodeFieldSelector?: string; phase?: string; message?: string; outputParameters?: string };

/**
 * A server that speaks the part of Argo's documented API by which suspend nodes go on: `PUT …/set` takes supplied outputs
 * as JSON in a text, or a phase; `PUT …/resume` ends the wait. Errors are gRPC's, as Argo's gateway writes them.
 */
export const startArgo = async (token: string) => {
  const workflows = new Map<string, Node[]>();
  const calls: { path: string; body: Body; authorization: string | undefined }[] = [];
  /** What goes wrong with the next calls, one after the other. */
  const trouble: ("unavailable" | "gateway after it was taken" | "hangs up after it was taken" | number)[] = [];

  const act = (path: string, body: Body): { status: number; body: object } => {
    const [, namespace = "", name = "", verb] = /^\/api\/v1\/workflows\/([^/]+)\/([^/]+)\/(set|resume)$/.exec(path) ?? [];
    const nodes = workflows.get(`${namespace}/${name}`);
    if (!verb || body.namespace !== namespace || body.name !== name) return error(400, 3, "the body is of another workflow");
    if (!nodes) return error(404, 5, `workflows.argoproj.io "${name}" not found`);
    const waiting = nodes.filter(
      ({ displayName, phase }) => phase === "Running" && body.nodeFieldSelector === `displayName=${displayName}`,
    );
    if (waiting.length === 0)
      return error(
        500,
        2,
        `currently, set only targets suspend nodes: no suspend nodes matching nodeFieldSelector: ${body.nodeFieldSelector}`,
      );
    for (const node of waiting) {
      if (verb === "resume") node.phase = "Succeeded";
      if (body.message) node.message = body.message;
      if (body.phase === "Failed") node.phase = "Failed";
      for (const [key, value] of Object.entries(JSON.parse(body.outputParameters ?? "{}") as Record<string, string>)) {
        if (!(key in node.outputs)) return error(400, 3, `node is not expecting output parameter '${key}'`);
        node.outputs[key] = value;
      }
    }
    return { status: 200, body: { metadata: { name, namespace }, status: { phase: "Running" } } };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Body;
    const path = request.url ?? "";
    calls.push({ path, body, authorization: request.headers.authorization });
    const wrong = trouble.shift();
    if (typeof wrong === "number") await sleep(wrong);
    const result =
      wrong === "unavailable"
        ? error(503, 14, "upstream connect error")
        : request.headers.authorization !== `Bearer ${token}`
          ? error(401, 16, "token not valid. see https://argo-workflows.readthedocs.io/en/latest/faq/")
          : act(path, body);
    if (wrong === "hangs up after it was taken") return void response.socket?.destroy();
    const said = wrong === "gateway after it was taken" ? error(504, 4, "gateway timeout") : result;
    response.writeHead(said.status, { "content-type": "application/json" }).end(JSON.stringify(said.body));
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    trouble,
    /** A workflow with one suspend node of this name, which waits. */
    suspended: (name: string, displayName: string, outputs: string[] = []) => {
      const node: Node = { displayName, phase: "Running", outputs: Object.fromEntries(outputs.map((key) => [key, undefined])) };
      workflows.set(`ci/${name}`, [node]);
      return node;
    },
    delete: (name: string) => void workflows.delete(`ci/${name}`),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const error = (status: number, code: number, message: string) => ({ status, body: { code, message } });
