import { formatCount, formatTimestamp, plural } from '../../../render/display-format.ts';
import { joinSentences, partsOf, type Sentence } from '../../../text/phrase.ts';
import type { GroupConversionWords, NamedShare } from './words.ts';

const shareOf = ({ name, percent }: NamedShare): Sentence => [...partsOf(name), ` (${percent})`];

function listed(items: readonly Sentence[]): Sentence {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  return joinSentences([joinSentences(items.slice(0, -1), ', '), last], ' и ');
}

const groupsWord = (count: number): string => plural(count, 'ru', ['группа', 'группы', 'групп']);
const ofGroupsWord = (count: number): string => plural(count, 'ru', ['группы', 'групп', 'групп']);
const inGroupsWord = (count: number): string => plural(count, 'ru', ['группе', 'группах', 'группах']);
const rowsWord = (count: number): string => plural(count, 'ru', ['строка', 'строки', 'строк']);
const ofRowsWord = (count: number): string => plural(count, 'ru', ['строки', 'строк', 'строк']);

const heldTexts: Readonly<Record<string, string>> = {
  'l_user_message h_users': 'Сообщения, отправителя которых нет в файле пользователей',
  'l_user_message h_dialogs': 'Отправители сообщений, которые ещё не поступили',
  'l_groups_dialogs h_groups': 'Сообщения в группу, которой нет в файле групп',
  'l_groups_dialogs h_dialogs': 'Групповые сообщения, которые ещё не поступили',
  'l_admins h_users': 'Группы, администратора которых нет в файле пользователей',
  'l_admins h_groups': 'Администраторы групп, которые ещё не поступили',
  'l_user_group_activity h_users': 'Участники из журнала, которых нет в файле пользователей',
  'l_user_group_activity h_groups': 'Участие из журнала в группе, которой нет в файле групп',
  'l_group_logs_users h_users': 'События журнала с пользователем, которого нет в файле пользователей',
  'l_group_logs_groups h_groups': 'События журнала с группой, которой нет в файле групп',
  'l_group_logs_users_from h_users': 'Приглашения от пользователя, которого нет в файле пользователей',
};

/** The report in Russian. */
export const russian: GroupConversionWords = {
  group: 'группа',
  columns: {
    hk_group_id: { label: 'хеш-ключ', meaning: 'Хеш-ключ группы в хранилище.' },
    cnt_added_users: {
      label: 'вступили',
      meaning:
        'Число разных пользователей хотя бы с одним событием «add» в группе: вступивших самостоятельно или по приглашению. Создание группы — не вступление; выход из группы не вычитается.',
    },
    cnt_users_in_group_with_messages: {
      label: 'писали',
      meaning:
        'Число разных отправителей хотя бы одного сообщения в группе; сообщение, группу которого исправили, учтено в последней названной. Отправитель мог и не вступать в неё, поэтому конверсия бывает выше 100\u00a0%.',
    },
    group_conversion: {
      label: 'конверсия',
      meaning:
        'Писали ÷ вступили. Хранится точно, округляется только при показе; пусто, если никто не вступал.',
    },
    group_id: { label: 'номер группы', meaning: 'Номер группы в источнике.' },
    group_name: { label: 'группа', meaning: 'Последнее название группы.' },
    registration_dt: { label: 'создана', meaning: 'Когда группа зарегистрирована.' },
    is_private: { label: 'закрытая', meaning: 'Закрыта ли группа, по последнему статусу.' },
    cnt_joined_writers: {
      label: 'вступили и затем писали',
      meaning: 'Вступившие, написавшие в группе одновременно с первым «add» или позже.',
    },
    group_conversion_strict: {
      label: 'строгая конверсия',
      meaning: 'Вступили и затем писали ÷ вступили. Не бывает выше 100\u00a0%.',
    },
    cnt_writers_not_added: {
      label: 'писали, не вступая',
      meaning: 'Отправители в группе без единого события «add», например создатели.',
    },
  },
  strictWriters: {
    label: 'писали после вступления',
    meaning:
      'Вступившие, написавшие в группе одновременно с первым «add» или позже (строгая метрика: другие отправители не считаются).',
  },
  strictConversion:
    'Писали после вступления ÷ вступили. Не бывает выше 100\u00a0%; пусто, если никто не вступал.',
  title: (groups) => {
    if (groups === 0) return 'Конверсия групп';
    if (groups === 1) return 'Конверсия групп: самая старая группа';
    const oldest = plural(groups, 'ru', ['самая старая', 'самые старые', 'самых старых']);
    return `Конверсия групп: ${formatCount(groups)} ${oldest} ${groupsWord(groups)}`;
  },
  answer: {
    best: ({ name, percent }) => [
      'Сначала рекламируйте ',
      ...partsOf(name),
      `: конверсия\u00a0— ${percent}.`,
    ],
    bestIsStrict: ({ name, percent }) => [
      'Сначала рекламируйте ',
      ...partsOf(name),
      `: писать начинают ${percent} вступивших.`,
    ],
    alsoTarget: (others) => ['Затем — ', ...partsOf(listed(others.map(shareOf))), '.'],
    ranking: (above, groups, overall) =>
      `Не ниже общей конверсии ${overall} — ${formatCount(above)} из ${formatCount(groups)} ${ofGroupsWord(groups)}.`,
    noGroups: 'Ответа пока нет: ни одна группа не загружена.',
    noGroupsDetail:
      'Сначала загрузите файл групп: отчёт перечисляет самые старые группы по дате регистрации.',
    nobodyJoined: 'Ответа нет: ни в одну из этих групп никто не вступал.',
    nobodyJoinedDetail: (asOf) =>
      asOf === null
        ? 'В хранилище нет ни одного их события «add»: журнал ещё не загружен или все его строки ждут своих пользователей и групп.'
        : `До ${formatTimestamp(asOf, 'ru')} нет ни одного их события «add»; возможно, они появятся при более поздней границе.`,
    nobodyWrote: 'Ни в одной из этих групп вступившие не начали писать.',
    nobodyWroteDetail: 'Люди вступали, но ни одно сообщение в этих группах не учтено.',
  },
  figures: {
    best: 'Лучшая',
    median: 'Медиана',
    overall: 'В целом',
    groups: 'Групп',
    overallNote: (writers, added) => `${writers} из ${added}`,
    groupsNote: (asked) =>
      asked === 1
        ? 'самая старая'
        : `${formatCount(asked)} ${plural(asked, 'ru', ['самая старая', 'самые старые', 'самых старых'])}`,
    medianNote: 'середина списка',
  },
  chart: {
    title: 'Конверсия из вступления в первое сообщение по группам',
    description: (best, groups) =>
      best === null
        ? `${formatCount(groups)} ${groupsWord(groups)}, конверсии нет ни у одной.`
        : [
            `${formatCount(groups)} ${groupsWord(groups)}, лучшие — первыми. Лидирует `,
            ...partsOf(best.name),
            `: ${best.percent}.`,
          ],
  },
  notices: {
    rejected: (records, read, share) =>
      `Входной контроль отклонил ${formatCount(records)} из ${formatCount(read)} ${ofRowsWord(read)} (${share}); в этих числах их нет.`,
    strictDiffers: (groups, threshold, { name, percent, strictPercent }) => [
      `Основная и строгая конверсия расходятся больше чем на ${threshold} в ${formatCount(groups)} ${inGroupsWord(groups)}; сильнее всего — `,
      ...partsOf(name),
      `: ${percent} против ${strictPercent}. Часть отправителей не вступала в группу или писала только до вступления.`,
    ],
    registrationDiffers: (groups) =>
      `Для ${formatCount(groups)} ${ofGroupsWord(groups)} последние файлы называют другую дату регистрации или не называют её; самые старые группы выбраны по дате, сообщённой первой.`,
    smallBase: (names, limit) => [
      ...partsOf(listed(names)),
      `: вступило меньше ${limit} человек, доля может быть случайной.`,
    ],
    held: (rows) =>
      `${formatCount(rows)} ${rowsWord(rows)} ${plural(rows, 'ru', ['ждёт', 'ждут', 'ждут'])} пользователя, группу или сообщение, которых ещё нет, и пока не ${plural(rows, 'ru', ['учтена', 'учтены', 'учтены'])}.`,
    late: (rows) =>
      `${formatCount(rows)} ${rowsWord(rows)} ${plural(rows, 'ru', ['пришла', 'пришли', 'пришли'])} с опозданием.`,
    conflict: (rows) =>
      `${formatCount(rows)} ${rowsWord(rows)} ${plural(rows, 'ru', ['противоречит', 'противоречат', 'противоречат'])} другой и не ${plural(rows, 'ru', ['учтена', 'учтены', 'учтены'])}.`,
    noGroups: 'Отчёт пуст: в хранилище нет ни одной группы.',
    fewerGroups: (found, asked) =>
      `${plural(found, 'ru', ['Найдена', 'Найдены', 'Найдено'])} только ${formatCount(found)} ${groupsWord(found)} из ${formatCount(asked)} запрошенных.`,
    checkFailed: (check) => ['Проверка не пройдена: ', ...partsOf(check), '.'],
  },
  definitions: {
    choice: {
      term: 'Какие группы',
      text: 'Самые старые по дате регистрации, сообщённой первой; выбираются до всякого подсчёта. Группы без даты — последние, при равенстве — меньший номер.',
    },
    order: {
      term: 'Порядок',
      text: 'Сначала наибольшая конверсия, сравнение точное; группы, в которые никто не вступал, — последние; при равенстве — меньший номер.',
    },
  },
  optionEffects: {
    asOf: (time) => `События и сообщения после ${formatTimestamp(time, 'ru')} не учтены.`,
    currentMembers: 'Пользователи, последнее событие которых в группе — «leave», не учтены.',
    excludeFounder: 'Создатели групп не учтены.',
    strict: 'Порядок по строгой конверсии: учтены только те, кто писал после вступления.',
    term: 'Ограничения',
  },
  checks: {
    reconciled: 'прочитано строк = загружено + отклонено + пусто',
    one_row_per_group: 'каждая группа встречается один раз',
    strict_within_joiners: 'вступивших и затем писавших не больше, чем вступивших',
    writers_add_up:
      'вступивших и затем писавших вместе с писавшими, не вступая, не больше, чем всех писавших',
  },
  held: (link, hub) => heldTexts[`${link} ${hub}`] ?? `${link} ждёт ${hub}`,
};
