// Puts the project's own command where `npx wireloom` looks first, so that npx neither asks nor installs anything.
// Run by npm after `npm ci` and `npm install` in a clone.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';

const LINK = 'node_modules/.bin/wireloom';
mkdirSync('node_modules/.bin', { recursive: true });
rmSync(LINK, { force: true });
symlinkSync('../../bin/wireloom.js', LINK);
