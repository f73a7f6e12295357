/**
 * What an LLDPDU costs the agent: heard again (the steady state), heard with something new, discarded; and making a
 * frame. Run: node dist/bench/lldp.js. Each figure is the best of several runs; read the ratios.
 */
import { LLDP_LAB, LLDP_LOCAL_EMPTY } from '../src/agents/lldp/config.ts';
import { LLDP_FRAME_LEN_MAX } from '../src/agents/lldp/local.ts';
import { LldpPort } from '../src/agents/lldp/port.ts';
import { ETH_HEADER_LEN } from '../src/wire/ethernet.ts';
import { emitLldpdu } from '../src/wire/lldp-emit.ts';
import { chassisIdOfMac, portIdOfInterfaceName } from '../src/wire/lldp-id.ts';
import { CAPABILITY_STATION_ONLY } from '../src/wire/lldp.ts';
import { parseLldpdu } from '../src/wire/lldp-parse.ts';

const RUNS = 7;

function makePort(node: number): LldpPort {
  const mac = Uint8Array.of(2, 0, 0, 0, 0, node);
  return new LldpPort({
    chassisId: chassisIdOfMac(mac),
    portId: portIdOfInterfaceName('eth1'),
    sourceMac: mac,
    timers: LLDP_LAB,
    local: {
      ...LLDP_LOCAL_EMPTY,
      systemName: `vm${node}`,
      portDescription: 'eth1',
      systemDescription: 'Wireloom',
      capabilities: { supported: CAPABILITY_STATION_ONLY, enabled: CAPABILITY_STATION_ONLY },
      mtu: 1500,
    },
  });
}

/** Prints the best time of one call, nanoseconds. */
function measure(name: string, count: number, run: (count: number) => void): void {
  let bestNs = Infinity;
  for (let index = 0; index < RUNS; index += 1) {
    const startNs = process.hrtime.bigint();
    run(count);
    bestNs = Math.min(bestNs, Number(process.hrtime.bigint() - startNs) / count);
  }
  console.log(`${name.padEnd(44)} ${bestNs.toFixed(0).padStart(8)} ns`);
}

const out = new Uint8Array(LLDP_FRAME_LEN_MAX);
const peer = makePort(2);
peer.setEnabled(true, 0);
const frame = out.slice(0, peer.takeTransmit(out, 0));
const port = makePort(1);
port.setEnabled(true, 0);

measure(`input, said before (${frame.length} octets)`, 200_000, (count) => {
  for (let index = 0; index < count; index += 1) port.input(frame, 0, frame.length, 1000);
});

// The last octet of the System Name changes with each frame.
const nameOff = frame.indexOf(0x0a, ETH_HEADER_LEN + 20) + 4;
measure('input, something new', 20_000, (count) => {
  for (let index = 0; index < count; index += 1) {
    frame[nameOff] = 0x30 + (index % 10);
    port.input(frame, 0, frame.length, 1000);
    port.takeChange();
  }
});

const bad = frame.slice();
bad[ETH_HEADER_LEN] = 0x04;
measure('input, discarded', 200_000, (count) => {
  for (let index = 0; index < count; index += 1) port.input(bad, 0, bad.length, 1000);
});

const tally = { discarded: 0, unrecognized: 0 };
const pdu = parseLldpdu(frame, ETH_HEADER_LEN, frame.length - ETH_HEADER_LEN, tally);
measure('emitLldpdu', 100_000, (count) => {
  for (let index = 0; index < count; index += 1) emitLldpdu(pdu, out, ETH_HEADER_LEN);
});

measure('run and takeTransmit at an interval', 100_000, (count) => {
  let nowUs = peer.nextWakeUs();
  for (let index = 0; index < count; index += 1) {
    peer.run(nowUs);
    peer.takeTransmit(out, 0);
    nowUs = peer.nextWakeUs();
  }
});

measure('nextWakeUs', 1_000_000, (count) => {
  for (let index = 0; index < count; index += 1) port.nextWakeUs();
});
