import { z } from 'zod';
import { TimePattern } from './time-pattern.ts';

const patternOf = (kind: 'date' | 'timestamp', example: string): z.ZodString =>
  z
    .string()
    .refine(
      (pattern) => TimePattern.parse(pattern, kind) !== null,
      `is no pattern of a ${kind} such as ${example}: yyyy, MM or M, dd or d${
        kind === 'date' ? '' : ', HH or H, mm, ss, S for each fraction digit, XXX for Z or an offset'
      }, each once, other letters in '...'`,
    );

/** How values are written in files, where they are not in canonical form; what is not declared is refused. */
export const valueFormatSchema = z.strictObject({
  /** Of int, decimal and float columns; default: `.`. */
  decimalMark: z.enum(['.', ',']).optional(),
  /** Of date columns; default: `yyyy-MM-dd`. */
  date: patternOf('date', 'dd.MM.yyyy').optional(),
  /** Of timestamp and timestamptz columns; default: the form of ISO 8601 with a space or `T`. */
  timestamp: patternOf('timestamp', 'dd.MM.yyyy HH:mm:ss').optional(),
  /** `toUtc`: each value of a timestamp column ends in `Z` or an offset and is stored in UTC; default: `refuse`. */
  offset: z.enum(['refuse', 'toUtc']).optional(),
  /** `truncate`: digits of a time after the sixth are cut off; default: `refuse`, unless they are zeros. */
  subMicroseconds: z.enum(['refuse', 'truncate']).optional(),
});
export type ValueFormat = z.infer<typeof valueFormatSchema>;
