import { describe, expect, it } from 'vitest';
import { truthOf } from '../testing/truth-of.ts';
import { openSocial } from './open-social.ts';
import { chunkText } from './social-file.ts';
import { LEAST_SCALED_ROWS } from './social-preset.ts';

const preset = { logRows: LEAST_SCALED_ROWS };

describe('a network of any size', () => {
  it('has the rows that were asked for, and no row that names an unknown key, on both days', () => {
    const [first, second] = [truthOf({ preset }), truthOf({ preset }, [1, 2])];
    expect(first.rows['sprint6-canonical']).toMatchObject({ h_users: 2000, h_groups: 40, h_dialogs: 40_000 });
    expect(first.rows['sprint6-canonical']['s_auth_history']).toBe(20_000);
    for (const { held } of [first, second]) {
      const rows = Object.values(held['sprint6-canonical'].rows);
      expect(rows.reduce((sum, count) => sum + count, 0)).toBe(0);
    }
  });

  it('is the same again', () => {
    const text = () => chunkText(openSocial({ preset }).dialogs, 3);
    expect(text()).toBe(text());
  });

  it('is refused below the size whose largest group has more members than there are users', () => {
    expect(() => openSocial({ preset: { logRows: 19_999 } })).toThrow('a whole number from 20000');
  });
});
