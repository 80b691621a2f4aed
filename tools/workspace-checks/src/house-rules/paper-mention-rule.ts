import type { HouseRule, RuleBreak } from './house-rule.ts';

/** File names of papers that live outside the repository; readers of the repository do not have them. */
const paperNames = [
  'architecture',
  'experience',
  'loading',
  'mission',
  'performance',
  'semantics',
  'stack',
  'style',
  'vertica',
];
const outsideFolder = /(?:\.\.\/|\/work\/)shared(?![\w-])/;

/** The repository explains itself: nothing refers to papers outside of it. */
export const paperMentionRule: HouseRule = {
  name: 'no-outside-paper',
  appliesTo: (path) => /(?:\.([cm]?[jt]sx?|md|ya?ml|json|sql|html|css|txt)|^\.ci\/[^.]+)$/.test(path),
  findBreaks: ({ path, text }, { files }) => {
    const breaks: RuleBreak[] = [];
    const papers = paperNames.filter((name) => !files.some((file) => file.path.endsWith(`/${name}.md`)));
    const mention = new RegExp(`(?<![\\w-])(?:${papers.join('|') || '(?!)'})\\.md\\b`);
    text.split('\n').forEach((content, index) => {
      if (path.endsWith('package-lock.json')) return;
      const found = outsideFolder.exec(content)?.[0] ?? mention.exec(content)?.[0];
      if (found === undefined) return;
      breaks.push({ line: index + 1, message: `refers to ${found}, which is not in this repository` });
    });
    return breaks;
  },
};
