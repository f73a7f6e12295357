/**
 * Quantities of a lab file as text: `20ms`, `1%`, `100mbit`. A number without a unit is refused for durations and
 * rates: which unit was meant is what the reader of the file cannot know.
 */

const DURATION = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/;
const US_PER_UNIT: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

const RATE = /^(\d+(?:\.\d+)?)(bit|kbit|mbit|gbit)$/i;
const BPS_PER_UNIT: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

const PERCENT = /^(\d{1,3}(?:\.\d+)?)%$/;

/** Reads a duration, microseconds (rounded); null when the text is none. At most 24 hours. */
export function parseDurationUs(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const us = Math.round(Number(match[1]) * (US_PER_UNIT[match[2]!] ?? 0));
  return us <= 24 * 3_600_000_000 ? us : null;
}

/** Reads a bit rate, bits per second; null when the text is none, or is zero. */
export function parseRateBps(text: string): number | null {
  const match = RATE.exec(text);
  if (match === null) return null;
  const bps = Math.round(Number(match[1]) * (BPS_PER_UNIT[match[2]!.toLowerCase()] ?? 0));
  return bps > 0 ? bps : null;
}

/** Reads a percentage as a fraction 0..1; null when the text is none. */
export function parsePercent(text: string): number | null {
  const match = PERCENT.exec(text);
  if (match === null || Number(match[1]) > 100) return null;
  return Number(match[1]) / 100;
}
