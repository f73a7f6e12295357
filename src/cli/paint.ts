/**
 * Colour with meaning, and only where a person looks: not into pipes and files, and not with NO_COLOR (no-color.org).
 */
import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';

type Style = Parameters<typeof styleText>[0];

function painted(stream: NodeJS.WriteStream | WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return stream.isTTY === true || (FORCE_COLOR !== undefined && FORCE_COLOR !== '0');
}

function paint(stream: NodeJS.WriteStream, style: Style, text: string): string {
  return painted(stream) ? styleText(style, text, { validateStream: false }) : text;
}

const VERDICT_STYLES: Readonly<Record<string, Style>> = { pass: 'green', fail: 'red', 'no-info': 'yellow' };

/** A verdict, or text that stands for one, on standard output. */
export function paintVerdict(verdict: string, text: string = verdict): string {
  return paint(process.stdout, VERDICT_STYLES[verdict] ?? 'reset', text);
}

/** The word that opens an error, on standard error. */
export function paintError(text: string): string {
  return paint(process.stderr, ['bold', 'red'], text);
}

/** Something of less weight, on standard output. */
export function paintDim(text: string): string {
  return paint(process.stdout, 'dim', text);
}

/** The sign of an action, on standard output. */
export function paintSign(sign: '+' | '~' | '-'): string {
  return paint(process.stdout, sign === '+' ? 'green' : sign === '-' ? 'red' : 'yellow', sign);
}
