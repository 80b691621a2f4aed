/** Licences of what users of the libraries install. */
export const runtimeLicences = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

/** Licences that development tools may have besides; nothing of them is shipped. */
export const toolLicences = ['BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Python-2.0'];

/**
 * Single development tools under another licence. `*` stands for any characters; an entry that fits nothing
 * is reported.
 */
export const toolExceptions = [
  {
    packages: 'lightningcss*',
    licence: 'MPL-2.0',
    reason: 'the CSS transformer inside vite, which runs the tests; unmodified, and no part of what is built',
  },
];
