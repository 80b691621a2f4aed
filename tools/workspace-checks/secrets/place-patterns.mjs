/** Places that belong to one machine or one network and mean nothing to a reader of the repository. */

const registryHosts = [
  /registry\.(?:npmjs\.org|yarnpkg\.com|npmmirror\.com)/,
  /npm\.pkg\.github\.com/,
  /(?:files\.)?(?:pypi\.org|pythonhosted\.org)/,
  /proxy\.golang\.org/,
  /(?:archive|security)\.ubuntu\.com/,
  /deb\.debian\.org/,
  /\b(?:artifactory|nexus|verdaccio)[\w-]*\.[\w.-]*[a-z]{2,}/,
];

const machinePath =
  /(?<![\w.~$}:\\-])(?:\/(?:root|work)\/[\w.-]|\/(?:home|Users)\/(?!(?:user|you|name)\b)[\w.-]+|[A-Z]:\\Users\\\w)/;

/**
 * Machine paths, registry hosts and lock addresses in one line.
 *
 * @param {string} file
 * @param {string} line
 * @param {readonly string[]} ownHosts hosts of the registry that this machine is set up with
 * @returns {{ rule: string, text: string }[]}
 */
export function findPlaces(file, line, ownHosts) {
  const found = [];
  const path = machinePath.exec(line)?.[0];
  if (path !== undefined) found.push({ rule: 'machine-path', text: path });
  const host =
    registryHosts.map((pattern) => pattern.exec(line)?.[0]).find((text) => text !== undefined) ??
    ownHosts.find((own) => line.includes(own));
  if (host !== undefined) found.push({ rule: 'registry-host', text: host });
  if (/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(file) && /"resolved":\s*"[^"]*:/.test(line)) {
    found.push({ rule: 'lock-address', text: line.trim() });
  }
  return found;
}
