import type { Reporter, TestModule } from 'vitest/node';

/** Says of each skipped test why it was: what is skipped in silence is soon never run. */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = new Map<string, string[]>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = (result?.state === 'skipped' && result.note) || 'no reason given';
        reasons.set(reason, [...(reasons.get(reason) ?? []), test.fullName]);
      }
    }
    for (const [reason, tests] of reasons) {
      console.log(`\nskipped, ${reason}:\n${tests.map((name) => `  ${name}`).join('\n')}`);
    }
  }
}
