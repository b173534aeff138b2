import type {
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron'
import { refusing } from './offer.ts'
import { changed } from './state.ts'

/** The response to a dialog, from a spec or the panel: a button, or files; neither means canceled. */
export interface DialogAnswer {
  response?: number
  checkboxChecked?: boolean
  filePaths?: string[]
}

type Kind = 'message' | 'save' | 'open' | 'error'

interface ShownDialog {
  id: number
  kind: Kind
  title: string
  message: string
  detail: string
  buttons: string[]
  open: boolean
  answer: (answer: DialogAnswer) => void
}

/** All dialogs so far, oldest first. */
export const shownDialogs: ShownDialog[] = []

function ask(kind: Kind, text: Partial<MessageBoxOptions>): Promise<DialogAnswer> {
  const { promise, resolve } = Promise.withResolvers<DialogAnswer>()
  const entry: ShownDialog = {
    id: shownDialogs.length + 1,
    kind,
    title: text.title ?? '',
    message: text.message ?? '',
    detail: text.detail ?? '',
    buttons: text.buttons ?? [],
    open: true,
    answer: (answer) => {
      entry.open = false
      resolve(answer)
      changed()
    },
  }
  shownDialogs.push(entry)
  changed()
  return promise
}

/** In Electron the window is the first argument, or omitted. */
const optionsOf = <T>(first: object, second: T | undefined) => second ?? (first as T)

async function showMessageBox(
  first: object,
  second?: MessageBoxOptions,
): Promise<MessageBoxReturnValue> {
  const options = optionsOf<MessageBoxOptions>(first, second)
  const buttons = options.buttons ?? ['OK']
  const { response, checkboxChecked } = await ask('message', { ...options, buttons })
  return {
    response: response ?? options.cancelId ?? 0,
    checkboxChecked: checkboxChecked ?? options.checkboxChecked ?? false,
  }
}

async function showSaveDialog(
  first: object,
  second?: SaveDialogOptions,
): Promise<SaveDialogReturnValue> {
  const { title = 'Save', defaultPath = '' } = optionsOf<SaveDialogOptions>(first, second)
  const { filePaths } = await ask('save', { title, message: defaultPath })
  const [filePath] = filePaths ?? []
  return { canceled: filePath === undefined, filePath: filePath ?? '' }
}

async function showOpenDialog(
  first: object,
  second?: OpenDialogOptions,
): Promise<OpenDialogReturnValue> {
  const { title = 'Open', defaultPath = '' } = optionsOf<OpenDialogOptions>(first, second)
  const { filePaths } = await ask('open', { title, message: defaultPath })
  return { canceled: filePaths === undefined, filePaths: filePaths ?? [] }
}

/** Stands in for Electron's `dialog`; the blocking variants are not available. */
export const dialog = refusing('dialog', {
  showErrorBox: (title: string, content: string) => {
    console.error(`${title}: ${content}`)
    void ask('error', { title, message: content, buttons: ['OK'] })
  },
  showMessageBox,
  showSaveDialog,
  showOpenDialog,
} satisfies Partial<Dialog>)
