import { css } from "lit";

export const cardStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    content-visibility: auto;
    contain-intrinsic-size: auto 150px;
  }
  article {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    block-size: 100%;
    padding: 14px var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
    color: var(--ink);
    font: 400 var(--text-s) / 1.45 var(--font);
  }
  article.beacon {
    border-color: color-mix(in srgb, var(--beacon) 45%, var(--line));
    color: var(--ink);
  }
  article.bad {
    border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
    color: var(--ink);
  }
  article:is(.good, .info, .faint) {
    color: var(--ink);
  }
  article:hover {
    background: color-mix(in srgb, var(--ink) 3%, var(--surface));
  }
  header,
  footer {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
    min-inline-size: 0;
  }
  .cost {
    display: grid;
    justify-items: end;
    color: var(--ink-soft);
    font: 550 var(--text-xs) / 1.35 var(--font);
    font-variant-numeric: tabular-nums;
  }
  header .cost {
    margin-inline-start: auto;
  }
  h3 {
    margin-block-start: var(--space-2);
    font: 650 var(--text-m) / 1.35 var(--font);
    letter-spacing: -0.008em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* The whole card opens the agent; what else can be tapped lies above. */
  .cover {
    color: inherit;
    text-decoration: none;
    outline: none;
  }
  .cover::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--radius-l);
  }
  .cover:focus-visible::after {
    outline: 2px solid var(--info);
    outline-offset: 2px;
  }
  .where {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .evidence {
    display: -webkit-box;
    margin-block-start: var(--space-2);
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .evidence a,
  small a,
  health-mark {
    position: relative;
    z-index: 2;
  }
  .evidence a {
    font-weight: 600;
    text-underline-offset: 3px;
  }
  code {
    font: 500 0.8125rem / 1.4 var(--mono);
    color: var(--ink);
  }
  .task {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  ul {
    display: grid;
    margin-block-start: var(--space-3);
    padding-block-start: 6px;
    border-block-start: 1px solid var(--line);
  }
  .line {
    position: relative;
    display: grid;
    align-items: center;
    min-block-size: var(--touch);
    grid-template-columns: 11px minmax(0, 1fr) auto;
    gap: 9px;
    --icon-size: 11px;
  }
  .line .cover::after {
    z-index: 1;
    inset-inline: -6px;
    border-radius: var(--radius-s);
  }
  .depth-1 {
    margin-inline-start: 20px;
  }
  .depth-2 {
    margin-inline-start: 40px;
  }
  .depth-3 {
    margin-inline-start: 60px;
  }
  .line > span {
    min-inline-size: 0;
  }
  .line b {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
    font-size: 0.8125rem;
  }
  small {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  small code {
    font-size: var(--text-xs);
  }
  .age {
    color: var(--ink-soft);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
  }
  .rest {
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  footer {
    margin-block-start: var(--space-2);
    min-block-size: 20px;
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  .model {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  health-mark {
    flex: none;
    margin-block: -12px;
  }
`;
