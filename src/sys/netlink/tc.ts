/**
 * The stitch: every frame that comes in at one interface goes out at another, by `tc` (ingress queueing discipline,
 * one u32 filter that matches everything, action mirred redirect). Needs no bridge and no address, passes every
 * reserved MAC, and runs at nearly the speed of a bare veth pair.
 *
 * ```
 *  struct tcmsg:  family (8) pad (8) pad (16) ifindex (32) handle (32) parent (32) info (32)
 * ```
 * @see tc-mirred(8), tc-u32(8); linux/pkt_sched.h, linux/pkt_cls.h, linux/tc_act/tc_mirred.h
 */
import type { MessageBuilder } from './message.ts';
import { NLM_F_CREATE, NLM_F_EXCL } from './message.ts';
import type { RouteSocket } from './socket.ts';

const RTM_NEWQDISC = 36;
export const RTM_NEWTFILTER = 44;
export const RTM_DELTFILTER = 45;
export const RTM_DELQDISC = 37;

const TC_H_INGRESS = 0xffff_fff1;
const INGRESS_HANDLE = 0xffff_0000;
const TCA_KIND = 1;
const TCA_OPTIONS = 2;
const TCA_U32_SEL = 5;
const TCA_U32_ACT = 7;
const TC_U32_TERMINAL = 1;
const TCA_ACT_KIND = 1;
const TCA_ACT_OPTIONS = 2;
const TCA_MIRRED_PARMS = 2;
const TCA_EGRESS_REDIR = 1;
const TC_ACT_STOLEN = 4;
const ETH_P_ALL_BE = 0x0300;
const PRIORITY = 1;

function tcmsg(
  message: MessageBuilder,
  ifindex: number,
  handle: number,
  parent: number,
  info: number,
): MessageBuilder {
  return message.u8(0).u8(0).u16(0).i32(ifindex).u32(handle).u32(parent).u32(info);
}

/** Gives an interface its ingress queueing discipline, the place where the redirect hangs. */
export function addIngress(socket: RouteSocket, what: string, ifindex: number): void {
  socket.request(what, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    tcmsg(message, ifindex, INGRESS_HANDLE, TC_H_INGRESS, 0).attrText(TCA_KIND, 'ingress');
  });
}

/** Sends every frame that comes in at `from` out at `to`. `from` has its ingress discipline. */
export function addRedirect(socket: RouteSocket, what: string, from: number, to: number): void {
  socket.request(what, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, (message) => {
    tcmsg(message, from, 0, INGRESS_HANDLE, ((PRIORITY << 16) | ETH_P_ALL_BE) >>> 0);
    message.attrText(TCA_KIND, 'u32');
    message.nest(TCA_OPTIONS, () => {
      message.attr(TCA_U32_SEL, matchEverything());
      message.nest(TCA_U32_ACT, () => {
        message.nest(1, () => {
          message.attrText(TCA_ACT_KIND, 'mirred');
          message.nest(TCA_ACT_OPTIONS, () => message.attr(TCA_MIRRED_PARMS, redirectTo(to)));
        });
      });
    });
  });
}

/** struct tc_u32_sel (16 octets) with one struct tc_u32_key (16 octets) whose mask is zero. */
function matchEverything(): Uint8Array {
  const sel = new Uint8Array(32);
  sel[0] = TC_U32_TERMINAL;
  sel[2] = 1; // nkeys
  return sel;
}

/** struct tc_mirred: index, capab, action, refcnt, bindcnt, eaction, ifindex, 32 bits each. */
function redirectTo(ifindex: number): Uint8Array {
  const parms = new DataView(new ArrayBuffer(28));
  parms.setInt32(8, TC_ACT_STOLEN, true);
  parms.setInt32(20, TCA_EGRESS_REDIR, true);
  parms.setUint32(24, ifindex, true);
  return new Uint8Array(parms.buffer);
}
