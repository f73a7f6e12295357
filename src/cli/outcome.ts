/** What `up` and `verify` print for people: one line of sums, then only what is not right. */
import type { UpResult } from '../lab/daemon/protocol.ts';
import type { CheckReport, DiagnosisReport, PortReport, VerifyReport } from '../lab/reports.ts';
import type { Plan } from '../plan/plan.ts';
import { paintDim, paintVerdict } from './paint.ts';
import { statusTable } from './status-table.ts';

/** Prints how `up` ended. */
export function printOutcome(plan: Plan, result: UpResult, seconds: number, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ schema: 1, lab: plan.name, ...result })}\n`);
    return;
  }
  const sums = `${result.nodes} nodes, ${result.links} links, ${portSums(result.ports, result.notChecked.length)}`;
  const time = paintDim(` (${seconds.toFixed(2)} s)`);
  process.stdout.write(`lab ${plan.name} is ${result.changed ? 'up' : 'as the file says'}: ${sums}${time}\n`);
  printFindings(result.ports, result.diagnosis);
}

/** Prints what `verify` found. */
export function printVerification(report: VerifyReport): void {
  process.stdout.write(`${statusTable(report.ports)}\n`);
  for (const check of report.checks) process.stdout.write(`${checkLine(check)}\n`);
  for (const { text } of report.diagnosis) process.stdout.write(`${paintVerdict('fail', text)}\n`);
  const checks = report.checks.length === 0 ? '' : `, ${passedOf(report.checks.map(({ ok }) => ok))} checks`;
  const sums = `${portSums(report.ports, report.notChecked.length)}${checks}`;
  process.stdout.write(
    `lab ${report.lab}: ${paintVerdict(report.ok ? 'pass' : 'fail', report.ok ? 'as planned' : 'differs from the plan')}, ${sums}\n`,
  );
}

/** `8 of 8 ports pass`. */
export function portSums(ports: readonly PortReport[], notChecked: number): string {
  const rest = notChecked === 0 ? '' : `, ${notChecked} not checked`;
  return `${passedOf(ports.map(({ verdict }) => verdict === 'pass'))} ports pass${rest}`;
}

function passedOf(results: readonly boolean[]): string {
  return `${results.filter(Boolean).length} of ${results.length}`;
}

function checkLine(check: CheckReport): string {
  return `${paintVerdict(check.ok ? 'pass' : 'fail')}  ${check.name}: ${check.detail}`;
}

function printFindings(ports: readonly PortReport[], diagnosis: readonly DiagnosisReport[]): void {
  const wrong = ports.filter(({ verdict }) => verdict !== 'pass');
  if (wrong.length > 0) process.stdout.write(`${statusTable(wrong)}\n`);
  for (const { text } of diagnosis) process.stdout.write(`${paintVerdict('fail', text)}\n`);
}
