import type { Commands, DoctorSummary } from '../cli/commands.ts';
import { describeConfig } from '../config/describe-config.ts';
import { diagnose } from './diagnose.ts';
import { openConfig } from './open-project.ts';

export const inspectCommands: Pick<Commands, 'doctor' | 'showConfig'> = {
  async doctor(request, context): Promise<DoctorSummary> {
    const loaded = await openConfig(context, request);
    return {
      schema: 'vaultwright.doctor/1',
      target: loaded.targetName,
      findings: await diagnose(loaded, context.signal),
    };
  },
  async showConfig(request, context) {
    return describeConfig(await openConfig(context, request));
  },
};
