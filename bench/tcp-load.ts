/**
 * One TCP stream at full speed. Arguments: `listen ADDRESS`, which prints a line when it listens and then the octets
 * that it received; or `send ADDRESS SECONDS`.
 */
import { connect, createServer } from 'node:net';

const PORT = 5002;
const CHUNK = Buffer.alloc(1024 * 1024, 0x5a);

const [role, address = '', seconds = '1'] = process.argv.slice(2);
if (role === 'listen') listen(address);
else send(address, Number(seconds));

function listen(host: string): void {
  let octets = 0;
  const server = createServer();
  server.on('connection', (socket) => {
    socket.on('end', () => {
      console.log(octets);
      server.close();
    });
    socket.on('data', (chunk) => (octets += chunk.length));
    socket.on('error', () => process.exit(1));
  });
  server.listen(PORT, host, () => console.log('listening'));
}

function send(host: string, duration: number): void {
  const socket = connect(PORT, host, () => {
    const deadline = performance.now() + duration * 1000;
    const fill = (): void => {
      while (performance.now() < deadline) {
        if (!socket.write(CHUNK)) return;
      }
      socket.end();
    };
    socket.on('drain', fill);
    fill();
  });
}
