import { css } from "lit";
import { textScale } from "../platform/text-scale.ts";

/** Rows have one height each, so cards grow with the person's text size as a whole. */
const text = textScale();
/** Pixels from one card to the next, the room between them in it. */
export const cardHeight = Math.round(126 * text);
/** The same where there is room for a title in one line. */
export const flatHeight = Math.round(104 * text);

export const cardStyles = css`
  :host {
    display: block;
    block-size: ${cardHeight}px;
    padding-block-end: 10px;
    min-inline-size: 0;
    contain: strict;
  }
  :host([flat]) {
    block-size: ${flatHeight}px;
  }
  svg.sign {
    flex: none;
    inline-size: var(--icon-size, 1.25em);
    block-size: var(--icon-size, 1.25em);
    stroke-width: var(--icon-stroke, 1.8);
  }
  article {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: 1.125rem 1fr 1.125rem;
    gap: 6px;
    block-size: 100%;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
    color: var(--ink);
    font: 400 0.8125rem / 1.125rem var(--font);
  }
  article:hover {
    border-color: var(--line-strong);
  }
  article.refused {
    border-color: color-mix(in srgb, var(--bad) 50%, var(--line));
  }
  :host([picked]) article {
    border-color: var(--info);
    background: color-mix(in srgb, var(--info) 8%, var(--surface));
  }
  :host([dragged]) article {
    opacity: 0.45;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    color: var(--ink-soft);
    /* One line it stays, however large the text: state, priority and age are not to be cut. */
    font-size: min(var(--text-xs), 4.6vw);
    white-space: nowrap;
    --icon-size: 0.6875rem;
    --icon-stroke: 2.8;
  }
  .state,
  .priority {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    font-weight: 600;
  }
  .state {
    color: var(--ink);
  }
  .top > :is(.state, time) {
    flex: none;
  }
  /* In a narrow lane the word gives way before the age does; its shape stays. */
  .priority {
    min-inline-size: 0.6875rem;
    overflow: hidden;
  }
  .where {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* Beside the longest priority a narrow lane has room for a letter of it. */
  @media (min-width: 720px) and (max-width: 1399.98px) {
    .in-lane .bad ~ .where {
      visibility: hidden;
    }
  }
  time {
    font-variant-numeric: tabular-nums;
    color: var(--ink-faint);
  }
  h3 {
    align-self: start;
    font: 600 var(--text-s) / 1.25rem var(--font);
    letter-spacing: -0.006em;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  :host([flat]) h3 {
    -webkit-line-clamp: 1;
    line-clamp: 1;
  }
  .cover {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: start;
    text-decoration: none;
    outline: none;
    cursor: pointer;
  }
  .cover::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 16px;
  }
  .cover:focus-visible::after {
    outline: 2px solid var(--info);
    outline-offset: -3px;
  }
  .pick {
    position: absolute;
    inset: 0;
    border: 0;
    border-radius: 16px;
    background: none;
    cursor: pointer;
  }
  .pick:focus-visible {
    outline-offset: -3px;
  }
  .low {
    min-inline-size: 0;
    padding-inline-end: 26px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .low b {
    color: var(--ink);
    font-weight: 550;
  }
  .more {
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: 16px;
    background: none;
    color: var(--ink-faint);
    cursor: pointer;
  }
  /* Three dots. */
  button.more::before {
    content: "";
    inline-size: 15px;
    block-size: 3px;
    background: radial-gradient(circle, currentColor 1.2px, transparent 1.7px) 0 0 / 5px 3px;
  }
  .more:hover {
    color: var(--ink);
  }
  /* Within the card: what lies outside of it is not drawn. */
  .more:focus-visible {
    outline-offset: -4px;
  }
  .box {
    pointer-events: none;
    --icon-size: 18px;
  }
  :host([picked]) .box {
    color: var(--info);
  }
`;
