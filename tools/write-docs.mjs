// Writes what is made from code: docs/errors.md (the error table) and schema/*.json. Tests hold both against the code.
// Usage, after a build: node tools/write-docs.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { ERROR_TABLE } from '../dist/src/base/errors.js';
import { allSchemas } from '../dist/src/api/schemas.js';

const rows = Object.entries(ERROR_TABLE).map(
  ([code, { cause, remedy }]) => `| \`${code}\` | ${cause} | ${remedy} |`,
);
writeFileSync(
  'docs/errors.md',
  `# Errors

Every failure that a program can act on has a code, in the \`code\` of an \`OperationError\` of the library and behind the
remedy that the command line prints. Codes keep their meaning. This page is made from the table in \`src/base/errors.ts\`.

| code | cause | remedy |
|---|---|---|
${rows.join('\n')}
`,
);
mkdirSync('schema', { recursive: true });
for (const [name, schema] of Object.entries(allSchemas()))
  writeFileSync(`schema/${name}`, `${JSON.stringify(schema, null, 2)}\n`);
