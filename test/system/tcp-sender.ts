/**
 * One side of a TCP transfer for system tests. Arguments: `listen ADDRESS` or `send ADDRESS`, and octets. Each side
 * prints the SHA-256 of what it received or sent, and the listener first a line when it listens.
 */
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';

const PORT = 5001;
const CHUNK_LEN = 1024 * 1024;

const [role, address = '', len = '0'] = process.argv.slice(2);
if (role === 'listen') listen(address);
else if (role === 'send') send(address, Number(len));

function listen(host: string): void {
  const hash = createHash('sha256');
  const server = createServer((socket) => {
    socket.on('data', (octets) => hash.update(octets));
    socket.on('end', () => {
      console.log(hash.digest('hex'));
      server.close();
    });
  });
  server.listen(PORT, host, () => console.log('listening'));
}

function send(host: string, total: number): void {
  const hash = createHash('sha256');
  const socket = connect(PORT, host);
  let sent = 0;
  const fill = (): void => {
    while (sent < total) {
      const chunk = Buffer.alloc(Math.min(CHUNK_LEN, total - sent), (sent / CHUNK_LEN) % 251);
      hash.update(chunk);
      sent += chunk.length;
      if (!socket.write(chunk)) return;
    }
    if (!socket.writableEnded) socket.end(() => console.log(hash.digest('hex')));
  };
  socket.on('connect', fill);
  socket.on('drain', fill);
}
