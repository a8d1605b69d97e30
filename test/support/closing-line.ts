import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** Closes a run with one plain line that anybody can count by: `N passed, N failed`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly unknown[],
    _reason: TestRunEndReason,
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that did not load, and an error outside of every test, are failures too.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length;
    const skipped = count('skipped');
    // What could not be had on this machine says so.
    const reasons = tests.flatMap((test) => {
      const result = test.result();
      return result.state === 'skipped' && result.note !== undefined
        ? [`skipped: ${test.fullName}: ${result.note}\n`]
        : [];
    });
    // Named at the end, where whoever reads a long run begins.
    const failures = tests.flatMap((test) => {
      const result = test.result();
      if (result.state !== 'failed') return [];
      const [said = ''] = (result.errors[0]?.message ?? '').split('\n');
      return [`failed: ${test.module.relativeModuleId} > ${test.fullName}: ${said}\n`];
    });
    setImmediate(() =>
      process.stdout.write(
        `\n${reasons.join('')}${failures.join('')}${count('passed')} passed, ${count('failed') + broken + unhandled.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      ),
    );
  }
}
