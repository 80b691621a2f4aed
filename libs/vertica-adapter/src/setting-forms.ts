import { readHosts } from './host-list.ts';

type TextForm = 'text' | 'hosts' | 'port' | 'count' | 'boolean' | 'label' | 'authority';

interface SettingForm {
  /** A list names the allowed words; an object holds further settings. */
  readonly form: TextForm | readonly string[] | SettingForms;
  readonly required?: boolean;
  /** Its value is never shown. */
  readonly secret?: boolean;
}

export type SettingForms = Readonly<{ [name: string]: SettingForm }>;

/** Checks settings against their forms; `values` holds numbers and booleans as such. */
export function settingProblems(
  input: Readonly<Record<string, unknown>>,
  forms: SettingForms,
  path = '',
): { readonly problems: string[]; readonly values: Record<string, unknown> } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { form, required }] of Object.entries(forms)) {
    if (required === true && input[name] === undefined)
      problems.push(`${path}${name}: missing, allowed ${allowed(form)}`);
  }
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const setting = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (setting === undefined) {
      problems.push(`${path}${name}: no such setting`);
      continue;
    }
    const { form, secret } = setting;
    if (isForms(form)) {
      const inner = isRecord(value) ? settingProblems(value, form, `${path}${name}.`) : null;
      if (inner === null) problems.push(`${path}${name}: found ${shown(value)}, allowed ${allowed(form)}`);
      else {
        problems.push(...inner.problems);
        values[name] = inner.values;
      }
      continue;
    }
    const read = readSetting(value, form);
    if (read === undefined)
      problems.push(
        `${path}${name}: found ${secret === true ? 'something else' : shown(value)}, allowed ${allowed(form)}`,
      );
    else values[name] = read;
  }
  return { problems, values };
}

/** The value in its own type; undefined when it has not the form. */
function readSetting(value: unknown, form: TextForm | readonly string[]): unknown {
  if (typeof form !== 'string') return typeof value === 'string' && form.includes(value) ? value : undefined;
  switch (form) {
    case 'text':
      return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;
    case 'label':
      return typeof value === 'string' && /^[\w ./:-]{1,128}$/.test(value) ? value : undefined;
    case 'authority':
      return typeof value === 'string' && /^[a-z0-9.-]+(:\d{1,5})?$/i.test(value) ? value : undefined;
    case 'hosts':
      return readHosts(value, 1) === null ? undefined : value;
    case 'boolean':
      return value === true || value === 'true'
        ? true
        : value === false || value === 'false'
          ? false
          : undefined;
    case 'port':
    case 'count': {
      const most = form === 'port' ? 65_535 : 2_000_000;
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 && number <= most
        ? number
        : undefined;
    }
  }
}

const nouns: Readonly<Record<TextForm, string>> = {
  text: 'a text',
  label: 'up to 128 letters, digits, spaces and _ . / : -',
  authority: 'a host without a scheme, with or without a port',
  hosts: 'a host name or address, or several, each with or without :port',
  boolean: 'true or false',
  port: 'a port from 1 to 65535',
  count: 'a whole number from 1 to 2000000',
};

function allowed(form: SettingForm['form']): string {
  if (typeof form === 'string') return nouns[form];
  return isForms(form) ? `an object with ${Object.keys(form).join(', ')}` : form.join(', ');
}

function isForms(form: SettingForm['form']): form is SettingForms {
  return typeof form === 'object' && !Array.isArray(form);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : Array.isArray(value)
        ? 'a list'
        : typeof value;
}
