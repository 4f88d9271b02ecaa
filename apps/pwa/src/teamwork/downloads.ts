import type { Download } from "@beckon/ui/ui-chart";

/** The same figures as files, by the server; their address is made when it is asked for. */
export const downloadsOf = (path: string, query: () => Record<string, string | undefined>) => (): Download[] => {
  const address = (format: "csv" | "json") => {
    const search = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(query())) if (value !== undefined) search.set(name, value);
    return `${path}?${search}`;
  };
  return [
    { label: "Table (CSV)", href: address("csv") },
    { label: "Data (JSON)", href: address("json") },
  ];
};
