/** Octets as readable text in tests: hex digits, with white space and `# remarks` where they help. */

/** The octets that `text` spells. */
export function octetsOf(text: string): Uint8Array {
  const digits = text.replace(/#.*$/gm, '').replace(/\s/g, '');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The octets as hex digits. */
export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
