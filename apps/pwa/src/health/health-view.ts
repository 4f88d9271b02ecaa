import type { ComponentKind, ComponentState, HealthComponent } from "@beckon/contracts/health";

export type HealthGroup = { heading: string; components: HealthComponent[] };

const headings: [heading: string, kinds: readonly ComponentKind[]][] = [
  ["This server", ["database", "jobs", "stream", "ingest"]],
  ["Push services", ["push"]],
  ["Integrations", ["integration"]],
  ["Machines", ["host"]],
];

export const stateWords: Record<ComponentState, string> = { up: "Up", degraded: "Degraded", down: "Down", unknown: "Not known" };

/** Components as people think of them; what is not there has no heading. Within a group they keep their order, the worst first. */
export const groupsOf = (components: readonly HealthComponent[]): HealthGroup[] =>
  headings
    .map(([heading, kinds]) => ({ heading, components: components.filter(({ kind }) => kinds.includes(kind)) }))
    .filter((group) => group.components.length > 0);

/** The one message of the page. */
export const headlineOf = (components: readonly HealthComponent[]): { state: ComponentState; words: string } => {
  const named = (state: ComponentState) => components.filter((one) => one.state === state).map(({ name }) => name);
  const [down, degraded] = [named("down"), named("degraded")];
  if (down.length > 0) return { state: "down", words: `${told(down)} ${down.length === 1 ? "is" : "are"} down` };
  if (degraded.length > 0) return { state: "degraded", words: `${told(degraded)} ${degraded.length === 1 ? "is" : "are"} degraded` };
  return components.length === 0 ? { state: "unknown", words: "Not looked at yet" } : { state: "up", words: "Everything is up" };
};

const told = (names: string[]) => (names.length === 1 ? names[0]! : `${names[0]} and ${names.length - 1} more`);

/** "99.93 %": cut, never rounded up, so that 100 % means that nothing was missed. */
export const uptimeWords = ({ ppm }: HealthComponent["uptime"]): string =>
  ppm === null ? "" : `${ppm === 1_000_000 ? "100" : (Math.floor(ppm / 100) / 100).toFixed(2)} %`;

/** What uptime looks back on: "of 24 h", or less where it is younger. */
export const uptimeSpan = ({ minutes }: HealthComponent["uptime"]): string =>
  minutes >= 24 * 60 ? "of 24 h" : minutes >= 120 ? `of ${Math.floor(minutes / 60)} h` : `of ${minutes} min`;

/** A latency as people read one: "0.4 ms", "12 ms", "3.2 s". */
export const latencyWords = (ms: number): string =>
  ms >= 1_000 ? `${(ms / 1_000).toFixed(1)} s` : ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
