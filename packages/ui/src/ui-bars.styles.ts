import { css } from "lit";

export const barsStyles = css`
  :host {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    column-gap: 8px;
    min-inline-size: 0;
    font: 400 var(--text-xs) / 1.2 var(--font);
    font-variant-numeric: tabular-nums;
    color: var(--ink-soft);
    direction: ltr;
  }
  .scale {
    display: grid;
    align-content: space-between;
    justify-items: end;
    margin-block: -7px 15px;
  }
  .plot {
    min-inline-size: 0;
    border-radius: 6px;
    cursor: pointer;
    touch-action: pan-y;
    -webkit-tap-highlight-color: transparent;
  }
  svg {
    display: block;
    overflow: visible;
  }
  .rule {
    stroke: var(--line);
    stroke-width: 1;
  }
  .base {
    stroke: var(--line-strong);
    stroke-width: 1;
  }
  .empty {
    fill: var(--quiet);
  }
  .good {
    fill: var(--good);
  }
  .bad {
    fill: var(--bad);
  }
  .mark path {
    fill: var(--beacon);
    stroke: var(--surface);
    stroke-width: 1;
  }
  .hatch {
    stroke: var(--surface);
    stroke-width: 2;
  }
  .open {
    fill: none;
    stroke: var(--ink-faint);
    stroke-width: 1;
    stroke-dasharray: 2 2;
  }
  .chosen {
    fill: color-mix(in srgb, var(--ink) 9%, transparent);
  }
  text {
    fill: var(--ink-soft);
    font: 400 var(--text-xs) / 1 var(--font);
  }
  .keys {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 4px var(--space-4);
    padding-block-start: var(--space-2);
  }
  .keys span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .keys svg {
    inline-size: 12px;
    block-size: 12px;
  }
  @media (forced-colors: active) {
    .good {
      fill: CanvasText;
    }
    .bad {
      fill: Highlight;
    }
    .hatch {
      stroke: Canvas;
    }
    .rule,
    .base,
    .open {
      stroke: CanvasText;
    }
    .rule {
      stroke-opacity: 0.4;
    }
    .empty,
    text,
    .mark path {
      fill: CanvasText;
    }
    .chosen {
      fill: none;
      stroke: Highlight;
      stroke-width: 2;
    }
  }
`;
