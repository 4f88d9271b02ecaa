import type { ManifestOptions } from "vite-plugin-pwa";

/** `id`, `scope` and the worker's address are for ever: changing one makes another app of it. */
export const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "Beckon",
  short_name: "Beckon",
  description: "Mission control in your pocket for a team of coding agents",
  lang: "en",
  dir: "ltr",
  start_url: "/",
  scope: "/",
  display: "standalone",
  orientation: "any",
  theme_color: "#0b0e14",
  background_color: "#0b0e14",
  categories: ["productivity", "developer", "utilities"],
  icons: [
    { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/icon-maskable-192.png", sizes: "192x192", type: "image/png", purpose: "maskable" },
    { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    { src: "/favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
  ],
  shortcuts: [
    { name: "What needs me", short_name: "Now", url: "/", icons: [{ src: "/icon-192.png", sizes: "192x192", type: "image/png" }] },
    { name: "History", url: "/history", icons: [{ src: "/icon-192.png", sizes: "192x192", type: "image/png" }] },
  ],
};
