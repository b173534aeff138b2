import type { en } from './en.ts'
import { about } from './zh-CN/about.ts'
import { address } from './zh-CN/address.ts'
import { agents } from './zh-CN/agents.ts'
import { board } from './zh-CN/board.ts'
import { certificate, certificateReasons } from './zh-CN/certificate.ts'
import { diagnostics } from './zh-CN/diagnostics.ts'
import { errors } from './zh-CN/errors.ts'
import { header } from './zh-CN/header.ts'
import { held } from './zh-CN/held.ts'
import { history } from './zh-CN/history.ts'
import { notes } from './zh-CN/notes.ts'
import { notices } from './zh-CN/notices.ts'
import { cmsReasons, reasons } from './zh-CN/reasons.ts'
import { retcodes } from './zh-CN/retcodes.ts'
import { rosters } from './zh-CN/rosters.ts'
import { settings } from './zh-CN/settings.ts'
import { setup } from './zh-CN/setup.ts'
import { shortcuts } from './zh-CN/shortcuts.ts'
import { signIn } from './zh-CN/signIn.ts'
import { sources } from './zh-CN/sources.ts'
import { terms } from './zh-CN/terms.ts'
import { watch } from './zh-CN/watch.ts'
import { welcome } from './zh-CN/welcome.ts'

/** 简体中文, in the terms of Chinese contact centers. The type checker compares its keys with English. */
export const zhCN: typeof en = {
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
