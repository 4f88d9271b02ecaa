import { NotTaken, post, toJson, type World } from "./world.ts";

export type Attributes = Record<string, string | number | boolean | undefined>;

const valueOf = (value: string | number | boolean) => {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
};

export const attributes = (from: Attributes) =>
  Object.entries(from).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: valueOf(value) }]));

export const nanos = (at: Date) => `${at.getTime()}000000`;

type Event = { at: Date; name: string; attributes: Attributes };

/** `POST /otlp/v1/logs` with these events, as OpenTelemetry's exporters send them. */
export const sendLogs = async (
  world: World,
  { resource, scope, events }: { resource: Attributes; scope: string; events: Event[] },
): Promise<void> => {
  const logRecords = events.map((event) => ({
    timeUnixNano: nanos(event.at),
    observedTimeUnixNano: nanos(event.at),
    body: { stringValue: event.name },
    attributes: attributes(event.attributes),
  }));
  await send(world, "logs", {
    resourceLogs: [{ resource: { attributes: attributes(resource) }, scopeLogs: [{ scope: { name: scope }, logRecords }] }],
  });
};

type Counter = { name: string; since: Date; at: Date; points: { attributes: Attributes; value: number }[] };

/** `POST /otlp/v1/metrics` with one counter that tells what it stands at (cumulative). */
export const sendCounter = async (
  world: World,
  { resource, scope, counter }: { resource: Attributes; scope: string; counter: Counter },
): Promise<void> => {
  const dataPoints = counter.points.map((point) => ({
    attributes: attributes(point.attributes),
    startTimeUnixNano: nanos(counter.since),
    timeUnixNano: nanos(counter.at),
    asDouble: point.value,
  }));
  const metrics = [{ name: counter.name, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } }];
  await send(world, "metrics", {
    resourceMetrics: [{ resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: { name: scope }, metrics }] }],
  });
};

const send = async (world: World, kind: "logs" | "metrics", body: object): Promise<void> => {
  const path = `/otlp/v1/${kind}`;
  const partial = toJson(await post(world, { path, body }))?.partialSuccess as object | undefined;
  if (partial && Object.keys(partial).length > 0) throw new NotTaken(200, `${path}: ${JSON.stringify(partial)}`);
};
