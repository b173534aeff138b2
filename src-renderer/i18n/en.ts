import { about } from './en/about.ts'
import { address } from './en/address.ts'
import { agents } from './en/agents.ts'
import { board } from './en/board.ts'
import { certificate, certificateReasons } from './en/certificate.ts'
import { diagnostics } from './en/diagnostics.ts'
import { errors } from './en/errors.ts'
import { header } from './en/header.ts'
import { held } from './en/held.ts'
import { history } from './en/history.ts'
import { notes } from './en/notes.ts'
import { notices } from './en/notices.ts'
import { cmsReasons, reasons } from './en/reasons.ts'
import { retcodes } from './en/retcodes.ts'
import { rosters } from './en/rosters.ts'
import { settings } from './en/settings.ts'
import { setup } from './en/setup.ts'
import { shortcuts } from './en/shortcuts.ts'
import { signIn } from './en/signIn.ts'
import { sources } from './en/sources.ts'
import { terms } from './en/terms.ts'
import { watch } from './en/watch.ts'
import { welcome } from './en/welcome.ts'

/** Every English text of the window, by key. The other languages have the same keys. */
export const en = {
  ...terms,
  setup: { ...setup, welcome, address, certificate, signIn, watch },
  board,
  about,
  agents,
  rosters,
  header,
  held,
  shortcuts,
  settings,
  history,
  diagnostics,
  certificateReasons,
  notes,
  notices,
  errors,
  reasons,
  cmsReasons,
  sources,
  retcodes,
}
