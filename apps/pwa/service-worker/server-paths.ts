/** Addresses that belong to the server, also when a person types them into the address bar. */
export const serverPaths = [
  /^\/api(\/|$)/,
  /^\/docs(\/|$)/,
  /^\/openapi\.json$/,
  /^\/health$/,
  /^\/ready$/,
  /^\/metrics$/,
  /^\/mcp(\/|$)/,
  /^\/otlp(\/|$)/,
  /^\/hooks(\/|$)/,
  /^\/sw\.js$/,
];
