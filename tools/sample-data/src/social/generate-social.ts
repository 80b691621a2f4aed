import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HashedFileWriter, writeHashedText } from '../files/hashed-file-writer.ts';
import { GENERATOR_VERSION } from '../generator-version.ts';
import { SocialTruth } from '../truth/social-truth.ts';
import { FILE_DEFECT_FOLDER, FILE_DEFECT_PATHS, faultyFiles } from './file-defects.ts';
import { MANIFEST_FILE, manifestRecipe, TRUTH_FILE } from './social-manifest.ts';
import { socialFiles } from './social-file.ts';
import { SocialNetwork } from './social-network.ts';
import { SOCIAL_DAYS, socialRecipe } from './social-recipe.ts';
import { SOCIAL_TABLES } from './social-row.ts';
import { manifestHolds, readManifest } from './stored-manifest.ts';
import { truthDocument } from './truth-document.ts';
import type { SocialFile } from './social-file.ts';
import type { ManifestDefect, ManifestFile, ManifestFileDefect, SocialManifest } from './social-manifest.ts';
import type { SocialOptions, SocialRecipe } from './social-recipe.ts';
import type { SocialTable } from './social-row.ts';

export interface GenerateSocialOptions extends SocialOptions {
  /** Created if absent; files of other names in it are left alone. */
  readonly folder: string;
}

export interface GeneratedSocial {
  /** `unchanged`: the folder already held these very bytes and was not touched. */
  readonly status: 'written' | 'unchanged';
  readonly manifest: SocialManifest;
}

/**
 * Writes one day of the social network to a folder, with its manifest and the truth.
 *
 * Invariant: the same options give the same bytes on every machine; the manifest is written last, so a folder with a
 * manifest is complete. Units: constant memory, but for the truth model, which the largest preset goes without.
 *
 * Errors: E-SAMPLE-OPTION, E-SAMPLE-DEFECT.
 *
 * Example: `await generateSocial({ preset: 'golden', folder: 'samples/golden' })`
 */
export async function generateSocial(options: GenerateSocialOptions): Promise<GeneratedSocial> {
  const recipe = socialRecipe(options);
  const { folder } = options;
  const earlier = await readManifest(folder);
  if (earlier !== undefined && (await manifestHolds(earlier, folder, recipe))) {
    return { status: 'unchanged', manifest: earlier };
  }
  await mkdir(folder, { recursive: true });
  await rm(join(folder, MANIFEST_FILE), { force: true });
  return { status: 'written', manifest: await writeDay(recipe, folder) };
}

async function writeDay(recipe: SocialRecipe, folder: string): Promise<SocialManifest> {
  const network = new SocialNetwork(recipe);
  const truth = recipe.preset.truth ? new SocialTruth() : undefined;
  if (truth !== undefined) learnEarlierDays(network, truth);
  const before = truth?.state();
  const files: ManifestFile[] = [];
  const defects: ManifestDefect[] = [];
  const today = socialFiles(network, recipe.day);
  for (const table of SOCIAL_TABLES) {
    files.push(await writeTable(today[table] as SocialFile, folder, truth, defects));
  }
  const { written, fileDefects } = await writeFaultyFiles(network, folder);
  const states = truth === undefined || before === undefined ? undefined : { before, after: truth.state() };
  const truthText = `${JSON.stringify(truthDocument(recipe, states), null, 2)}\n`;
  const truthFile = {
    name: TRUTH_FILE,
    rows: 0,
    ...(await writeHashedText(join(folder, TRUTH_FILE), truthText)),
  };
  const manifest: SocialManifest = {
    dataSet: 'social',
    generatorVersion: GENERATOR_VERSION,
    recipe: manifestRecipe(recipe),
    files: [...files, ...written, truthFile],
    defectRate: defects.length === 0 ? null : { oneRowIn: recipe.preset.defectPeriod },
    defects,
    fileDefects,
  };
  await writeHashedText(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The truth of a later day stands on the days before it, which are made again without being written. */
function learnEarlierDays(network: SocialNetwork, truth: SocialTruth): void {
  for (const day of SOCIAL_DAYS.filter((earlier) => earlier < network.recipe.day)) {
    const files = socialFiles(network, day);
    for (const table of SOCIAL_TABLES) {
      const file = files[table] as SocialFile;
      truth.beginBatch();
      for (let chunk = 0; chunk < file.chunkCount; chunk += 1) {
        for (const record of file.records(chunk)) truth.record(table, record);
      }
      truth.endBatch();
    }
  }
}

async function writeTable<T extends SocialTable>(
  file: SocialFile<T>,
  folder: string,
  truth: SocialTruth | undefined,
  defects: ManifestDefect[],
): Promise<ManifestFile> {
  const writer = await HashedFileWriter.open(join(folder, file.fileName));
  let rows = 0;
  try {
    truth?.beginBatch();
    await writer.write(file.headerText);
    for (let chunk = 0; chunk < file.chunkCount; chunk += 1) {
      let text = '';
      for (const record of file.records(chunk)) {
        rows += 1;
        text += file.recordText(record);
        truth?.record<T>(file.table, record);
        for (const mark of record.marks) defects.push({ file: file.fileName, recordNumber: rows, ...mark });
      }
      await writer.write(text);
    }
    truth?.endBatch();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return { name: file.fileName, rows, ...(await writer.close()) };
}

/** Removes faulty files of an earlier recipe, so that the folder holds what its manifest says. */
async function writeFaultyFiles(
  network: SocialNetwork,
  folder: string,
): Promise<{ readonly written: ManifestFile[]; readonly fileDefects: ManifestFileDefect[] }> {
  const wanted = faultyFiles(network, network.recipe.defects);
  const written: ManifestFile[] = [];
  const fileDefects: ManifestFileDefect[] = [];
  for (const path of FILE_DEFECT_PATHS) await rm(join(folder, path), { force: true });
  if (wanted.length > 0) await mkdir(join(folder, FILE_DEFECT_FOLDER), { recursive: true });
  else await rmdir(join(folder, FILE_DEFECT_FOLDER)).catch(() => undefined);
  for (const { path, rows, content, kind, outcome, reason } of wanted) {
    written.push({ name: path, rows, ...(await writeHashedText(join(folder, path), content)) });
    fileDefects.push({ file: path, kind, outcome, ...(reason === undefined ? {} : { reason }) });
  }
  return { written, fileDefects };
}
