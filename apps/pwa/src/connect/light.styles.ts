import { css } from "lit";

/** A light that waits for a first sign, and is green once it came. */
export const lightStyles = css`
  .state {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--space-3);
  }
  .light {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    border: 2px dashed var(--line-strong);
    color: var(--ink-soft);
  }
  .light.half {
    border: 2px solid var(--info);
    color: var(--info);
  }
  .light.waiting {
    animation: breathe 2.4s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      border-color: var(--beacon);
      color: var(--beacon);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .light.waiting {
      animation: none;
      border-color: var(--beacon);
      color: var(--beacon);
    }
  }
  .light.on {
    border: 0;
    background: var(--good-soft);
    color: var(--good);
  }
  .state b {
    display: block;
    color: var(--ink);
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  .state > div {
    min-inline-size: 0;
  }
`;
