const exitCodes = `
Exit codes:
  0    done, also when there is nothing new
  1    usage, configuration, permission, data or check; do not retry blindly
  2    unexpected: a defect of Vaultwright, please report it
  3    plan --check: changes are pending
  75   temporary: network, server busy, lock held; retry
  99   with --exit-skip: nothing new
  130  SIGINT, 143 SIGTERM: the open batch was rolled back
`;

/** What follows the options in a command's help. */
export function helpTail(...examples: readonly string[]): string {
  const title = examples.length === 1 ? 'Example:' : 'Examples:';
  return `\n${title}\n${examples.map((example) => `  ${example}\n`).join('')}${exitCodes}`;
}
