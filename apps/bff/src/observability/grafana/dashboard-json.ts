import type { Dashboard, Panel, Query, Threshold, Variable } from "./panels.ts";

const source = { type: "prometheus", uid: "${datasource}" } as const;
const colours = { info: "blue", warning: "orange", critical: "red" } as const;
const usualHeight = 8;
const columns = 24;

/** A dashboard as Grafana takes it, by hand or by provisioning. `origin`: where the app is. */
export const dashboardJson = (dashboard: Dashboard, origin: string): object => ({
  uid: dashboard.uid,
  title: dashboard.title,
  description: dashboard.description,
  tags: ["beckon"],
  editable: true,
  graphTooltip: 1,
  refresh: "30s",
  schemaVersion: 39,
  time: { from: "now-6h", to: "now" },
  timezone: "browser",
  links: [
    { type: "link", title: "Beckon", url: origin, icon: "external link", targetBlank: true },
    { type: "dashboards", title: "Dashboards", tags: ["beckon"], asDropdown: true, includeVars: true, keepTime: true },
  ],
  annotations: {
    list: [
      {
        name: "Alerts",
        datasource: source,
        enable: true,
        iconColor: "red",
        expr: 'max by (alertname, severity) (ALERTS{source="beckon",alertstate="firing"})',
        titleFormat: "{{alertname}}",
        textFormat: "{{severity}}",
        step: "60s",
      },
    ],
  },
  templating: { list: [sourceVariable, ...dashboard.variables.map(variableJson)] },
  panels: placed(dashboard, origin),
});

const sourceVariable = { name: "datasource", label: "Data source", type: "datasource", query: "prometheus", hide: 0, current: {} };

const variableJson = ({ name, label, query }: Variable) => ({
  ...{ name, label, type: "query", datasource: source, query: { query, refId: name }, refresh: 2, sort: 1 },
  ...{ multi: true, includeAll: true, allValue: ".*", current: { text: ["All"], value: ["$__all"] } },
});

/** Rows from top to bottom, panels from left to right, each where there is room. */
const placed = ({ rows }: Dashboard, origin: string): object[] => {
  const out: object[] = [];
  let y = 0;
  for (const row of rows) {
    out.push({ id: out.length + 1, type: "row", title: row.title, collapsed: false, panels: [], gridPos: { x: 0, y, w: columns, h: 1 } });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const panel of row.panels) {
      const { width = 12, height = usualHeight } = panel;
      if (x + width > columns) {
        y += tallest;
        x = 0;
        tallest = 0;
      }
      out.push({ id: out.length + 1, gridPos: { x, y, w: width, h: height }, ...panelJson(panel, origin) });
      x += width;
      tallest = Math.max(tallest, height);
    }
    y += tallest;
  }
  return out;
};

const panelJson = (panel: Panel, origin: string) => ({
  type: panel.type,
  title: panel.title,
  description: panel.description,
  datasource: source,
  links: [{ title: "In Beckon", url: `${origin}${panel.path}`, targetBlank: true }],
  targets: panel.queries.map(targetJson),
  fieldConfig: {
    defaults: {
      unit: panel.unit,
      noValue: "no data",
      ...(panel.max === undefined ? {} : { min: 0, max: panel.max }),
      thresholds: { mode: "absolute", steps: stepsOf(panel.threshold) },
      color: { mode: panel.type === "timeseries" ? "palette-classic" : "thresholds" },
      ...(panel.type === "timeseries" ? { custom: timeSeries(panel) } : {}),
    },
    overrides: [],
  },
  options: optionsOf(panel),
  ...(panel.type === "table"
    ? {
        transformations: [
          { id: "merge", options: {} },
          { id: "organize", options: { excludeByName: { Time: true, agent_id: true } } },
        ],
      }
    : {}),
});

const timeSeries = ({ threshold, stacked }: Panel) => ({
  drawStyle: "line",
  lineWidth: 1,
  fillOpacity: stacked ? 40 : 8,
  showPoints: "auto",
  spanNulls: false,
  stacking: { mode: stacked ? "normal" : "none", group: "A" },
  thresholdsStyle: { mode: threshold ? "line" : "off" },
});

const targetJson = ({ expr, legend, table }: Query, index: number) => ({
  refId: String.fromCharCode(65 + index),
  datasource: source,
  expr,
  legendFormat: legend,
  ...(table ? { format: "table", instant: true } : { range: true }),
});

const stepsOf = (threshold: Threshold | undefined) => {
  if (!threshold) return [{ color: "green", value: null }];
  const bad = colours[threshold.severity];
  return threshold.low
    ? [
        { color: bad, value: null },
        { color: "green", value: threshold.at },
      ]
    : [
        { color: "green", value: null },
        { color: bad, value: threshold.at },
      ];
};

const optionsOf = ({ type }: Panel) => {
  if (type === "timeseries")
    return { legend: { displayMode: "list", placement: "bottom", showLegend: true }, tooltip: { mode: "multi", sort: "desc" } };
  if (type === "table") return { showHeader: true, cellHeight: "sm" };
  return {
    reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    orientation: "auto",
    ...(type === "stat" ? { colorMode: "value", graphMode: "area" } : { displayMode: "basic" }),
  };
};
