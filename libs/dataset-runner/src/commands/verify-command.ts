import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import type { ClaimResult, VerifyOptions } from '@vaultwright/datavault-core/warehouse';
import type { Commands, VerifySummary } from '../cli/commands.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { isoTime } from '../iso-time.ts';
import { version } from '../version.ts';
import { allDataSets, findAdapter, openConfig } from './open-project.ts';

/** What an adapter that can explain takes besides the options of the port; others leave it alone. */
interface ExplainOptions extends VerifyOptions {
  readonly explain?: readonly { readonly name: string; readonly vault: Vault }[];
}

export const verifyCommand: Pick<Commands, 'verify'> = {
  async verify(request, context) {
    const loaded = await openConfig(context, request);
    const { target, adapter } = await findAdapter(loaded);
    if (adapter.verify === undefined) throw nothingToVerify(target.name, adapter.dialect.name);
    const options: ExplainOptions = {
      signal: context.signal,
      ...(request.only.length === 0 ? {} : { only: request.only }),
      ...(request.explain ? { explain: await allVaults(loaded) } : {}),
    };
    const { driver, server, tls, results } = await adapter.verify(target.settings, options);
    if (request.explain && !results.some(({ id }) => id.startsWith('explain/')))
      throw nothingToExplain(target.name, adapter.dialect.name);
    const summary: VerifySummary = {
      schema: 'vaultwright.verify/1',
      format: 1,
      date: isoTime(context.clock.now()),
      vaultwright: version,
      driver,
      node: process.versions.node,
      server,
      tls,
      results,
      summary: tally(results),
    };
    if (request.out !== null) {
      const path = resolve(context.workingFolder, request.out);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${JSON.stringify(context.redactor.value(summary), null, 2)}\n`);
    }
    return summary;
  },
};

/** Every model of every data set, named as the report calls it. */
async function allVaults(loaded: LoadedConfig): Promise<NonNullable<ExplainOptions['explain']>> {
  return (await allDataSets(loaded)).flatMap((dataSet) =>
    Object.entries(dataSet.models).map(([model, vault]) => ({ name: `${dataSet.name}.${model}`, vault })),
  );
}

function tally(results: readonly ClaimResult[]): VerifySummary['summary'] {
  const count = (wanted: ClaimResult['status']): number =>
    results.filter(({ status }) => status === wanted).length;
  return {
    confirmed: count('confirmed'),
    refuted: count('refuted'),
    skipped: count('skipped'),
    error: count('error'),
  };
}

function nothingToVerify(target: string, engine: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-USAGE-VERIFY',
    family: 'usage',
    title: 'this engine has no claims to verify',
    where: `targets.${target}.adapter`,
    found: engine,
    allowed: 'an adapter that ships unproven claims, such as the one for Vertica',
    fix: 'choose another target; what this adapter relies on is tested with the package',
  });
}

function nothingToExplain(target: string, engine: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-USAGE-VERIFY',
    family: 'usage',
    title: 'this adapter explains no statements',
    where: `targets.${target}.adapter`,
    found: engine,
    allowed: 'an adapter that can ask its server for plans, such as the one for Vertica',
    fix: 'leave --explain out, or choose another target',
  });
}
