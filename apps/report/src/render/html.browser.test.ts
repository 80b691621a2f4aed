import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { viewOptions } from './view-options.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);

describe.skipIf(!present)('html in Chromium (needs a browser: set CHROMIUM_PATH)', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaultwright-report-'));
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  interface Visit {
    readonly page: Page;
    readonly address: string;
    readonly requests: string[];
    readonly complaints: string[];
  }

  const result = sampleResult([
    { name: 'Cooking', added: 200, writers: 150, joinedWriters: 100 },
    ...hostileNames.map((name) => ({ name, added: 100, writers: 50 })),
  ]);

  async function visit(lang: string, javaScriptEnabled: boolean, width = 1200): Promise<Visit> {
    const path = join(folder, `report-${lang}.html`);
    await writeFile(path, renderHtml(result, parseOptions(viewOptions, ['--lang', lang])));
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const address = pathToFileURL(path).href;
    await page.goto(address);
    return { page, address, requests, complaints };
  }

  it.each([true, false])('asks for nothing and complains of nothing (scripts on: %s)', async (scripts) => {
    const { page, address, requests, complaints } = await visit('en', scripts);
    expect(requests).toEqual([address]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en', 'Русский', 'Advertise “Cooking” first', 'Сначала рекламируйте «Cooking»'],
    ['ru', 'English', 'Сначала рекламируйте «Cooking»', 'Advertise “Cooking” first'],
  ])('opens in %s and switches without scripts', async (lang, other, before, after) => {
    const { page } = await visit(lang, false);
    const headline = page.locator('h1:visible');
    expect(await headline.count()).toBe(1);
    expect(await headline.innerText()).toContain(before);
    await page.getByText(other, { exact: true }).click();
    expect(await headline.count()).toBe(1);
    expect(await headline.innerText()).toContain(after);
    expect(await page.locator('main :visible[lang]').first().getAttribute('lang')).not.toBe(lang);
    await page.context().close();
  });

  it('switches by keyboard alone, with the focus shown', async () => {
    const { page } = await visit('en', false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('h1:visible').innerText()).toContain('Сначала рекламируйте');
    const outline = await page.evaluate<string>(
      `getComputedStyle(document.querySelector('label[for=lang-ru]')).outlineStyle`,
    );
    expect(outline).toBe('solid');
    await page.context().close();
  });

  it('holds no script or handler once parsed, and every hostile name is text', async () => {
    const { page } = await visit('en', true);
    const found = await page.evaluate<{ scripts: number; handlers: number; names: string[] }>(`({
      scripts: document.querySelectorAll('script').length,
      handlers: [...document.querySelectorAll('*')].filter((node) =>
        node.getAttributeNames().some((name) => name.startsWith('on'))).length,
      names: [...document.querySelectorAll('[lang=en] .ranking tbody bdi')].map((node) => node.textContent),
    })`);
    expect([found.scripts, found.handlers]).toEqual([0, 0]);
    for (const name of [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      'right\u202eto left',
    ]) {
      expect(found.names).toContain(name);
    }
    await page.context().close();
  });

  it.each([1200, 380])('does not overflow a window of %s pixels', async (width) => {
    const { page } = await visit('ru', true, width);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    expect(await page.locator('.chart svg:visible').count()).toBe(1);
    await page.context().close();
  });

  it('hands out the data as a file', async () => {
    const { page } = await visit('en', true);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Download CSV', { exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('group_conversion.csv');
    const expected = Buffer.from(renderCsv(result, parseOptions(viewOptions, [])), 'utf8');
    expect((await readFile(await download.path())).equals(expected)).toBe(true);
    await page.context().close();
  });

  it('prints one language, light, without controls', async () => {
    const path = join(folder, 'print.html');
    await writeFile(path, renderHtml(sampleResult(twoGroups), parseOptions(viewOptions, ['--lang', 'ru'])));
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.goto(pathToFileURL(path).href);
    expect(await page.locator('h1:visible').count()).toBe(1);
    expect(await page.locator('.langs:visible, .downloads:visible').count()).toBe(0);
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe('rgb(255, 255, 255)');
    await page.close();
  });
});
