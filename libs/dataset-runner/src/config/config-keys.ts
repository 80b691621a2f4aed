import { configSchema, folderSourceSchema, s3SourceSchema } from './config-schema.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import type { SettingPath } from './setting-path.ts';

/** Keys the configuration knows at a place; empty where names are free, as among targets and an adapter's settings. */
export function configKeysAt(path: SettingPath, config: PlainObject): readonly string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path.length > 1) return [];
  switch (path[0]) {
    case 'peek':
      return ['rows', 'maskPii'];
    case 'source': {
      const source = config['source'];
      const type = isPlainObject(source) ? source['type'] : undefined;
      const folder = Object.keys(folderSourceSchema.shape);
      const s3 = Object.keys(s3SourceSchema.shape);
      return type === 'folder' ? folder : type === 's3' ? s3 : [...new Set([...folder, ...s3])];
    }
    default:
      return [];
  }
}
