export { GENERATOR_VERSION } from './generator-version.ts';
export { SampleDataError } from './sample-data-error.ts';
export type { SampleDataErrorDetails, SampleDataErrorFamily } from './sample-data-error.ts';
export { generateSocial } from './social/generate-social.ts';
export type { GeneratedSocial, GenerateSocialOptions } from './social/generate-social.ts';
export { isAccepted } from './social/generated-record.ts';
export type { AcceptedRecord, GeneratedRecord, RejectedRecord } from './social/generated-record.ts';
export { GOLDEN_ANSWER } from './social/golden-answer.ts';
export type { GoldenGroup } from './social/golden-answer.ts';
export { FILE_DEFECTS, ROW_DEFECTS } from './social/social-defects.ts';
export type { DefectChoice, DefectMark, RejectReason, SocialDefect } from './social/social-defects.ts';
export { openSocial } from './social/open-social.ts';
export { chunkText } from './social/social-file.ts';
export type { SocialFile, SocialFiles } from './social/social-file.ts';
export type { ManifestDefect, ManifestFile, SocialManifest } from './social/social-manifest.ts';
export { LEAST_SCALED_ROWS, SOCIAL_PRESETS } from './social/social-preset.ts';
export type { ScaledSocial, SocialPresetName } from './social/social-preset.ts';
export type { SocialDay, SocialOptions } from './social/social-recipe.ts';
export { SOCIAL_TABLES } from './social/social-row.ts';
export type {
  DialogRow,
  GroupLogEvent,
  GroupLogRow,
  GroupRow,
  SocialRows,
  SocialTable,
  UserRow,
} from './social/social-row.ts';
export type { DayTruth, SocialTruthDocument } from './social/truth-document.ts';
export type { IntakeCounts } from './truth/intake-truth.ts';
export type { ReportRow } from './truth/report-truth.ts';
export { SocialTruth } from './truth/social-truth.ts';
export type { SocialTruthState } from './truth/social-truth.ts';
export type { HeldReference, HeldState, Vault } from './truth/vault-truth.ts';
