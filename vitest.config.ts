import { defineConfig } from 'vitest/config';

const conditions = ['@vaultwright/source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@vaultwright/source', 'node', 'import', 'default'] } },
  test: {
    include: ['{libs,apps,tools}/*/{src,test}/**/*.test.ts'],
    // Tests wait for engines and sockets more than they compute: one worker per core, where the default keeps one core back.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: '.vaultwright/test-results.json' }]]
      : ['default'],
  },
});
