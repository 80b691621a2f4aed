import { BackendError } from './sql-backend.ts';

const templateParts: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  MM: '%m',
  DD: '%d',
  HH24: '%H',
  MI: '%M',
  SS: '%S',
  US: '%f',
  '"T"': 'T',
};

/**
 * Turns the template of `to_char` and its like into the engine's.
 *
 * Shape: null = the template is no literal.
 * Errors: `BackendError` 0A000 for templates that are no literal and for parts that are not emulated.
 */
export function timeTemplate(text: string | null): string {
  if (text === null) throw refused('a template of dates is emulated as a literal only');
  let rest = text;
  let template = '';
  while (rest !== '') {
    const part = Object.keys(templateParts).find((name) => rest.startsWith(name)) ?? rest.charAt(0);
    const known = templateParts[part] ?? (/^[-: ./]$/.test(part) ? part : null);
    if (known === null) throw refused(`${part} in a template of dates is not emulated`);
    template += known;
    rest = rest.slice(part.length);
  }
  return template;
}

function refused(message: string): BackendError {
  return new BackendError(`emulator: ${message}`, '0A000');
}
