import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../errors.ts';
import { cardVault } from '../../test/card-vault.ts';
import { parseVault } from './define-vault.ts';

const text = { type: { kind: 'text', length: 20 } };
const int = { type: { kind: 'int' } };

const users = {
  name: 'users',
  columns: { id: int, email: { ...text, pii: true }, score: { type: { kind: 'float' } }, country: text },
};

const valid = {
  name: 'social',
  sources: [users],
  entities: [
    { kind: 'hub', name: 'h_users', from: 'users', businessKey: { user_id: 'id' } },
    { kind: 'satellite', name: 's_country', of: 'h_users', from: 'users', payload: { country: 'country' } },
  ],
};

/** The mistakes that parsing lists. */
function mistakes(data: unknown): readonly string[] {
  try {
    parseVault(data);
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-META-INVALID') return error.details;
    throw error;
  }
  return [];
}

describe('a vault as plain data', () => {
  it('is the vault that the functions define', () => {
    const { sources, name, naming, hashProfile, entities } = cardVault;
    expect(entities.map((entity) => entity.name)).toEqual([
      'h_customer',
      'h_card',
      'l_use',
      's_card',
      's_use',
    ]);
    const again = parseVault({
      name,
      naming,
      hashProfile,
      sources,
      entities: [
        { kind: 'satellite', name: 's_card', of: 'h_card', from: 'cards', payload: { kind: 'kind' } },
        { kind: 'hub', name: 'h_card', from: 'cards', businessKey: { card_number: 'number' } },
      ],
    });
    expect(again.entities).toEqual(entities.filter((entity) => ['h_card', 's_card'].includes(entity.name)));
  });

  it('accepts what is right', () => expect(mistakes(valid)).toEqual([]));

  it('lists all mistakes at once, each with its place', () => {
    const found = mistakes({
      ...valid,
      entities: [
        { kind: 'hub', name: 'h_users', from: 'users', businessKey: { user_id: 'nr' } },
        { kind: 'hub', name: 'H_USERS', from: 'users', businessKey: { user_id: 'id' } },
        { kind: 'hub', name: 'h_mail', from: 'users', businessKey: { mail: 'email' } },
        { kind: 'hub', name: 'h_score', from: 'users', businessKey: { score: 'score' } },
        { kind: 'hub', name: 'h_id', from: 'users', businessKey: { user_id: 'id' } },
        { kind: 'satellite', name: 's_id', of: 'h_id', from: 'users', payload: { country: 'country' } },
        {
          kind: 'link',
          name: 'l_a',
          from: 'users',
          connects: { a: { hub: 's_id', columns: ['id'] }, b: { hub: 'h_id', columns: ['country'] } },
        },
        { kind: 'satellite', name: 's_b', of: 'h_nowhere', from: 'users', payload: { country: 'country' } },
        { kind: 'satellite', name: 's_c', of: 'h_id', from: 'groups', payload: { country: 'country' } },
        { kind: 'satellite', name: 's_d', of: 'h_id', from: 'users', payload: { load_dt: 'country' } },
      ],
    });
    expect(found).toEqual([
      'h_users.user_id: source users has no column nr; it has id, email, score, country',
      'H_USERS: the name is taken by h_users; names must differ in more than case',
      'h_mail.mail: column email is personal data, which cannot be part of a key',
      'h_score.score: column score is a float, which cannot be part of a key',
      'l_a.a: a link connects hubs, but s_id is a satellite',
      'l_a.b: column country is text, but h_id.user_id is int',
      's_b: a satellite describes a hub or a link, but h_nowhere does not exist',
      's_c: source groups does not feed h_id, so its rows have no key; h_id is fed by users',
      's_c.country: source groups does not exist; known: users',
      's_d: column load_dt appears twice',
    ]);
  });

  it('refuses unknown keys and unknown kinds', () => {
    expect(mistakes({ ...valid, entitys: [] })[0]).toContain('entitys');
    expect(mistakes({ ...valid, entities: [{ kind: 'hubb', name: 'h' }] })[0]).toContain('entities.0.kind');
    const misspelt = { kind: 'hub', name: 'h', from: 'users', businesKey: {} };
    expect(mistakes({ ...valid, entities: [misspelt] }).join()).toContain('businesKey');
  });
});
