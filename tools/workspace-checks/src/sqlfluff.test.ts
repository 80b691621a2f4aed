import { describe, expect, it } from 'vitest';
import { judge, unparsableSections } from '../sqlfluff/find-unparsable.mjs';

const broken = {
  filepath: 'libs/x/test/golden/a.sql',
  segments: {
    file: [
      { statement: [{ word: 'select' }, { unparsable: [{ word: 'qualify' }, { ws: ' ' }, { n: '1' }] }] },
    ],
  },
};
const whole = {
  filepath: 'libs/x/test/golden/b.sql',
  segments: { file: [{ statement: { word: 'commit' } }] },
};

describe('the opinion of sqlfluff', () => {
  it('finds unparsable sections at any depth, with their text', () => {
    expect(unparsableSections(broken.segments)).toEqual(['qualify 1']);
    expect(unparsableSections(whole.segments)).toEqual([]);
  });

  it('reports what no exception covers', () => {
    expect(judge([broken, whole], []).findings).toEqual([`${broken.filepath}: "qualify 1"`]);
    expect(judge([{ ...whole, segments: null }], []).findings).toEqual([
      `${whole.filepath}: not parsed at all`,
    ]);
  });

  it('takes an exception for its own file and text only, and finds one that is needed no more', () => {
    const exception = { file: 'golden/a.sql', contains: 'qualify', reason: 'the grammar lacks it' };
    expect(judge([broken], [exception])).toEqual({ findings: [], allowed: 1 });
    expect(judge([broken], [{ ...exception, file: 'b.sql' }]).findings).toHaveLength(2);
    expect(judge([whole], [exception]).findings).toEqual([
      'exception for golden/a.sql fits nothing: "qualify"',
    ]);
  });
});
