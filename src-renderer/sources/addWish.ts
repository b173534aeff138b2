import type { SourceAccount, SourceView } from '../../src-shared/contract/index.ts'

/** What the dialog of the sources does. */
export type AddWish =
  | { kind: 'gateway' | 'cms' }
  /** A further account at this gateway. */
  | { kind: 'account'; source: SourceView }
  /** An account that has to sign in again. */
  | { kind: 'sign-in'; source: SourceView; account: SourceAccount }
  /** The key of a CC-CMS, which is not stored, or was rejected. */
  | { kind: 'key'; source: SourceView }
  /** The certificate that this source presents now. */
  | { kind: 'certificate'; source: SourceView }
