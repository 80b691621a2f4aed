import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderFinding } from '../finding.ts';
import { boundaryRules, ruleFor } from './boundary-rules.ts';
import { findBoundaryBreaks } from './find-boundary-breaks.ts';
import { readWorkspace } from './workspace-package.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const brokenRoot = fileURLToPath(new URL('../../fixtures/broken-workspace/', import.meta.url));

describe('who may import whom in this workspace', () => {
  const workspace = readWorkspace(root);

  it('sees the packages and their files', () => {
    const folders = workspace.packages.map(({ folder }) => folder);
    expect(folders).toEqual(expect.arrayContaining(['libs/datavault-core', 'libs/dataset-runner']));
    const files = workspace.packages.flatMap(({ sources }) => sources.map(({ path }) => path));
    expect(files).toContain('libs/datavault-core/src/index.ts');
    expect(files.length).toBeGreaterThan(100);
  });

  it('finds no forbidden edge', () => {
    expect(findBoundaryBreaks(workspace).map(renderFinding)).toEqual([]);
  });
});

describe('a workspace that breaks every rule', () => {
  const workspace = readWorkspace(brokenRoot);
  const findings = findBoundaryBreaks(workspace);
  const inManifests = [
    'apps/etl/package.json unused-dependency beta-driver',
    'apps/report/package.json unused-dependency beta-driver',
    'libs/alpha-adapter/package.json required-peer alpha-driver',
    'libs/alpha-adapter/package.json unused-dependency alpha-extra',
    'libs/beta-adapter/package.json forbidden-dependency beta-driver',
    'libs/csv-intake/package.json forbidden-dependency @vaultwright/dataset-runner',
    'libs/dataset-runner/package.json unused-dependency yaml',
    'libs/datavault-core/package.json forbidden-dependency yaml',
    'libs/s3-source/package.json forbidden-dependency p-limit',
    'libs/stranger/package.json no-rule libs/stranger',
    'tools/sample-data/package.json forbidden-dependency @vaultwright/csv-intake',
    'tools/workspace-checks/package.json forbidden-dependency @vaultwright/datavault-core',
  ];

  it('gives one finding for each line marked as broken, and none besides', () => {
    const marked = workspace.packages
      .flatMap(({ sources }) => sources)
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          const rule = /\/\/ broken: (\S+)$/.exec(line)?.[1];
          return rule === undefined ? [] : [`${path}:${index + 1} ${rule}`];
        }),
      );
    expect(marked.length).toBeGreaterThan(30);
    const found = findings.filter(({ file }) => !file.endsWith('package.json'));
    expect(found.map(({ file, line, rule }) => `${file}:${line} ${rule}`).sort()).toEqual(marked.sort());
  });

  it('gives one finding for each broken entry of a package.json, and none besides', () => {
    const found = findings.filter(({ file }) => file.endsWith('package.json'));
    expect(found).toHaveLength(inManifests.length);
    for (const expected of inManifests) {
      const [file, rule, name] = expected.split(' ');
      const hits = found.filter((finding) => finding.file === file && finding.rule === rule);
      expect(hits.map(({ message }) => message).join('\n'), expected).toContain(name);
    }
  });

  it.each(boundaryRules.map((rule) => [rule.packages, rule]))(
    'has a finding under the rule %s',
    (_name, rule) => {
      const owned = workspace.packages.filter(({ folder }) => ruleFor(folder) === rule);
      const broken = owned.filter(({ folder }) => findings.some(({ file }) => file.startsWith(`${folder}/`)));
      expect(broken).not.toEqual([]);
    },
  );
});
