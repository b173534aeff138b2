import { board } from './en/board.ts'
import { errors } from './en/errors.ts'
import { reasons } from './en/reasons.ts'
import { retcodes } from './en/retcodes.ts'
import { setup } from './en/setup.ts'
import { terms } from './en/terms.ts'

/** Every English text of the window, by key. */
export const en = { ...terms, setup, board, errors, reasons, retcodes }
