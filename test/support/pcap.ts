/**
 * Writes Ethernet frames as a pcap file, for tools that read captures. Read first: the file format of libpcap
 * (pcap-savefile(5)): a header of 24 octets, then for each frame 16 octets and the frame.
 */

const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const LINKTYPE_ETHERNET = 1;

/** The octets of a pcap file with the frames, one microsecond apart. */
export function pcapOf(frames: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(24 + frames.reduce((sum, frame) => sum + 16 + frame.length, 0));
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC_MICROSECONDS);
  view.setUint16(4, 2);
  view.setUint16(6, 4);
  view.setUint32(16, 65_535);
  view.setUint32(20, LINKTYPE_ETHERNET);
  let at = 24;
  frames.forEach((frame, index) => {
    view.setUint32(at + 4, index);
    view.setUint32(at + 8, frame.length);
    view.setUint32(at + 12, frame.length);
    out.set(frame, at + 16);
    at += 16 + frame.length;
  });
  return out;
}
