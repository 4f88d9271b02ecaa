/** A name for this device that its owner will recognise: "iPhone", "Chrome on Linux". */
export function deviceName(agent: string): string {
  if (/iPhone/u.test(agent)) return "iPhone";
  if (/iPad/u.test(agent)) return "iPad";
  const model = /Android [\d.]+; ([^;)]{2,30})/u.exec(agent)?.[1]?.trim();
  if (model !== undefined && model !== "K") return model;
  const browser = browsers.find(([sign]) => sign.test(agent))?.[1] ?? "Browser";
  const system = systems.find(([sign]) => sign.test(agent))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}

// From the most particular to the most general: nearly every browser also claims to be another.
const browsers: [RegExp, string][] = [
  [/Edg\//u, "Edge"],
  [/OPR\//u, "Opera"],
  [/Firefox\//u, "Firefox"],
  [/Chrome\//u, "Chrome"],
  [/Safari\//u, "Safari"],
];
const systems: [RegExp, string][] = [
  [/Android/u, "Android"],
  [/Windows/u, "Windows"],
  [/Mac OS X/u, "Mac"],
  [/CrOS/u, "ChromeOS"],
  [/Linux/u, "Linux"],
];
