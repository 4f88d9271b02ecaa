import { svg, type SVGTemplateResult } from "lit";

/** Line icons on a 24 px grid; they take the colour of the text around them. */
const lines = {
  now: svg`<path d="M3 13h5l1.5 3h5L16 13h5"/><path d="M5.5 5h13L21 13v5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-5z"/>`,
  fleet: svg`<rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5"/>`,
  work: svg`<rect x="3.5" y="4" width="5" height="16" rx="1.5"/><rect x="9.5" y="4" width="5" height="10" rx="1.5"/><rect x="15.5" y="4" width="5" height="13" rx="1.5"/>`,
  teamwork: svg`<circle cx="6" cy="12" r="2.6"/><circle cx="18" cy="6" r="2.6"/><circle cx="18" cy="18" r="2.6"/><path d="M8.4 10.9l7.2-3.7M8.4 13.1l7.2 3.7"/>`,
  value: svg`<path d="M3 17l6-6 4 4 8-9"/><path d="M15 6h6v6"/>`,
  history: svg`<path d="M4 12a8 8 0 1 0 2.6-5.9"/><path d="M4 4v4h4"/><path d="M12 8v4.5l3 2"/>`,
  connect: svg`<path d="M9 7V3M15 7V3"/><path d="M6 7h12v4a6 6 0 0 1-12 0z"/><path d="M12 17v4"/>`,
  settings: svg`<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.6"/><circle cx="8" cy="17" r="2.6"/>`,
  edit: svg`<path d="M4 20h4L19 9l-4-4L4 16z"/>`,
  check: svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`,
  cross: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  clock: svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`,
  copy: svg`<rect x="8" y="8" width="12" height="12" rx="2.5"/><path d="M16 8V6.5A2.5 2.5 0 0 0 13.5 4h-7A2.5 2.5 0 0 0 4 6.5v7A2.5 2.5 0 0 0 6.5 16H8"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>`,
  back: svg`<path d="M15 5l-7 7 7 7"/>`,
  forward: svg`<path d="M9 5l7 7-7 7"/>`,
  down: svg`<path d="M5 9l7 7 7-7"/>`,
  key: svg`<circle cx="8" cy="15" r="4.5"/><path d="M11.2 11.8L20 3M16.5 6.5l3 3M14 9l2 2"/>`,
  bell: svg`<path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15z"/><path d="M10 21h4"/>`,
  bellOff: svg`<path d="M6 16V11c0-1 .3-2 .7-2.8M9.5 5.6A6 6 0 0 1 18 11v3M4.5 18H17"/><path d="M10 21h4M4 4l16 16"/>`,
  device: svg`<rect x="7" y="3" width="10" height="18" rx="2.5"/><path d="M11 18h2"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5"/><path d="M16 5.2a3.5 3.5 0 0 1 0 5.6M17.5 15c2.1.8 3.5 2.6 3.5 5"/>`,
  log: svg`<path d="M8 6h12M8 12h12M8 18h12"/><path d="M4 6h.01M4 12h.01M4 18h.01" stroke-width="2.6"/>`,
  send: svg`<path d="M4 12l16-8-5 16-3.5-6.5z"/>`,
  question: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.8h.01"/>`,
  offline: svg`<path d="M4 4l16 16M8.5 16.3a5 5 0 0 1 6.2-.6M5 12.5a10 10 0 0 1 4.5-2.6M13 9.2c2.3.2 4.4 1.2 6 3.3M2 9a15 15 0 0 1 4-2.6M10 5c4.5-.5 8.8 1 12 4"/><path d="M12 20h.01" stroke-width="2.6"/>`,
  refresh: svg`<path d="M20 12a8 8 0 1 1-2.6-5.9"/><path d="M20 4v4h-4"/>`,
  download: svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4"/>`,
  alert: svg`<path d="M12 4l9 16H3z"/><path d="M12 10v4.5M12 17.3h.01"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.8h.01"/>`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`,
  file: svg`<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/>`,
  play: svg`<path d="M8 5l11 7-11 7z"/>`,
  pause: svg`<path d="M9 5.5v13M15 5.5v13"/>`,
  stop: svg`<rect x="6" y="6" width="12" height="12" rx="2"/>`,
  host: svg`<rect x="3.5" y="4.5" width="17" height="11" rx="2"/><path d="M9 19.5h6M12 15.5v4"/>`,
  /** Outlined shapes: states in which nothing happens. */
  squareLine: svg`<rect x="4.5" y="4.5" width="15" height="15" rx="3" stroke-width="3"/>`,
  ring: svg`<circle cx="12" cy="12" r="8" stroke-width="3"/>`,
  list: svg`<rect x="4" y="5" width="16" height="6" rx="2"/><rect x="4" y="14" width="16" height="6" rx="2"/>`,
} as const;

/** Filled shapes: state by form as well as by colour. */
const fills = {
  crossFill: svg`<path d="M6.3 2.8L12 8.5l5.7-5.7 3.5 3.5L15.5 12l5.7 5.7-3.5 3.5-5.7-5.7-5.7 5.7-3.5-3.5L8.5 12 2.8 6.3z"/>`,
  square: svg`<rect x="3.5" y="3.5" width="17" height="17" rx="3.5"/>`,
  circle: svg`<circle cx="12" cy="12" r="8.5"/>`,
  diamond: svg`<path d="M12 2l10 10-10 10L2 12z"/>`,
  triangle: svg`<path d="M12 3l10.5 18h-21z"/>`,
  octagon: svg`<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/>`,
} as const;

export type IconName = keyof typeof lines | keyof typeof fills | "mark";

const mark = svg`<circle cx="7.6" cy="16.6" r="3" fill="currentColor" stroke="none"/><path d="M7.6 9.2a7.4 7.4 0 0 1 7.4 7.4"/><path d="M7.6 3.6a13 13 0 0 1 13 13" opacity=".55"/>`;

/** The drawing of an icon, and whether it is made of lines or of a filled shape. */
export function drawing(name: IconName): { content: SVGTemplateResult; filled: boolean } {
  if (name === "mark") return { content: mark, filled: false };
  if (name in fills) return { content: fills[name as keyof typeof fills], filled: true };
  return { content: lines[name as keyof typeof lines], filled: false };
}
