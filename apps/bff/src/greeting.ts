import type { RunningServer } from "./server.ts";

/**
 * What a person sees in the terminal after the start. Before the first device is paired: link, code
 * and QR. Later just the address, for a code that nobody asked for is a code that somebody may find.
 */
export const greet = async ({ config, services }: RunningServer) => {
  const lines = [`Beckon is ready on ${config.publicOrigin}`];
  if (await services.access.hasDevices()) lines.push("Pair another device: npx pnpm@12 beckon pair");
  else {
    const { renderUnicodeCompact } = await import("uqr");
    const { code, url } = await services.access.invite({ kind: "local" }, {});
    lines.push("", `Pair this browser: ${url}`, `or enter the code    ${code}   (works once, 10 minutes)`, "", renderUnicodeCompact(url));
  }
  if (config.publicOrigin.startsWith("http:"))
    lines.push("", "For your phone it needs an https address: see README, “Put it on your phone”.");
  console.log(lines.join("\n"));
};
