import { existsSync } from "node:fs";

const first = (paths: (string | undefined)[]) => paths.find((path) => path !== undefined && existsSync(path));

/** The system's Chromium; `CHROMIUM` names another one. */
export const findChromium = () =>
  first([
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ]);

/** The system's Firefox; `FIREFOX` names another one. */
export const findFirefox = () =>
  first([process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"]);

/** Quiet on closed networks, and able to start as root. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
];
