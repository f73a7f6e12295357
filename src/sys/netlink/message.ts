/**
 * Netlink messages in host byte order (little-endian on every machine that Node supports with Linux here): a builder
 * that writes into one reused buffer, and a walker over received attributes.
 *
 * ```
 *  0                   1                   2                   3
 * +---------------------------------------------------------------+
 * |                          Length (32)                          |
 * |            Type (16)          |           Flags (16)          |
 * |                      Sequence number (32)                     |
 * |                          Port id (32)                         |
 * +---------------------------------------------------------------+
 * ```
 * @see netlink(7), rtnetlink(7); RFC 3549 section 2
 */

/** linux/netlink.h. */
export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_DUMP = 0x300;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_HEADER_LEN = 16;

const NLA_F_NESTED = 0x8000;
/** The attribute type without its two flag bits. */
export const NLA_TYPE_MASK = 0x3fff;

/** Room for one message: the longest of ours, a link with its peer, is under 400 octets. */
const MESSAGE_SIZE = 4096;

/** Builds one message at a time; the octets are borrowed until the next `begin`. */
export class MessageBuilder {
  readonly #buf = new Uint8Array(MESSAGE_SIZE);
  readonly #view = new DataView(this.#buf.buffer);
  #len = 0;

  /** Starts a message; the family header follows with `u8`, `u16`, `i32` and so on. */
  begin(type: number, flags: number, seq: number): this {
    this.#buf.fill(0, 0, NLMSG_HEADER_LEN);
    this.#view.setUint16(4, type, true);
    this.#view.setUint16(6, flags | NLM_F_REQUEST, true);
    this.#view.setUint32(8, seq, true);
    this.#len = NLMSG_HEADER_LEN;
    return this;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#len, value);
    this.#len += 1;
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#len, value, true);
    this.#len += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#len, value, true);
    this.#len += 4;
    return this;
  }

  i32(value: number): this {
    this.#view.setInt32(this.#len, value, true);
    this.#len += 4;
    return this;
  }

  octets(value: Uint8Array): this {
    this.#buf.set(value, this.#len);
    this.#len += value.length;
    return this.#pad();
  }

  /** An attribute of raw octets. */
  attr(type: number, value: Uint8Array): this {
    return this.#header(type, value.length).octets(value);
  }

  attrU8(type: number, value: number): this {
    return this.#header(type, 1).u8(value).#pad();
  }

  attrU16(type: number, value: number): this {
    return this.#header(type, 2).u16(value).#pad();
  }

  attrU32(type: number, value: number): this {
    return this.#header(type, 4).u32(value);
  }

  /** An attribute of text, closed by NUL. */
  attrText(type: number, value: string): this {
    return this.attr(type, Buffer.from(`${value}\0`, 'utf8'));
  }

  /** A nested attribute; `fill` writes what is in it. */
  nest(type: number, fill: () => void): this {
    const start = this.#len;
    this.#header(type | NLA_F_NESTED, 0);
    fill();
    this.#view.setUint16(start, this.#len - start, true);
    return this;
  }

  /** Closes the message. @returns its octets, borrowed */
  finish(): Uint8Array {
    this.#view.setUint32(0, this.#len, true);
    return this.#buf.subarray(0, this.#len);
  }

  #header(type: number, valueLen: number): this {
    return this.u16(valueLen + 4).u16(type);
  }

  #pad(): this {
    while (this.#len % 4 !== 0) this.u8(0);
    return this;
  }
}

/** Reads attributes one after the other without copying: `while (walker.next()) …`. */
export class AttributeWalker {
  readonly #view: DataView;
  readonly #end: number;
  #next: number;
  /** Type without flag bits. */
  type = 0;
  /** Offset of the value in the buffer. */
  offset = 0;
  /** Octets of the value. */
  len = 0;

  constructor(view: DataView, offset: number, end: number) {
    this.#view = view;
    this.#next = offset;
    this.#end = Math.min(end, view.byteLength);
  }

  /** Goes to the next attribute; false at the end, or where a length is not possible. */
  next(): boolean {
    if (this.#next + 4 > this.#end) return false;
    const len = this.#view.getUint16(this.#next, true);
    if (len < 4 || this.#next + len > this.#end) return false;
    this.type = this.#view.getUint16(this.#next + 2, true) & NLA_TYPE_MASK;
    this.offset = this.#next + 4;
    this.len = len - 4;
    this.#next += (len + 3) & ~3;
    return true;
  }

  u32(): number {
    return this.#view.getUint32(this.offset, true);
  }

  i32(): number {
    return this.#view.getInt32(this.offset, true);
  }

  u8(): number {
    return this.#view.getUint8(this.offset);
  }

  octets(): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.offset, this.len);
  }

  /** The value as text up to its NUL. */
  text(): string {
    const octets = this.octets();
    const end = octets.indexOf(0);
    return Buffer.from(end < 0 ? octets : octets.subarray(0, end)).toString('utf8');
  }

  /** Walks the attributes nested in this one. */
  nested(): AttributeWalker {
    return new AttributeWalker(this.#view, this.offset, this.offset + this.len);
  }
}
